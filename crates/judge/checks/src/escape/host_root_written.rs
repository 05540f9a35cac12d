//! With `/` mounted writable nothing is left to escape from.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-root-written",
        title: "container writes all of the host's files",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_root_written.md"),
        fix: Fix {
            summary: "Mount the path read-only, or leave the mount out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "`/` mounted writable; root of the host inside; SELinux allows it",
    closed_by: "mount it read-only, or leave it out",
    known_as: "CDK mount-disk, its mount evaluation; deepce mounts",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_written(&["/"])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!(
            "writes {} of the host → adds a job, a key or a program → is root on the host",
            path.path
        )))
}
