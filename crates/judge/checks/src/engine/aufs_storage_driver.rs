//! The aufs driver was removed from Docker Engine 24.0: who uses it cannot
//! upgrade.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "aufs-storage-driver",
    title: "obsolete aufs storage driver in use",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &["2.6"],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("aufs_storage_driver.md"),
    fix: Fix {
        summary: "Move to overlay2 or to the containerd image store.",
        commands: &["docker info --format \"{{.Driver}}\""],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let driver = context.info()?.driver.seen("storage driver")?;
    if *driver == "aufs" {
        return Ok(
            fail("stores images with aufs, which Docker Engine 24.0 removed").because(&driver)
        );
    }
    Ok(pass().because(&driver))
}
