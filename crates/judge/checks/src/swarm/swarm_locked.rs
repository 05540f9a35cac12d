//! A manager that waits for its key counts in the majority and casts no vote.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-locked",
    title: "manager is locked and takes no part",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("swarm_locked.md"),
    fix: Fix { summary: "Unlock the manager.", commands: &[], risk: Risk::Review },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let state = context.info()?.swarm_state.seen_or("swarm state", "inactive".to_owned())?;
    match state.as_str() {
        "" | "inactive" => Err(Undecided::not_applicable("Swarm is off")),
        "locked" => Ok(fail("the manager waits for its unlock key").because(&state)),
        "error" => Ok(fail("the node cannot take part in its swarm").because(&state)),
        _ => Ok(pass().because(&state)),
    }
}
