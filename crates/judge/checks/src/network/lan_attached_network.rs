//! Macvlan and ipvlan put containers beside the host, not behind it: no published
//! ports, none of the host's filters.

use seaworthy_core::facts::NetworkFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "lan-attached-network",
    title: "containers stand directly on the local network",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Networks],
    explanation: include_str!("lan_attached_network.md"),
    fix: Fix {
        summary: "Filter traffic to these containers in the network, or move them behind a bridge.",
        commands: &["docker network inspect NAME"],
        risk: Risk::Review,
    },
    judge: Judge::Network(judge),
};

fn judge(network: &NetworkFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    if !["macvlan", "ipvlan"].contains(&network.driver.as_str()) {
        return Err(Undecided::not_applicable("neither macvlan nor ipvlan"));
    }
    if *network.internal.seen_or("internal network", false)? {
        return Ok(pass().because(Evidence::new("internal network", "true", "Internal")));
    }
    let options = network.options.seen_or_default("network options")?;
    let parent = options.get("parent").map_or("a made-up interface", String::as_str);
    let attached = network.containers.seen_or_default("containers on it")?;
    Ok(review(format!(
        "its containers answer on {parent} on every port: does something else filter them"
    ))
    .because(Evidence::new("parent", parent, options.source.as_ref()))
    .because(&attached))
}
