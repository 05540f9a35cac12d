//! Network plugins are programs that the runtime runs as root for every
//! container.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-network-plugin-written",
        title: "container writes network plugins of the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("network_plugin_written.md"),
        fix: Fix {
            summary: "Mount the path read-only, or leave the mount out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "`/opt/cni/bin`, `/etc/cni/net.d`, `/usr/lib/cni` or the like mounted writable; root of the host inside; SELinux allows it",
    closed_by: "mount it read-only, or leave it out",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_written(&[
        "/opt/cni/bin/**",
        "/etc/cni/net.d/**",
        "/usr/lib/cni/**",
        "/usr/libexec/cni/**",
    ])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!("replaces a network plugin in {} → the runtime runs it as root at the next start of a container", path.path)))
}
