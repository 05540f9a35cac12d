//! kexec replaces the running kernel, and with it every protection.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-kernel-replaced",
        title: "container starts another kernel",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("kernel_replaced.md"),
        fix: Fix { summary: "Drop SYS_BOOT.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "SYS_BOOT; the filter lets kexec_load through; kexec not disabled; no lockdown",
    closed_by: "remove --cap-add=SYS_BOOT",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.capability("SYS_BOOT"))
        .needs(inside.call("kexec_load"))
        .needs(inside.mandatory(Act::HostObjects))
        .needs(inside.unless_sysctl("kernel.kexec_load_disabled", &["1"]))
        .needs(inside.unlocked())
        .needs(inside.built_with("CONFIG_KEXEC"))
        .needs(inside.shares_kernel())
        .leads("loads a kernel with kexec → starts it → owns the machine"))
}
