//! Puts a filter's answers into the report's words.

use seaworthy_confinement::{
    Abi, Action, Condition, Filter, KernelVersion, Reach, Survey, errno_name, group,
};
use seaworthy_core::report::profile::{self, ProfileView};
use seaworthy_core::report::v1::Tool;

use super::subject::Subject;

pub(super) fn of(subject: &Subject, abis: &[Abi]) -> ProfileView {
    ProfileView {
        format: profile::FORMAT.to_owned(),
        tool: tool(),
        target: target(subject),
        environment: environment(subject),
        problems: problems(&subject.filter),
        abis: abis.iter().map(|abi| one_abi(&subject.filter.survey(*abi))).collect(),
    }
}

pub(super) fn tool() -> Tool {
    Tool { name: "seaworthy".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}

pub(super) fn target(subject: &Subject) -> profile::Target {
    profile::Target {
        kind: subject.kind.to_owned(),
        name: subject.name.clone(),
        filtered: !subject.filter.is_none(),
    }
}

pub(super) fn environment(subject: &Subject) -> Option<profile::Environment> {
    let environment = subject.environment.as_ref()?;
    Some(profile::Environment {
        machine: environment.native.to_string(),
        kernel: environment.kernel.to_string(),
        capabilities: environment.capabilities.iter().cloned().collect(),
    })
}

fn problems(filter: &Filter) -> Vec<profile::Problem> {
    let problem = |problem: &seaworthy_confinement::ProfileProblem| profile::Problem {
        rule: problem.rule,
        message: problem.message.clone(),
    };
    filter.problems().iter().map(problem).collect()
}

fn one_abi(survey: &Survey) -> profile::AbiView {
    let counts = survey.counts;
    profile::AbiView {
        abi: survey.abi.to_string(),
        counts: profile::Counts {
            total: counts.total,
            allowed: counts.allowed,
            conditional: counts.conditional,
            refused: counts.refused,
            missing: counts.missing,
            killed: counts.killed,
            asked: counts.asked,
            weight: counts.weight,
        },
        calls: survey
            .calls
            .iter()
            .map(|(syscall, reach)| {
                call(survey.abi, syscall.name, (syscall.number, syscall.since), reach)
            })
            .collect(),
    }
}

fn call(
    abi: Abi,
    name: &str,
    (number, since): (u32, KernelVersion),
    reach: &Reach,
) -> profile::Call {
    let (cases, otherwise) = match reach {
        Reach::Conditional(conditional) => {
            let case = |case: &seaworthy_confinement::Case| profile::Case {
                outcome: action(case.action),
                when: case.when.iter().map(|each| condition(abi, name, each)).collect(),
            };
            (conditional.cases.iter().map(case).collect(), conditional.otherwise.map(action))
        }
        reach => (Vec::new(), reach.action().map(action)),
    };
    profile::Call {
        name: name.to_owned(),
        number,
        since: since.to_string(),
        outcome: reach.as_str().to_owned(),
        otherwise,
        cases,
        group: group(name).map(|group| profile::Group {
            id: group.id.to_owned(),
            risk: group.risk.as_str().to_owned(),
            reason: group.reason.to_owned(),
        }),
    }
}

pub(super) fn action(action: Action) -> profile::Action {
    profile::Action {
        action: action.as_str().to_owned(),
        errno: action.errno(),
        errno_name: action.errno().and_then(errno_name).map(str::to_owned),
    }
}

pub(super) fn condition(abi: Abi, call: &str, condition: &Condition) -> profile::Condition {
    profile::Condition {
        operand: condition.operand.to_string(),
        mask: format!("{:#x}", condition.mask),
        test: condition.test.as_str().to_owned(),
        value: format!("{:#x}", condition.value),
        text: condition.explained(abi, call),
    }
}
