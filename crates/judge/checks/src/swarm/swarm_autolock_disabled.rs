//! Without autolock a manager's disk holds the key to its own encrypted log.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-autolock-disabled",
    title: "manager keys not locked at rest",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &["7.5"],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_autolock_disabled.md"),
    fix: Fix {
        summary: "Turn autolock on and keep the unlock key away from the managers.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let autolock = swarm.autolock.seen_or("autolock", false)?;
    Ok(if *autolock { pass() } else { fail("a manager unlocks its keys by itself") }
        .because(&autolock))
}
