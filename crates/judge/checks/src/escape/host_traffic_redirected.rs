//! Addresses, routes and the packet filter of the host in a container's hands.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-traffic-redirected",
        title: "container redirects the traffic of the host",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_traffic_redirected.md"),
        fix: Fix {
            summary: "Remove --network=host, or drop NET_ADMIN.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the network of the host; NET_ADMIN",
    closed_by: "remove --network=host",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.host_network())
        .needs(inside.capability("NET_ADMIN"))
        .needs(inside.shares_kernel())
        .leads("redirects connections of the host to itself → answers as its package mirror, registry or login server → the host runs what it sends"))
}
