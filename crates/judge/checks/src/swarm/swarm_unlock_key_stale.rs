//! An unlock key that everybody who ever was on call has seen locks little.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-unlock-key-stale",
    title: "manager unlock key not rotated",
    severity: Severity::Low,
    section: Section::Swarm,
    cis: &["7.6"],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_unlock_key_stale.md"),
    fix: Fix {
        summary: "Rotate the unlock key by the calendar, and whenever somebody who knew it leaves.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let autolock = swarm.autolock.seen_or("autolock", false)?;
    if !*autolock {
        return Err(Undecided::not_applicable("autolock is off, so there is no unlock key"));
    }
    Ok(review("the engine does not tell when the unlock key was last rotated").because(&autolock))
}
