//! A device rule that allows disks needs no device to be handed over: a node is
//! made in a moment.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::devices::DISKS;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-disk-node-made",
        title: "container makes itself a device node of a disk",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("disk_node_made.md"),
        fix: Fix {
            summary: "Remove the device rule, or drop MKNOD.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "a device rule that allows a disk of the host; MKNOD; the filter lets mknod through; root of the host inside",
    closed_by: "remove the device rule",
    known_as: "CDK rewrite-cgroup-devices (its last step)",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    if inside.is_privileged() {
        return Err(Undecided::not_applicable(
            "it has every disk already, which escape-host-disk tells",
        ));
    }
    Ok(inside
        .chain(&PATH)
        .needs(inside.device_rule(DISKS))
        .needs(inside.capability("MKNOD"))
        .needs(inside.call("mknod"))
        .leads("makes a node for a disk of the host → opens it → rewrites the host's files → is root on the host"))
}
