//! A disk behind every file system of the host: permissions, read-only mounts
//! and namespaces do not apply to it.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::devices::DISKS;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-disk",
        title: "container reads and writes a disk of the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_disk.md"),
        fix: Fix {
            summary: "Remove the device; mount the folder that is needed instead.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "a block device of the host handed over, or mounted and allowed by a device rule; root of the host inside",
    closed_by: "remove the device",
    known_as: "CDK mount-disk, its device evaluation; deepce privileged",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside.chain(&PATH).needs(inside.handed(DISKS)).needs(inside.host_root()).leads(
        "opens the disk below the host's file system → rewrites its files past every permission → is root on the host",
    ))
}
