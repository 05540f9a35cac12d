//! debugfs and tracefs are made for those who own the kernel.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-kernel-debugged",
        title: "container steers the kernel's debugging files",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("kernel_debugged.md"),
        fix: Fix {
            summary: "Leave out the mount of /sys/kernel/debug and /sys/kernel/tracing.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "debugfs or tracefs of the host mounted writable; root of the host inside; no lockdown",
    closed_by: "mount it read-only, or leave it out",
    known_as: "CDK mount evaluation",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.writable_tree(&["debugfs", "tracefs"], &["/sys/kernel/debug/**", "/sys/kernel/tracing/**"])?)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::KernelFiles))
        .needs(inside.unlocked())
        .needs(inside.shares_kernel())
        .leads("sets probes in the running kernel through tracefs → reads what processes of the host do and type → takes their credentials"))
}
