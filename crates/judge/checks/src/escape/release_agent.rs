//! The kernel itself starts the program that a control group of version 1 names
//! when it empties.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-release-agent",
        title: "container names the release agent of control groups",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("release_agent.md"),
        fix: Fix {
            summary: "Drop SYS_ADMIN; use control groups of version 2 on the host.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "control groups of version 1; SYS_ADMIN; a mount of a hierarchy: the filter and AppArmor let it mount, or the host's is mounted writable",
    closed_by: "remove --cap-add=SYS_ADMIN",
    known_as: "CDK mount-cgroup; deepce privileged (cgroup)",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let folder = "/sys/fs/cgroup";
    let hierarchy = Link::any(
        [inside.mounts(), inside.writable_hierarchy()],
        Evidence::new(folder, "read-only", ""),
    );
    Ok(inside
        .chain(&PATH)
        .needs(inside.capability("SYS_ADMIN"))
        .needs(inside.cgroup_version(1))
        .needs(hierarchy)
        .needs(inside.shares_kernel())
        .leads("mounts a cgroup hierarchy → writes a program into release_agent → empties a group → the kernel runs it as root on the host"))
}
