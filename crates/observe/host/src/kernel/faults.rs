//! What a parser of lines could not read.

use std::fmt;

use seaworthy_core::facts::Problem;

/// Lines that are told one by one; a binary file would have thousands.
const SHOWN: usize = 5;

/// Faults of a text, the first few in words.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    shown: Vec<String>,
    count: usize,
}

impl Faults {
    /// Notes one; lines count from 1.
    pub(super) fn add(&mut self, line: usize, what: impl fmt::Display) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(format!("line {line}: {what}"));
        }
    }

    /// As one problem of a file, if there is any.
    pub(super) fn problem(&self, source: &str) -> Option<Problem> {
        let mut message = self.shown.join("; ");
        match self.count.saturating_sub(self.shown.len()) {
            0 if self.count == 0 => return None,
            0 => {}
            more => message.push_str(&format!("; and {more} more")),
        }
        Some(Problem::new(source, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_faults_are_counted() {
        let mut faults = Faults::default();
        assert!(faults.problem("x").is_none());
        faults.add(3, "odd");
        assert_eq!(faults.problem("x").unwrap().message, "line 3: odd");
        (4..20).for_each(|line| faults.add(line, "odd"));
        assert!(faults.problem("x").unwrap().message.ends_with("line 7: odd; and 12 more"));
    }
}
