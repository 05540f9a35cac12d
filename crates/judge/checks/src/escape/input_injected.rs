//! A virtual keyboard types for whoever sits at the machine.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::devices::INPUT;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-input-injected",
        title: "container types on the host's keyboard",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("input_injected.md"),
        fix: Fix { summary: "Remove the device.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "uinput, an input device or a console of the host handed over; root of the host inside",
    closed_by: "remove the device",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.handed(INPUT))
        .needs(inside.host_root())
        .needs(inside.shares_kernel())
        .leads(
            "makes a keyboard or reads one → types a command or a password at the host's console",
        ))
}
