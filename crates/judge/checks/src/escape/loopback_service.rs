//! Services on loopback trust whoever is there.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-loopback-service",
        title: "container reaches services on the host's loopback",
        severity: Severity::Medium,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("loopback_service.md"),
        fix: Fix { summary: "Remove --network=host.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "the network of the host; services of the host on loopback",
    closed_by: "remove --network=host",
    known_as: "CDK its port scan, kubelet and etcd checks",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    Ok(inside
        .chain(&PATH)
        .needs(inside.host_network())
        .needs(inside.loopback_services())
        .may_lead("talks to services on the host's loopback → some take orders without a password"))
}
