//! From a resolved profile to rules per call.

use std::collections::{BTreeMap, BTreeSet};

use super::{AbiRules, Alternative, Rules, order};
use crate::abi::Abi;
use crate::action::{Action, ENOSYS};
use crate::condition::{Condition, LOW, Operand, Test};
use crate::profile::{Architecture, Argument, Operator, ProfileProblem, Resolved, ResolvedRule};
use crate::syscalls::{companion, syscall};

/// Rules as the runtime installs them on a machine whose own ABI is among
/// `native`: libseccomp always adds it.
pub(crate) fn build(
    profile: &Resolved,
    native: &[Abi],
    problems: &mut Vec<ProfileProblem>,
) -> Rules {
    let listed = profile.architectures.iter().filter_map(|architecture| match architecture {
        Architecture::Known(abi) => Some(*abi),
        Architecture::Other(_) => None,
    });
    let abis: BTreeSet<Abi> = listed.chain(native.iter().copied()).collect();
    let mut rules = Rules {
        default: profile.default_action,
        foreign: Action::KillThread,
        abis: BTreeMap::new(),
    };
    let mut refused = BTreeSet::new();
    for abi in abis {
        let mut of_abi = AbiRules::default();
        for rule in profile.rules.iter().filter(|rule| rule.action != profile.default_action) {
            add(&mut of_abi.calls, abi, rule, &mut refused);
        }
        if has_enosys_stub(profile) {
            of_abi.highest = highest(abi, profile);
        }
        for alternatives in of_abi.calls.values_mut() {
            order::finish(alternatives);
        }
        rules.abis.insert(abi, of_abi);
    }
    problems.extend(refused.into_iter().map(|(rule, call)| {
        let message = format!(
            "contradicts an earlier rule for `{call}`; libseccomp refuses it and the container \
             does not start"
        );
        ProfileProblem::new(Some(rule), message)
    }));
    rules
}

/// runc answers "no such call" to numbers that the profile's author cannot have
/// known, unless the default lets calls through or the profile gives ENOSYS for
/// them; whether the default action makes use of that number does not matter.
fn has_enosys_stub(profile: &Resolved) -> bool {
    let permissive =
        matches!(profile.default_action, Action::Allow | Action::Log | Action::Trace(_));
    !permissive && profile.default_errno != Some(ENOSYS)
}

/// The highest call of the ABI that any rule names, whatever the rule does.
fn highest(abi: Abi, profile: &Resolved) -> Option<u32> {
    let names = profile.rules.iter().flat_map(|rule| &rule.names);
    names.filter_map(|name| syscall(abi, name)).map(|call| call.number).max().filter(|max| *max > 0)
}

fn add(
    calls: &mut BTreeMap<u32, Vec<Alternative>>,
    abi: Abi,
    rule: &ResolvedRule,
    refused: &mut BTreeSet<(usize, String)>,
) {
    for name in &rule.names {
        for conditions in alternatives(&rule.arguments) {
            let direct = syscall(abi, name).map(|call| (call.number, conditions.clone()));
            let through = companion(abi, name).and_then(|through| {
                let selector = Argument {
                    index: 0,
                    value: through.selector,
                    value_two: 0,
                    operator: Operator::Equal,
                };
                let others = conditions.iter().filter(|argument| argument.index != 0).copied();
                let conditions = std::iter::once(selector).chain(others).collect();
                Some((syscall(abi, through.name)?.number, conditions))
            });
            for (number, conditions) in direct.into_iter().chain(through) {
                let when = conditions.iter().map(|argument| condition(abi, argument)).collect();
                let alternative = Alternative { when, action: rule.action, rule: rule.number };
                if !order::insert(calls.entry(number).or_default(), alternative) {
                    refused.insert((rule.number, name.clone()));
                }
            }
        }
    }
}

/// The conditions of a rule as runc hands them to libseccomp: all together, but
/// one by one when they name an argument twice.
fn alternatives(arguments: &[Argument]) -> Vec<Vec<Argument>> {
    let distinct: BTreeSet<u8> = arguments.iter().map(|argument| argument.index).collect();
    if distinct.len() == arguments.len() {
        return vec![arguments.to_vec()];
    }
    arguments.iter().map(|argument| vec![*argument]).collect()
}

fn condition(abi: Abi, argument: &Argument) -> Condition {
    let whole = if abi.compares_32_bits() { LOW } else { u64::MAX };
    let (mask, test, value) = match argument.operator {
        Operator::Masked => (argument.value, Test::Equal, argument.value_two & argument.value),
        Operator::NotEqual => (whole, Test::NotEqual, argument.value),
        Operator::Less => (whole, Test::Less, argument.value),
        Operator::LessOrEqual => (whole, Test::LessOrEqual, argument.value),
        Operator::Equal => (whole, Test::Equal, argument.value),
        Operator::GreaterOrEqual => (whole, Test::GreaterOrEqual, argument.value),
        Operator::Greater => (whole, Test::Greater, argument.value),
    };
    // Where 32 bits are compared, libseccomp drops the upper half of the value.
    Condition {
        operand: Operand::Argument(argument.index),
        mask: mask & whole,
        test,
        value: value & whole,
    }
}
