//! nsenter needs a process to enter, and two capabilities.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-namespaces-entered",
        title: "container enters the namespaces of the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_namespaces_entered.md"),
        fix: Fix {
            summary: "Remove --pid=host, or drop SYS_ADMIN.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the PID namespace of the host; SYS_ADMIN, SYS_PTRACE and SYS_CHROOT; the filter lets setns through",
    closed_by: "remove --pid=host",
    known_as: "CDK its capability evaluation; deepce privileged (nsenter)",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.host_pids())
        .needs(inside.capability("SYS_ADMIN"))
        .needs(inside.capability("SYS_PTRACE"))
        .needs(inside.capability("SYS_CHROOT"))
        .needs(inside.call("setns"))
        .needs(inside.mandatory(Act::Trace))
        .needs(inside.shares_kernel())
        .leads("opens /proc/1/ns → enters every namespace of process 1 → has a shell of root on the host"))
}
