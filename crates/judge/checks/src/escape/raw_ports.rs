//! Ports of the processor's I/O space, without any device file.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-raw-ports",
        title: "container drives the ports of the machine",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("raw_ports.md"),
        fix: Fix { summary: "Drop SYS_RAWIO.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "SYS_RAWIO; the filter lets iopl through; no lockdown; x86",
    closed_by: "remove --cap-add=SYS_RAWIO",
    known_as: "deepce capability sys_rawio",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.capability("SYS_RAWIO"))
        .needs(inside.call("iopl"))
        .needs(inside.x86())
        .needs(inside.unlocked())
        .needs(inside.shares_kernel())
        .leads("opens the machine's ports with iopl → programs a controller to write memory → is root on the host"))
}
