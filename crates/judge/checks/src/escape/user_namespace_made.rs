//! Inside a new user namespace everybody has every capability, and the kernel's
//! code for them opens.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-user-namespace-made",
        title: "container makes user namespaces of its own",
        severity: Severity::Medium,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("user_namespace_made.md"),
        fix: Fix {
            summary: "Leave the engine's seccomp profile in force.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the filter lets unshare through without SYS_ADMIN; user namespaces allowed to everybody",
    closed_by: "leave the engine's seccomp profile in force",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    if matches!(inside.capability("SYS_ADMIN"), Link::Open(_)) {
        return Err(Undecided::not_applicable(
            "it holds SYS_ADMIN, and needs no other namespace for it",
        ));
    }
    Ok(inside
        .chain(&PATH)
        .needs(inside.user_namespaces())
        .needs(inside.shares_kernel())
        .leads("makes a user namespace → has every capability inside it → reaches kernel code that the engine keeps closed, where most escapes begin"))
}
