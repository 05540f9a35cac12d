//! /proc/1/root is the root folder of the host, for who may look into process
//! 1.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-root-through-proc",
        title: "container opens the host's files through /proc",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_root_through_proc.md"),
        fix: Fix {
            summary: "Remove --pid=host and the mount of /proc, or drop SYS_PTRACE.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the PID namespace of the host, or the host's /proc mounted; SYS_PTRACE; AppArmor and SELinux allow it; no call that a filter could refuse",
    closed_by: "remove --pid=host and the mount of /proc",
    known_as: "CDK its procfs evaluation",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let processes = Link::any(
        [inside.host_pids(), inside.host_proc()],
        Evidence::new("processes of the host", "not seen", ""),
    );
    Ok(inside
        .chain(&PATH)
        .needs(processes)
        .needs(inside.capability("SYS_PTRACE"))
        .needs(inside.mandatory(Act::Trace))
        .needs(inside.shares_kernel())
        .leads(
            "opens /proc/1/root → reads and writes every file of the host → is root on the host",
        ))
}
