//! A deterministic mutation harness for parsers of untrusted bytes, on stable Rust.
//!
//! ```
//! use seaworthy_testkit::mutate::{self, Bound};
//!
//! let seeds: &[&[u8]] = &[b"{\"a\": 1}", b"[true]"];
//! mutate::run(7, seeds, Bound::Iterations(200), |bytes| {
//!     let _ = std::str::from_utf8(bytes);
//! });
//! ```
//!
//! A panic is caught and reported; a stack overflow or an endless loop ends or hangs the
//! test program instead, so parsers need a limit on depth and on work of their own.
//!
//! Coverage-guided fuzzing finds more; this runs wherever `cargo test` runs, always the
//! same way for the same seed. The environment variable `SEAWORTHY_FUZZ_SECONDS` turns a
//! quick test into a long one without a change to the code.

mod operators;
mod random;
mod shrink;

use operators::Mutator;
use random::Random;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Environment variable that replaces the bound by a number of seconds.
pub const SECONDS_VARIABLE: &str = "SEAWORTHY_FUZZ_SECONDS";

/// How long to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// This many inputs: the same work on every machine.
    Iterations(u64),
    /// This long.
    Time(Duration),
}

/// An input that made the parser panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash {
    /// The input, cut down as far as a few passes go.
    pub input: Vec<u8>,
    /// What the parser said when it panicked.
    pub message: String,
    /// Which input of the run it was, counted from zero.
    pub iteration: u64,
}

impl Crash {
    /// The input in hexadecimal, ready to be pasted into a regression test.
    pub fn hex(&self) -> String {
        self.input.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Feeds the seeds and then mutations of them to `parser` and panics with the
/// reproducing input if the parser does.
///
/// # Panics
/// When the parser panicked: that is how a test fails.
#[allow(clippy::panic, reason = "a test assertion: panicking is the purpose")]
pub fn run(seed: u64, seeds: &[&[u8]], bound: Bound, parser: impl Fn(&[u8])) {
    if let Some(crash) = find_crash(seed, seeds, long_bound().unwrap_or(bound), parser) {
        panic!(
            "the parser panicked: {}\n  seed {seed}, input {}, {} bytes\n  hex  {}\n  text {:?}",
            crash.message,
            crash.iteration,
            crash.input.len(),
            crash.hex(),
            String::from_utf8_lossy(&crash.input),
        );
    }
}

/// As [`run`], but gives the crash instead of panicking, and ignores the environment.
pub fn find_crash(
    seed: u64,
    seeds: &[&[u8]],
    bound: Bound,
    parser: impl Fn(&[u8]),
) -> Option<Crash> {
    let start = Instant::now();
    let mut mutator = Mutator::new(Random::new(seed), seeds);
    for iteration in 0.. {
        let done = match bound {
            Bound::Iterations(count) => iteration >= count,
            Bound::Time(time) => start.elapsed() >= time,
        };
        if done {
            break;
        }
        let input = match usize::try_from(iteration).ok().and_then(|index| seeds.get(index)) {
            Some(seed) => seed.to_vec(),
            None => mutator.next_input(),
        };
        if panics(&parser, &input).is_some() {
            let input = shrink::shrink(input, |bytes| panics(&parser, bytes).is_some());
            let message = panics(&parser, &input).unwrap_or_default();
            return Some(Crash { input, message, iteration });
        }
    }
    None
}

fn long_bound() -> Option<Bound> {
    let seconds = std::env::var(SECONDS_VARIABLE).ok()?.parse().ok()?;
    Some(Bound::Time(Duration::from_secs(seconds)))
}

/// The panic's message, if there was one.
fn panics(parser: &impl Fn(&[u8]), input: &[u8]) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(|| parser(input))).err()?;
    let message = payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Some(message.unwrap_or_else(|| "a panic without a message".to_owned()))
}

#[cfg(test)]
mod tests;
