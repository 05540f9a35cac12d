//! Shared memory of the host's programs is open to who has their IPC namespace.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-memory-shared",
        title: "container shares memory with the host",
        severity: Severity::Medium,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_memory_shared.md"),
        fix: Fix { summary: "Remove --ipc=host.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "the IPC namespace of the host; root of the host inside",
    closed_by: "remove --ipc=host",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.host_ipc())
        .needs(inside.host_root())
        .needs(inside.shares_kernel())
        .may_lead("opens shared memory of programs of the host → changes what they work on"))
}
