//! Ways an engine, or what stands between it and us, can go wrong.

use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// One way to misbehave on a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// This status with an engine's error document.
    Status(u16),
    /// The right answer, this much later.
    Delay(Duration),
    /// The right answer, a byte at a time, with this pause before each.
    Trickle(Duration),
    /// The right head, half the body, then the connection ends.
    CutOff,
    /// The connection ends without an answer.
    HangUp,
    /// Nothing, ever, on an open connection.
    Silent,
    /// The right document followed by this many bytes of valid JSON, streamed.
    Huge(u64),
    /// A list where an object is due and the other way round.
    WrongType,
    /// Another document.
    Replace(Value),
    /// The right document with one field changed, by dotted path: a string for a bool.
    Field(String, Value),
    /// Text that is no JSON, said to be JSON.
    NotJson,
    /// Lists nested this deep: overflows the stack of a recursive parser.
    Nested(usize),
    /// Bytes of header lines without end.
    HeaderFlood(u64),
    /// The right answer in chunked encoding, chunk by small chunk.
    Chunked,
    /// A chunk size that is no number.
    BadChunk,
}

/// A fault, where it happens and how often still.
#[derive(Debug)]
pub(super) struct Rule {
    pattern: String,
    fault: Fault,
    left: AtomicUsize,
}

impl Rule {
    pub(super) fn new(pattern: &str, fault: Fault, times: usize) -> Self {
        Self { pattern: pattern.to_owned(), fault, left: AtomicUsize::new(times) }
    }

    /// The fault, when the path is meant and it is not used up.
    pub(super) fn strike(&self, path: &str) -> Option<&Fault> {
        let take = |left: usize| match left {
            usize::MAX => Some(left),
            _ => left.checked_sub(1),
        };
        let hit = matches(&self.pattern, path)
            && self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok();
        hit.then_some(&self.fault)
    }
}

impl Clone for Rule {
    fn clone(&self) -> Self {
        Self::new(&self.pattern, self.fault.clone(), self.left.load(Ordering::Relaxed))
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == path };
    let Some(tail) = path.strip_prefix(start) else { return false };
    (0..=tail.len()).any(|skip| tail.get(skip..).is_some_and(|tail| matches(rest, tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_run() {
        assert!(matches("/containers/*/json", "/containers/abc/json"));
        assert!(matches("*", "/info"));
        assert!(!matches("/containers/*/json", "/containers/json"));
        assert!(!matches("/info", "/information"));
    }

    #[test]
    fn a_counted_rule_wears_out() {
        let rule = Rule::new("/info", Fault::Status(500), 1);
        assert!(rule.strike("/other").is_none());
        assert!(rule.strike("/info").is_some());
        assert!(rule.strike("/info").is_none());
    }
}
