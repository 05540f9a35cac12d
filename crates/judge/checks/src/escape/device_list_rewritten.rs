//! With version 1 the list of devices is a file in a control group.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-device-list-rewritten",
        title: "container allows itself every device",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("device_list_rewritten.md"),
        fix: Fix {
            summary: "Drop SYS_ADMIN; use control groups of version 2 on the host.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "control groups of version 1; SYS_ADMIN and a mount that the filter and AppArmor let through; MKNOD",
    closed_by: "remove --cap-add=SYS_ADMIN",
    known_as: "CDK rewrite-cgroup-devices",
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
        .needs(inside.mounts())
        .needs(inside.cgroup_version(1))
        .needs(inside.capability("MKNOD"))
        .needs(inside.shares_kernel())
        .leads("mounts the devices hierarchy → writes `a` into devices.allow → makes a node of the host's disk → rewrites its files"))
}
