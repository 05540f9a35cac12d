//! The kernel asks a program for modules, and which one is a line in a file.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-modprobe-path",
        title: "container names the program that loads modules",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("modprobe_path.md"),
        fix: Fix {
            summary: "Run it without --privileged and systempaths=unconfined, and mount nothing of the host writable below /proc.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "/proc/sys/kernel/modprobe writable: privileged, systempaths=unconfined, or /proc of the host mounted writable; root of the host inside; AppArmor and SELinux allow it",
    closed_by: "run it without --privileged and without that mount",
    known_as: "CDK mount-procfs",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.writes("/proc/sys/kernel/modprobe"))
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::KernelFiles))
        .needs(inside.built_with("CONFIG_MODULES"))
        .needs(inside.built_without("CONFIG_STATIC_USERMODEHELPER"))
        .needs(inside.shares_kernel())
        .leads("writes a program into /proc/sys/kernel/modprobe → asks for a missing module → the kernel runs it as root on the host"))
}
