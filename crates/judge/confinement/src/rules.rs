//! What a profile means once runc and libseccomp have made a filter of it.
//!
//! The two do more than translate. runc ignores names that libseccomp does not
//! know, drops rules that repeat the default, makes alternatives of conditions
//! that name an argument twice, and answers ENOSYS above the highest call that
//! the profile names. libseccomp compares 32 bits on every ABI but x86_64 and
//! arm64, lets a rule without conditions win over all others of its call, and
//! adds rules for multiplexed calls.

mod build;
mod order;

use std::collections::BTreeMap;

pub(crate) use build::build;

use crate::abi::Abi;
use crate::action::{Action, ENOSYS};
use crate::condition::Condition;
use crate::decision::{Because, Decision};

/// A filter, call by call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Rules {
    /// For calls without a rule.
    pub(crate) default: Action,
    /// For calls of an ABI that the filter does not list.
    pub(crate) foreign: Action,
    /// The ABIs that it lists.
    pub(crate) abis: BTreeMap<Abi, AbiRules>,
}

/// One ABI's part.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct AbiRules {
    /// By call number. libseccomp also makes rules for numbers that no call has;
    /// those are left out.
    pub(crate) calls: BTreeMap<u32, Vec<Alternative>>,
    /// Calls above this number get ENOSYS before anything else is looked at.
    pub(crate) highest: Option<u32>,
}

/// One way to match: all conditions hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Alternative {
    /// None: it always matches.
    pub(crate) when: Vec<Condition>,
    /// What then happens.
    pub(crate) action: Action,
    /// Number of the profile's rule, from 1.
    pub(crate) rule: usize,
}

impl Alternative {
    pub(crate) fn matches(&self, arguments: &[u64; 6]) -> bool {
        self.when.iter().all(|condition| condition.holds(arguments, 0))
    }
}

impl Rules {
    /// The rules of an ABI. x86_64 and x32 share one architecture: a filter that
    /// lists one of them meets the calls of the other.
    pub(crate) fn of(&self, abi: Abi) -> Option<&AbiRules> {
        self.abis.get(&abi)
    }

    pub(crate) fn decide(&self, abi: Abi, number: u32, arguments: &[u64; 6]) -> Decision {
        let Some(rules) = self.of(abi) else {
            return Decision::new(self.foreign, Because::ForeignAbi);
        };
        if let Some(highest) = rules.highest.filter(|highest| number > *highest) {
            return Decision::new(Action::Errno(ENOSYS), Because::AboveHighest { highest });
        }
        let alternatives = rules.calls.get(&number).map_or(&[][..], Vec::as_slice);
        match alternatives.iter().find(|alternative| alternative.matches(arguments)) {
            Some(Alternative { when, action, rule }) => {
                Decision::new(*action, Because::Rule { rule: *rule, when: when.clone() })
            }
            None => Decision::new(self.default, Because::Default),
        }
    }
}
