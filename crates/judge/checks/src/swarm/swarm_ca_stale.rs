//! Whoever once had a manager's disk may have the key of the authority.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-ca-stale",
    title: "swarm CA not rotated",
    severity: Severity::Low,
    section: Section::Swarm,
    cis: &["7.8"],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_ca_stale.md"),
    fix: Fix {
        summary: "Rotate the root CA by the calendar, and after the loss of a manager.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let rotating = swarm.root_rotation_in_progress.seen_or("rotation in progress", false)?;
    if *rotating {
        return Ok(pass().because(&rotating));
    }
    let count = swarm.force_rotate.seen_or("forced rotations", 0)?;
    let message = match *count {
        0 => "the root CA was never rotated by hand, and its age is not told".to_owned(),
        count => format!("the root CA was rotated {count} times, and its age is not told"),
    };
    Ok(review(message).because(&count))
}
