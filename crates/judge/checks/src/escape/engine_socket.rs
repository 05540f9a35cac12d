//! Whoever speaks to the engine's socket starts containers, and with them
//! everything that root of the host can do.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::exposure::engine_socket::{Sockets, is_docker_name};
use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-engine-socket",
        title: "container commands the engine through its socket",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("engine_socket.md"),
        fix: Fix {
            summary: "Remove the mount; give tools that need the API a filtering proxy.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the socket mounted, itself or in a folder; a process that may connect: root of the host, or in the group of the socket",
    closed_by: "leave out the mount of the socket",
    known_as: "CDK docker-sock-check, docker-sock-pwn; deepce SOCK",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let (link, socket) = inside.socket(&Sockets::of_engine(context), is_docker_name)?;
    Ok(inside.chain(&PATH).needs(link).needs(inside.shares_kernel()).leads(format!(
        "asks the engine through {socket} for a container with the host's root → is root on the host"
    )))
}
