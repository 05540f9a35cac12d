//! A stopped container keeps its files, its secrets and its way back to life.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "container-sprawl",
    title: "stopped containers pile up",
    severity: Severity::Low,
    section: Section::Operations,
    cis: &["6.2"],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("container_sprawl.md"),
    fix: Fix {
        summary: "Remove containers that will not run again.",
        commands: &["docker container prune --filter until=168h"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Fewer stopped containers than this are ordinary work.
const ORDINARY: usize = 10;

fn judge(engine: &EngineFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let containers = engine.containers.seen("containers")?;
    let mut stopped = Vec::new();
    for container in containers.iter() {
        if !*container.state.running.seen("container state")? {
            stopped.push(container.name.as_str());
        }
    }
    let running = containers.len() - stopped.len();
    let counts = Evidence::new(
        "containers",
        format!("{} stopped, {running} running", stopped.len()),
        containers.source.as_ref(),
    );
    Ok(if stopped.len() > ORDINARY.max(running) {
        fail(format!("{} containers are stopped and {running} run", stopped.len()))
            .because(counts)
            .because(Evidence::new("stopped containers", stopped.join(", "), "/containers/json"))
    } else {
        pass().because(counts)
    })
}
