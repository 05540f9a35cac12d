//! /proc/kcore is the memory of the machine as a file.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-kernel-memory-read",
        title: "container reads the kernel's memory",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("kernel_memory_read.md"),
        fix: Fix {
            summary: "Remove systempaths=unconfined, and drop SYS_RAWIO.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "/proc/kcore not masked; SYS_RAWIO; root of the host inside; no lockdown",
    closed_by: "run it without systempaths=unconfined",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.sees("/proc/kcore"))
        .needs(inside.capability("SYS_RAWIO"))
        .needs(inside.mandatory(Act::KernelFiles))
        .needs(inside.unlocked())
        .needs(inside.built_with("CONFIG_PROC_KCORE"))
        .needs(inside.shares_kernel())
        .leads("reads all memory through /proc/kcore → finds keys and passwords of the host → logs in there"))
}
