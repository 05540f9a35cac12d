//! A privileged exec runs a program of the container with all rights.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-privileged-exec-hijacked",
        title: "container lies in wait for a privileged exec",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("privileged_exec_hijacked.md"),
        fix: Fix {
            summary: "Leave --privileged out of docker exec.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "a command that runs in it by docker exec --privileged; a process that may write its program or libraries",
    closed_by: "leave --privileged out of docker exec",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    if container.configured.is_none() {
        return Err(Undecided::not_applicable("the container was not started yet"));
    }
    let execs = container.execs.seen_or_default("commands run in it")?;
    let privileged = execs.iter().find(|exec| exec.privileged && exec.running);
    let source = execs.source.as_ref();
    let running = match privileged {
        Some(exec) => Link::open(Evidence::new("privileged exec", exec.program.as_str(), source))
            .closed_by("End the command, and leave --privileged out of docker exec"),
        None => Link::Closed(Evidence::new("privileged execs that run", "none", source)),
    };
    Ok(inside
        .chain(&PATH)
        .needs(running)
        .needs(inside.host_root())
        .leads("changes a library that the privileged command loads → runs with all capabilities → mounts or loads what it likes"))
}
