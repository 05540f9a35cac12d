//! A policy without a bound restarts a broken or attacked program for ever.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use super::docker_command::docker_command;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unbounded-restart",
    title: "restart policy retries without bound",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.15"],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("unbounded_restart.md"),
    fix: Fix {
        summary: "Use on-failure with five attempts, and something that notices when they are used up.",
        commands: &["docker update --restart on-failure:5 CONTAINER"],
        risk: Risk::Safe,
    },
    judge: Judge::Container(judge),
};

const MOST_ATTEMPTS: i64 = 5;

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    if container.labels.contains_key("com.docker.swarm.task.id") {
        return Err(Undecided::not_applicable("Swarm restarts its tasks, not the engine"));
    }
    let policy = container.settings()?.restart_policy.seen_or_default("restart policy")?;
    let attempts = policy.maximum_retry_count;
    let message = match policy.name.as_str() {
        "" | "no" => return Ok(pass().because(&policy)),
        "on-failure" if (1..=MOST_ATTEMPTS).contains(&attempts) => {
            return Ok(pass().because(&policy));
        }
        "on-failure" if attempts <= 0 => "restarts on failure without bound".to_owned(),
        "on-failure" => format!("restarts {attempts} times on failure"),
        name => format!("restarts without bound ({name})"),
    };
    Ok(fail(message).because(&policy).fix(Remedy {
        commands: vec![docker_command("update --restart on-failure:5", container)],
        ..Remedy::from(CHECK.fix)
    }))
}
