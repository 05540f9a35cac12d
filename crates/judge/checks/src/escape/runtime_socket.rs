//! containerd, CRI, BuildKit, Podman: each starts containers as root for
//! whoever may connect.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::exposure::engine_socket::{Sockets, is_runtime_name};
use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-runtime-socket",
        title: "container commands a container runtime of the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("runtime_socket.md"),
        fix: Fix {
            summary: "Remove the mount; such a socket is for the engine alone.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the socket of containerd, CRI-O, BuildKit, Podman, LXD or Incus mounted; root of the host, or the group of the socket",
    closed_by: "leave out the mount of the socket",
    known_as: "CDK containerd and CRI sockets in its service scan",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let (link, socket) = inside.socket(&Sockets::of_runtimes(context), is_runtime_name)?;
    Ok(inside.chain(&PATH).needs(link).needs(inside.shares_kernel()).leads(format!(
        "asks the runtime through {socket} for a container with the host's root → is root on the host"
    )))
}
