//! What a filter does with one call, and why.

use crate::action::Action;
use crate::condition::Condition;

/// The outcome of one call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decision {
    /// What the kernel does.
    pub action: Action,
    /// What in the filter decided.
    pub because: Because,
}

impl Decision {
    pub(crate) fn new(action: Action, because: Because) -> Self {
        Self { action, because }
    }
}

/// What decided.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Because {
    /// There is no filter.
    NoFilter,
    /// The kernel makes this call without asking any filter.
    NeverAsked,
    /// A rule of the profile.
    Rule {
        /// Its number, from 1.
        rule: usize,
        /// The conditions that held; none when it has none.
        when: Vec<Condition>,
    },
    /// No rule matches.
    Default,
    /// runc's answer to calls above the highest one that the profile names.
    AboveHighest {
        /// The highest number that the profile names.
        highest: u32,
    },
    /// The filter does not list the ABI.
    ForeignAbi,
    /// A compiled program.
    Program {
        /// Which of the process's filters, from 1.
        program: usize,
        /// Where it returned, from 0.
        instruction: usize,
    },
}
