//! An engine that answers strangers on TCP answers those in containers too.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::exposure::open_listener::{nothing_open, open_listeners};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-engine-tcp",
        title: "container reaches the engine API over TCP",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("engine_tcp.md"),
        fix: Fix {
            summary: "Close the TCP listener of the engine, or demand client certificates on it.",
            commands: &[],
            risk: Risk::Review,
        },
        judge: Judge::Container(judge),
    },
    needs: "the engine listens on TCP and asks for no client certificate; the container has a network that reaches the address",
    closed_by: "demand client certificates on the listener, or close it",
    known_as: "CDK docker-api-pwn, tcp 2375 of its port scan; deepce docker API",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let open = open_listeners(context.engine()?, context);
    if open.is_empty() {
        nothing_open(context)?;
    }
    let links = open.iter().map(|each| {
        let change = format!(
            "Close the engine's listener on {}, or demand client certificates",
            each.address
        );
        Link::all([Link::open(each.evidence()).closed_by(change), inside.reaches(&each.address)])
    });
    let nothing =
        Evidence::new("open TCP listeners of the engine", "none", "/proc, /info Warnings");
    Ok(inside.chain(&PATH).needs(Link::any(links, nothing)).leads(
        "calls the engine's API over TCP → asks for a container with the host's root → is root on the host",
    ))
}
