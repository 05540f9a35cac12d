//! io_uring had more root exploits than any other part of the kernel in its
//! first years.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-io-uring-reachable",
        title: "container reaches io_uring",
        severity: Severity::Low,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("io_uring_reachable.md"),
        fix: Fix {
            summary: "Set kernel.io_uring_disabled to 2 on the host, or leave the profile of Docker 25 or later in force.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the filter lets io_uring_setup through; kernel.io_uring_disabled is 0",
    closed_by: "set kernel.io_uring_disabled to 2, or a profile that refuses it",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.call("io_uring_setup").closed_by(
            "Set kernel.io_uring_disabled to 2 on the host, or give it a seccomp profile that \
             refuses io_uring, as that of Docker 25 does",
        ))
        .needs(inside.unless_sysctl("kernel.io_uring_disabled", &["1", "2"]))
        .needs(inside.built_with("CONFIG_IO_URING"))
        .needs(inside.shares_kernel())
        .may_lead("submits requests to io_uring → any flaw there is code in the host's kernel, past the filter of system calls"))
}
