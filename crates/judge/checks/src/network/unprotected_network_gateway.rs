//! In mode nat-unprotected the engine leaves out the rules that keep unpublished
//! ports closed.

use seaworthy_core::facts::NetworkFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unprotected-network-gateway",
    title: "network lets anybody reach unpublished ports",
    severity: Severity::High,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Networks],
    explanation: include_str!("unprotected_network_gateway.md"),
    fix: Fix {
        summary: "Make the network anew in mode nat.",
        commands: &[
            "docker network create -o com.docker.network.bridge.gateway_mode_ipv4=nat NAME",
        ],
        risk: Risk::Review,
    },
    judge: Judge::Network(judge),
};

const MODES: [&str; 2] =
    ["com.docker.network.bridge.gateway_mode_ipv4", "com.docker.network.bridge.gateway_mode_ipv6"];

fn judge(network: &NetworkFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    if network.driver != "bridge" {
        return Err(Undecided::not_applicable("not a bridge network"));
    }
    let options = network.options.seen_or_default("network options")?;
    let open: Vec<&str> = MODES
        .into_iter()
        .filter(|mode| options.get(*mode).is_some_and(|value| value == "nat-unprotected"))
        .collect();
    if open.is_empty() {
        return Ok(pass());
    }
    let verdict = fail("every port of its containers is reachable by whoever can route to them");
    Ok(open.into_iter().fold(verdict, |verdict, mode| {
        verdict.because(Evidence::new(mode, "nat-unprotected", options.source.as_ref()))
    }))
}
