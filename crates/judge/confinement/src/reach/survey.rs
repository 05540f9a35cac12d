//! All calls of an ABI under one filter.

use super::Reach;
use crate::abi::Abi;
use crate::syscalls::{Risk, Syscall, group};

/// What a filter makes of every call of an ABI.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The ABI.
    pub abi: Abi,
    /// Calls by number.
    pub calls: Vec<(&'static Syscall, Reach)>,
    /// How many of each kind.
    pub counts: Counts,
}

/// Numbers of calls.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Calls that the ABI has.
    pub total: usize,
    /// Always made, logged or not.
    pub allowed: usize,
    /// Made for some arguments, or under a filter too involved to be told.
    pub conditional: usize,
    /// Never made: an error other than ENOSYS.
    pub refused: usize,
    /// Never made: ENOSYS.
    pub missing: usize,
    /// The caller dies or gets SIGSYS.
    pub killed: usize,
    /// Another process or a tracer decides.
    pub asked: usize,
    /// Sum of [`Risk::weight`] over the calls that can be made.
    pub weight: u32,
}

impl Counts {
    /// Calls that can get to the kernel's code.
    pub fn reachable(&self) -> usize {
        self.allowed + self.conditional + self.asked
    }
}

impl Survey {
    pub(crate) fn new(abi: Abi, calls: Vec<(&'static Syscall, Reach)>) -> Self {
        let mut counts = Counts { total: calls.len(), ..Counts::default() };
        for (call, reach) in &calls {
            let kind = match reach {
                Reach::Allowed | Reach::Logged => &mut counts.allowed,
                Reach::Conditional(conditional) if conditional.is_reachable() => {
                    &mut counts.conditional
                }
                Reach::Conditional(_) | Reach::Refused { .. } => &mut counts.refused,
                Reach::Missing => &mut counts.missing,
                Reach::Killed | Reach::Trapped => &mut counts.killed,
                Reach::Notified | Reach::Traced => &mut counts.asked,
            };
            *kind += 1;
            if reach.is_reachable() {
                counts.weight += group(call.name).map_or(0, |group| group.risk.weight());
            }
        }
        Self { abi, calls, counts }
    }

    /// Reachable calls of at least a risk.
    pub fn reachable(&self, least: Risk) -> impl Iterator<Item = (&'static Syscall, &Reach)> {
        self.calls
            .iter()
            .filter(move |(call, reach)| {
                reach.is_reachable() && group(call.name).is_some_and(|group| group.risk >= least)
            })
            .map(|(call, reach)| (*call, reach))
    }
}
