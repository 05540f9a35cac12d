//! Which rule wins when several match.
//!
//! libseccomp keeps a tree of comparisons for each call. Its order is visible
//! only when rules with different actions overlap; what is written here was
//! found by asking libseccomp 2.5.4 about every pair of comparisons.

use std::cmp::Reverse;

use super::Alternative;
use crate::condition::{Condition, Operand, Test};

/// Adds an alternative; false when libseccomp refuses it.
pub(super) fn insert(alternatives: &mut Vec<Alternative>, mut new: Alternative) -> bool {
    new.when.sort_unstable_by_key(|condition| condition.operand);
    if alternatives.first().is_some_and(|first| first.when.is_empty()) {
        // A rule without conditions is as large as any: later ones say nothing.
        return true;
    }
    if new.when.is_empty() {
        alternatives.clear();
        alternatives.push(new);
        return true;
    }
    let covered = alternatives.iter().find(|old| starts_with(&old.when, &new.when));
    if let Some(old) = covered
        && (old.when.len() == new.when.len() || old.action != new.action)
    {
        return old.action == new.action;
    }
    alternatives.retain(|old| !starts_with(&old.when, &new.when));
    if alternatives.iter().any(|old| starts_with(&new.when, &old.when)) {
        // A shorter rule matches whenever this one does.
        return true;
    }
    alternatives.push(new);
    true
}

/// Puts the alternatives into the order in which they are tried.
pub(super) fn finish(alternatives: &mut [Alternative]) {
    alternatives.sort_by_key(|alternative| alternative.when.first().map(rank));
}

fn starts_with(longer: &[Condition], shorter: &[Condition]) -> bool {
    longer.len() >= shorter.len() && longer.iter().zip(shorter).all(|(left, right)| left == right)
}

/// Later arguments first; equality, the larger value first, before order; of two
/// orders the narrower.
fn rank(condition: &Condition) -> (Reverse<u8>, u8, u64) {
    let index = match condition.operand {
        Operand::Argument(index) => index,
        Operand::InstructionPointer => u8::MAX,
    };
    let (class, width) = match condition.test {
        Test::Equal | Test::NotEqual => (0, u64::MAX - condition.value),
        Test::Less | Test::LessOrEqual => (1, condition.value),
        Test::Greater | Test::GreaterOrEqual => (2, u64::MAX - condition.value),
    };
    (Reverse(index), class, width)
}
