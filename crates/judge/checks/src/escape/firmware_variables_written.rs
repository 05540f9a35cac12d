//! What the machine boots next stands in variables of its firmware.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-firmware-variables-written",
        title: "container writes firmware variables",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("firmware_variables_written.md"),
        fix: Fix {
            summary: "Leave out the mount of /sys/firmware/efi/efivars.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "efivarfs of the host mounted writable; root of the host inside",
    closed_by: "mount it read-only, or leave it out",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.writable_tree(&["efivarfs"], &["/sys/firmware/efi/efivars/**"])?)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::KernelFiles))
        .needs(inside.shares_kernel())
        .leads("changes the boot entries of the firmware → the machine starts what they name → runs below the host"))
}
