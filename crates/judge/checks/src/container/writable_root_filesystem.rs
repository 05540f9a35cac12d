//! A program that cannot write its own image cannot be replaced in place.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "writable-root-filesystem",
    title: "root filesystem is writable",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.13"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live],
    explanation: include_str!("writable_root_filesystem.md"),
    fix: Fix {
        summary: "Start it with --read-only and give it tmpfs or volumes where it must write.",
        commands: &["docker run --read-only --tmpfs /tmp IMAGE"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    if let Some(root) = container
        .live()
        .and_then(|live| live.mounts.value())
        .and_then(|mounts| mounts.iter().rfind(|mount| mount.path == "/"))
    {
        let seen = |text: &str| Evidence::new("root file system", text, "/proc/PID/mountinfo");
        return Ok(if root.has("ro") {
            pass().because(seen("read-only"))
        } else {
            fail("its root file system can be written").because(seen("writable"))
        });
    }
    let read_only = container.settings()?.read_only_root.seen_or("read-only root", false)?;
    if *read_only {
        return Ok(pass().because(&read_only));
    }
    Ok(fail("its root file system can be written").because(&read_only))
}
