//! Processes of an ordinary user have no capabilities, so who has their id may
//! look into them.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-user-process-entered",
        title: "container reaches files of the host's users",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("user_process_entered.md"),
        fix: Fix {
            summary: "Remove --pid=host, or drop SETUID.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the PID namespace of the host; SETUID, which is in the default set; a process of an ordinary user on the host; AppArmor and SELinux allow it",
    closed_by: "remove --pid=host",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.host_pids())
        .needs(inside.capability("SETUID"))
        .needs(inside.mandatory(Act::Trace))
        .needs(inside.shares_kernel())
        .needs(Link::given().unsure())
        .leads("takes the id of a user of the host → opens /proc/PID/root of one of their processes → reads and writes their files on the host"))
}
