//! lxcfs shows control groups of the host as files, writable ones where it is
//! mounted writable.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-lxcfs-written",
        title: "container changes its devices through lxcfs",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("lxcfs_written.md"),
        fix: Fix {
            summary: "Mount lxcfs read-only, file by file.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the folder of lxcfs mounted writable; control groups of version 1; MKNOD; root of the host inside",
    closed_by: "mount it read-only",
    known_as: "CDK lxcfs-rw",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let folder = inside.host_written(&["/var/lib/lxcfs/**", "/var/lib/lxc/lxcfs/**"])?;
    Ok(inside
        .chain(&PATH)
        .needs(folder.link)
        .needs(inside.capability("MKNOD"))
        .needs(inside.cgroup_version(1))
        .leads(format!(
            "writes devices.allow of its own group through {} → makes a node of the host's disk → rewrites its files",
            folder.path
        )))
}
