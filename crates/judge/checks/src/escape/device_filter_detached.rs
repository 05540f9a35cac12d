//! With version 2 the list of devices is a program, and programs can be
//! detached.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-device-filter-detached",
        title: "container takes the device filter off itself",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("device_filter_detached.md"),
        fix: Fix { summary: "Drop SYS_ADMIN.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "control groups of version 2; SYS_ADMIN; the filter lets bpf through; MKNOD",
    closed_by: "remove --cap-add=SYS_ADMIN",
    known_as: "",
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
        .needs(inside.capability("SYS_ADMIN"))
        .needs(inside.cgroup_version(2))
        .needs(inside.call("bpf"))
        .needs(inside.capability("MKNOD"))
        .needs(inside.shares_kernel())
        .leads("detaches the device program from its own group → makes a node of the host's disk → rewrites its files"))
}
