//! The kernel can start a program at each device event, named in a file.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-uevent-helper",
        title: "container names the program for device events",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("uevent_helper.md"),
        fix: Fix {
            summary: "Run it without --privileged and systempaths=unconfined, and mount nothing of the host writable below /sys.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "/sys/kernel/uevent_helper writable: privileged, or /sys of the host mounted writable; root of the host inside; AppArmor and SELinux allow it",
    closed_by: "run it without --privileged and without that mount",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.writes("/sys/kernel/uevent_helper"))
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::KernelFiles))
        .needs(inside.built_with("CONFIG_UEVENT_HELPER"))
        .needs(inside.shares_kernel())
        .leads("writes a program into /sys/kernel/uevent_helper → triggers a device event → the kernel runs it as root on the host"))
}
