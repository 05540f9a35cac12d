//! What can happen with a call, over all arguments it may have.

mod cases;
mod survey;

pub use survey::{Counts, Survey};

use crate::abi::Abi;
use crate::action::{Action, ENOSYS};
use crate::bpf::{Program, explore};
use crate::condition::Condition;
use crate::rules::Rules;

/// What a filter makes of a call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Reach {
    /// Always made.
    Allowed,
    /// It depends on arguments.
    Conditional(Conditional),
    /// Never made; an error that is not [`Reach::Missing`]'s.
    Refused {
        /// Error number.
        errno: u16,
    },
    /// Never made; "no such call" (ENOSYS).
    Missing,
    /// The caller dies.
    Killed,
    /// The caller gets SIGSYS.
    Trapped,
    /// Another process decides.
    Notified,
    /// A tracer decides.
    Traced,
    /// Always made, and logged.
    Logged,
}

/// A call whose outcome depends on its arguments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conditional {
    /// The first case that matches decides.
    pub cases: Vec<Case>,
    /// When none does; none when the filter is too involved to be told, and then
    /// there are no cases either.
    pub otherwise: Option<Action>,
}

/// Arguments for which a call has one outcome.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Case {
    /// All of them hold.
    pub when: Vec<Condition>,
    /// What then happens.
    pub action: Action,
}

impl Reach {
    /// Whether the call can get to the kernel's code: always, for some
    /// arguments, or when another process lets it.
    pub fn is_reachable(&self) -> bool {
        match self {
            Self::Allowed | Self::Logged | Self::Notified | Self::Traced => true,
            Self::Conditional(conditional) => conditional.is_reachable(),
            Self::Refused { .. } | Self::Missing | Self::Killed | Self::Trapped => false,
        }
    }

    /// Word for output: `allowed`, `conditional`, `refused` …
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Conditional(_) => "conditional",
            Self::Refused { .. } => "refused",
            Self::Missing => "missing",
            Self::Killed => "killed",
            Self::Trapped => "trapped",
            Self::Notified => "notified",
            Self::Traced => "traced",
            Self::Logged => "logged",
        }
    }

    /// What always happens; none when it depends on arguments. Of the two ways
    /// to kill it names the milder one.
    pub fn action(&self) -> Option<Action> {
        Some(match self {
            Self::Allowed => Action::Allow,
            Self::Conditional(_) => return None,
            Self::Refused { errno } => Action::Errno(*errno),
            Self::Missing => Action::Errno(ENOSYS),
            Self::Killed => Action::KillThread,
            Self::Trapped => Action::Trap,
            Self::Notified => Action::Notify,
            Self::Traced => Action::Trace(0),
            Self::Logged => Action::Log,
        })
    }

    fn of_action(action: Action) -> Self {
        match action {
            Action::KillProcess | Action::KillThread => Self::Killed,
            Action::Trap => Self::Trapped,
            Action::Errno(ENOSYS) => Self::Missing,
            Action::Errno(errno) => Self::Refused { errno },
            Action::Notify => Self::Notified,
            Action::Trace(_) => Self::Traced,
            Action::Log => Self::Logged,
            Action::Allow => Self::Allowed,
        }
    }

    fn of_cases(cases: Vec<Case>, otherwise: Action) -> Self {
        if cases.iter().all(|case| case.action == otherwise) {
            return Self::of_action(otherwise);
        }
        Self::Conditional(Conditional { cases, otherwise: Some(otherwise) })
    }

    pub(crate) fn of_rules(rules: &Rules, abi: Abi, number: u32) -> Self {
        let Some(of_abi) = rules.of(abi) else { return Self::of_action(rules.foreign) };
        if of_abi.highest.is_some_and(|highest| number > highest) {
            return Self::Missing;
        }
        let alternatives = of_abi.calls.get(&number).map_or(&[][..], Vec::as_slice);
        let mut cases = Vec::new();
        for alternative in alternatives {
            let constant = |condition: &Condition| condition.constant();
            if alternative.when.iter().any(|condition| constant(condition) == Some(false)) {
                continue;
            }
            let when: Vec<Condition> = alternative
                .when
                .iter()
                .filter(|condition| constant(condition).is_none())
                .copied()
                .collect();
            if when.is_empty() {
                return Self::of_cases(cases, alternative.action);
            }
            cases.push(Case { when, action: alternative.action });
        }
        Self::of_cases(cases, rules.default)
    }

    pub(crate) fn of_programs(programs: &[Program], abi: Abi, number: u32) -> Self {
        let Some(leaves) = explore(programs, abi, number) else {
            return Self::Conditional(Conditional { cases: Vec::new(), otherwise: None });
        };
        match leaves.split_first() {
            None => Self::Allowed,
            Some((first, rest)) if rest.iter().all(|leaf| leaf.action == first.action) => {
                Self::of_action(first.action)
            }
            Some(_) => {
                let (cases, otherwise) = cases::told(leaves);
                Self::of_cases(cases, otherwise)
            }
        }
    }
}

impl Conditional {
    /// Whether any outcome lets the call through; assumed when the filter is too
    /// involved to be told.
    pub fn is_reachable(&self) -> bool {
        let lets = |action: Action| Reach::of_action(action).is_reachable();
        self.otherwise.is_none_or(lets) || self.cases.iter().any(|case| lets(case.action))
    }

    /// Everything that can happen, each once.
    pub fn actions(&self) -> Vec<Action> {
        let mut actions: Vec<Action> =
            self.cases.iter().map(|case| case.action).chain(self.otherwise).collect();
        actions.sort_unstable();
        actions.dedup();
        actions
    }
}
