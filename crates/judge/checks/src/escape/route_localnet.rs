//! One switch lets packets for 127.0.0.1 in from the network.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::facts::Observed;
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-route-localnet",
        title: "container reaches loopback by routed packets",
        severity: Severity::Medium,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("route_localnet.md"),
        fix: Fix {
            summary: "Set net.ipv4.conf.all.route_localnet to 0 on the host.",
            commands: &[],
            risk: Risk::Review,
        },
        judge: Judge::Container(judge),
    },
    needs: "net.ipv4.conf.all.route_localnet is 1; NET_RAW; a network of its own",
    closed_by: "set route_localnet to 0",
    known_as: "CDK its sysctl evaluation (CVE-2020-8558)",
};

const SWITCH: &str = "net.ipv4.conf.all.route_localnet";

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let host = context.host()?;
    let absent = Observed::Absent;
    let switch = host.sysctls.get(SWITCH).unwrap_or(&absent).seen(SWITCH)?;
    let on = Link::when(*switch == "1", Evidence::from(&switch))
        .closed_by("Set net.ipv4.conf.all.route_localnet to 0 on the host");
    Ok(inside
        .chain(&PATH)
        .needs(on)
        .needs(inside.capability("NET_RAW"))
        .needs(inside.has_network())
        .leads(
            "sends packets for 127.0.0.1 over its bridge → services on the host's loopback answer",
        ))
}
