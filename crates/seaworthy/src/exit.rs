//! Exit codes, decided in one place.

use std::process::ExitCode;

/// What a command came to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum ExitStatus {
    /// 0: the policy holds.
    Holds,
    /// 3: facts are incomplete, and the user wanted them complete.
    Incomplete,
    /// 1: the policy does not hold.
    Broken,
    /// 2: usage or operational error.
    Error,
}

impl ExitStatus {
    /// The graver of two: an error beats a broken policy beats missing facts.
    pub(crate) fn or(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::Holds => 0,
            ExitStatus::Broken => 1,
            ExitStatus::Error => 2,
            ExitStatus::Incomplete => 3,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_beats_a_broken_policy_beats_missing_facts() {
        assert_eq!(ExitStatus::Incomplete.or(ExitStatus::Broken), ExitStatus::Broken);
        assert_eq!(ExitStatus::Broken.or(ExitStatus::Error), ExitStatus::Error);
        assert_eq!(ExitStatus::Holds.or(ExitStatus::Incomplete), ExitStatus::Incomplete);
    }
}
