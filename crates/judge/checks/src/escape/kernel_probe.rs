//! A tracing program sees and changes what every process of the host does.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-kernel-probe",
        title: "container loads tracing programs into the kernel",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("kernel_probe.md"),
        fix: Fix {
            summary: "Drop SYS_ADMIN, BPF and PERFMON.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "SYS_ADMIN, or BPF with PERFMON; the filter lets bpf through; no lockdown",
    closed_by: "remove --cap-add=SYS_ADMIN, BPF and PERFMON",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let probes = Link::all([inside.capability("BPF"), inside.capability("PERFMON")]);
    let nothing = Evidence::new("capabilities", "none that loads programs", "");
    Ok(inside
        .chain(&PATH)
        .needs(Link::any([inside.capability("SYS_ADMIN"), probes], nothing))
        .needs(inside.call("bpf"))
        .needs(inside.unlocked())
        .needs(inside.built_with("CONFIG_BPF_SYSCALL"))
        .needs(inside.shares_kernel())
        .leads("loads a tracing program → rewrites the memory of processes of the host → runs a command as root there"))
}
