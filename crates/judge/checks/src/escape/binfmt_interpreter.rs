//! binfmt_misc says which program runs a file, for the whole machine.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-binfmt-interpreter",
        title: "container registers interpreters for the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("binfmt_interpreter.md"),
        fix: Fix {
            summary: "Leave out the mount of binfmt_misc, and drop SYS_ADMIN.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "binfmt_misc of the host mounted writable, or SYS_ADMIN and a mount that filter and AppArmor let through; root of the host inside",
    closed_by: "run it without SYS_ADMIN and without that mount",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let registry =
        inside.writable_tree(&["binfmt_misc"], &["/proc/sys/fs/binfmt_misc/**", "/proc"])?;
    let nothing = Evidence::new("binfmt_misc", "not mounted", "Mounts");
    Ok(inside
        .chain(&PATH)
        .needs(Link::any([registry, inside.mounts()], nothing))
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::KernelFiles))
        .needs(inside.built_with("CONFIG_BINFMT_MISC"))
        .needs(inside.shares_kernel())
        .leads("registers an interpreter with binfmt_misc → root of the host runs a matching file → the interpreter runs as root there"))
}
