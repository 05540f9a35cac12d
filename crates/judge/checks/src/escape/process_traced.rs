//! Who may trace a process is that process.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-process-traced",
        title: "container traces processes of the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("process_traced.md"),
        fix: Fix {
            summary: "Remove --pid=host, or drop SYS_PTRACE.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the PID namespace of the host; SYS_PTRACE; the filter lets ptrace through; Yama below 3; AppArmor and SELinux allow it",
    closed_by: "remove --pid=host",
    known_as: "CDK check-ptrace; deepce sys_ptrace",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.host_pids())
        .needs(inside.capability("SYS_PTRACE"))
        .needs(inside.call("ptrace"))
        .needs(inside.mandatory(Act::Trace))
        .needs(inside.unless_sysctl("kernel.yama.ptrace_scope", &["3"]))
        .needs(inside.shares_kernel())
        .leads("attaches to a process of root on the host → makes it run its own code → is root on the host"))
}
