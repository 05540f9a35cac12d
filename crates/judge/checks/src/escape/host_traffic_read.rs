//! In the host's network a packet socket sees everything that passes.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-traffic-read",
        title: "container reads the traffic of the host",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_traffic_read.md"),
        fix: Fix {
            summary: "Remove --network=host, or drop NET_RAW.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the network of the host; NET_RAW, which is in the default set; the filter lets socket through",
    closed_by: "remove --network=host",
    known_as: "CDK its net namespace evaluation",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.host_network())
        .needs(inside.capability("NET_RAW"))
        .needs(inside.call("socket"))
        .needs(inside.shares_kernel())
        .leads("opens a packet socket → reads what services of the host and other containers send in plain text → uses their passwords and tokens"))
}
