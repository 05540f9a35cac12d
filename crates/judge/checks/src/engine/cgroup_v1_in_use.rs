//! Cgroup v1 has no safe delegation, and engines are dropping it.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "cgroup-v1-in-use",
    title: "engine runs on the old cgroup hierarchy",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("cgroup_v1_in_use.md"),
    fix: Fix {
        summary: "Boot the host with cgroup v2.",
        commands: &["stat -fc %T /sys/fs/cgroup"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let version = context.info()?.cgroup_version.seen("cgroup version")?;
    if *version == "2" {
        return Ok(pass().because(&version));
    }
    Ok(fail("containers share the host's cgroup namespace unless each asks for its own")
        .because(&version))
}
