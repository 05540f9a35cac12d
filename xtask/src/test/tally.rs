//! Counting what test programs print.

use std::fmt;
use std::ops::Add;

/// Numbers of tests by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Tally {
    /// The counts of a line `test result: ok. 3 passed; 0 failed; 1 ignored; …`; nothing
    /// for any other line.
    pub(super) fn of_cargo_test(line: &str) -> Self {
        let Some(counts) = line.strip_prefix("test result: ") else { return Self::default() };
        let count = |name: &str| {
            let part = counts.split([';', '.']).find_map(|part| part.trim().strip_suffix(name));
            part.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
        };
        Self { passed: count("passed"), failed: count("failed"), skipped: count("ignored") }
    }

    /// The counts of a line `3 passed, 0 failed, 1 skipped`, and of no other.
    pub(super) fn of_summary(line: &str) -> Option<Self> {
        let mut parts = line.split(", ");
        let mut count = |name: &str| {
            let number = parts.next()?.strip_suffix(name)?.strip_suffix(' ')?;
            number.parse().ok()
        };
        let tally =
            Self { passed: count("passed")?, failed: count("failed")?, skipped: count("skipped")? };
        parts.next().is_none().then_some(tally)
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(formatter, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    const SOME: Tally = Tally { passed: 3, failed: 2, skipped: 1 };

    #[test]
    fn cargo_s_line_is_read() {
        let line = "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 9 filtered \
                    out; finished in 0.15s";
        assert_eq!(Tally::of_cargo_test(line), SOME);
        assert_eq!(Tally::of_cargo_test("test a::b ... ok"), Tally::default());
    }

    #[test]
    fn only_the_exact_summary_is_read_and_it_is_what_we_print() {
        assert_eq!(Tally::of_summary(&SOME.to_string()), Some(SOME));
        for line in ["3 passed, 2 failed", "3 passed, 2 failed, 1 skipped, 4 more", "", "x passed"]
        {
            assert_eq!(Tally::of_summary(line), None, "{line}");
        }
    }

    #[test]
    fn sums_add_each_kind() {
        let sum = SOME + SOME;
        assert_eq!(sum.to_string(), "6 passed, 4 failed, 2 skipped");
    }
}
