//! A module is code that runs in the kernel of host and containers alike.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-kernel-module",
        title: "container loads modules into the kernel",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("kernel_module.md"),
        fix: Fix { summary: "Drop SYS_MODULE.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "SYS_MODULE; the filter lets finit_module through; modules not disabled; no lockdown",
    closed_by: "remove --cap-add=SYS_MODULE",
    known_as: "CDK its capability evaluation; deepce sys_module",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.capability("SYS_MODULE"))
        .needs(inside.call("finit_module"))
        .needs(inside.mandatory(Act::HostObjects))
        .needs(inside.unless_sysctl("kernel.modules_disabled", &["1"]))
        .needs(inside.unlocked())
        .needs(inside.built_with("CONFIG_MODULES"))
        .needs(inside.shares_kernel())
        .leads("loads a module of its own making → runs inside the host's kernel"))
}
