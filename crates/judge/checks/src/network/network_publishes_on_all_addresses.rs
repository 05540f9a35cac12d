//! `-p 8080:80` without an address opens the port on every interface, past the
//! host's own firewall rules.

use std::collections::BTreeMap;

use seaworthy_core::facts::NetworkFacts;
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use crate::engine::setting::set_key;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "network-publishes-on-all-addresses",
    title: "ports are published on every address by default",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Networks],
    explanation: include_str!("network_publishes_on_all_addresses.md"),
    fix: Fix {
        summary: "Give the network another default address for published ports.",
        commands: &[
            "docker network create -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1 NAME",
        ],
        risk: Risk::Review,
    },
    judge: Judge::Network(judge),
};

const BINDING: &str = "com.docker.network.bridge.host_binding_ipv4";
const DEFAULT_BRIDGE: &str = "com.docker.network.bridge.default_bridge";

fn judge(network: &NetworkFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    if network.driver != "bridge" || network.name == "docker_gwbridge" {
        return Err(Undecided::not_applicable("no ports are published from this network"));
    }
    if *network.internal.seen_or("internal network", false)? {
        return Err(Undecided::not_applicable("an internal network publishes no ports"));
    }
    let options = network.options.seen_or_default("network options")?;
    let address = options.get(BINDING).map_or("0.0.0.0", String::as_str);
    let seen = Evidence::new(BINDING, address, options.source.as_ref());
    if !["", "0.0.0.0", "::"].contains(&address) {
        return Ok(pass().because(seen));
    }
    Ok(fail("a port published without an address is open on every interface")
        .because(seen)
        .fix(remedy(network, &options, context)))
}

fn remedy(
    network: &NetworkFacts,
    options: &BTreeMap<String, String>,
    context: &Context<'_>,
) -> Remedy {
    let summary =
        "Publish on loopback by default; name an address where others shall reach the port.";
    if options.get(DEFAULT_BRIDGE).is_some_and(|text| text == "true") {
        return set_key(context, summary, "ip", json!("127.0.0.1")).risk(Risk::Review);
    }
    Remedy::review(summary)
        .command(format!("docker network rm {}", network.name))
        .command(format!("docker network create -o {BINDING}=127.0.0.1 {}", network.name))
}
