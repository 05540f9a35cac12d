//! From the ways through a program to cases that a person can read.
//!
//! A 64-bit comparison is several jumps on 32-bit halves, so one condition of a
//! profile becomes several ways. They are put together again.

use std::collections::BTreeMap;

use super::Case;
use crate::action::Action;
use crate::bpf::Leaf;
use crate::condition::{Condition, LOW, Test};

/// Cases that are still put together: finding pairs takes the square of them.
const MOST_JOINED: usize = 64;

/// The ways as cases, and what happens otherwise: the outcome that would take
/// the most words to tell.
pub(super) fn told(leaves: Vec<Leaf>) -> (Vec<Case>, Action) {
    let mut words: BTreeMap<Action, usize> = BTreeMap::new();
    for leaf in &leaves {
        let negative = leaf.when.iter().filter(|each| each.test == Test::NotEqual).count();
        *words.entry(leaf.action).or_default() += 1 + leaf.when.len() + negative * 4;
    }
    let otherwise = words.iter().max_by_key(|(_, words)| **words).map(|(action, _)| *action);
    let otherwise = otherwise.unwrap_or(Action::Allow);
    let mut cases: Vec<Case> = leaves
        .into_iter()
        .filter(|leaf| leaf.action != otherwise)
        .map(|Leaf { when, action }| Case { when, action })
        .collect();
    while cases.len() <= MOST_JOINED && join_some(&mut cases) {}
    cases.sort_by(|left, right| left.when.cmp(&right.when));
    (cases, otherwise)
}

/// Joins the first two cases that can be; false when none can.
fn join_some(cases: &mut Vec<Case>) -> bool {
    for first in 0..cases.len() {
        for second in 0..cases.len() {
            if let (Some(left), Some(right)) = (cases.get(first), cases.get(second))
                && first != second
                && left.action == right.action
                && let Some(when) = joined(&left.when, &right.when)
            {
                let action = left.action;
                cases.remove(first.max(second));
                cases.remove(first.min(second));
                cases.push(Case { when, action });
                return true;
            }
        }
    }
    false
}

/// `high > h` or `high = h and low > l` is one comparison of the whole; so are
/// the other orders and inequality.
fn joined(strict: &[Condition], exact: &[Condition]) -> Option<Vec<Condition>> {
    let different = strict.iter().find(|condition| !exact.contains(condition))?;
    let rest: Vec<Condition> =
        strict.iter().filter(|condition| *condition != different).copied().collect();
    let mut others = exact.iter().filter(|condition| !rest.contains(condition));
    let (one, two) = (others.next()?, others.next()?);
    if others.next().is_some() || different.mask != !LOW {
        return None;
    }
    let (high, low) = if one.mask == !LOW { (one, two) } else { (two, one) };
    let fits = high.operand == different.operand
        && low.operand == different.operand
        && high.mask == !LOW
        && low.mask == LOW
        && high.test == Test::Equal
        && high.value == different.value
        && matches!(
            (different.test, low.test),
            (Test::Greater, Test::Greater | Test::GreaterOrEqual)
                | (Test::Less, Test::Less | Test::LessOrEqual)
                | (Test::NotEqual, Test::NotEqual)
        );
    let whole = Condition { mask: u64::MAX, value: high.value | low.value, ..*low };
    fits.then(|| rest.into_iter().chain([whole]).collect())
}
