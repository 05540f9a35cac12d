//! Traffic of containers and of managers on one network meet each other's attackers.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-planes-not-separated",
    title: "management and data traffic share a network",
    severity: Severity::Low,
    section: Section::Swarm,
    cis: &["7.9"],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_planes_not_separated.md"),
    fix: Fix {
        summary: "Give overlay traffic an interface of its own with --data-path-addr.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let nodes = swarm.nodes.seen("nodes")?;
    if nodes.len() < 2 {
        return Err(Undecided::not_applicable(
            "a swarm of one node sends nothing over the network",
        ));
    }
    let told = swarm.data_path_port.value().copied().filter(|port| *port != 0);
    let port = told.unwrap_or(4789);
    let managers: Vec<&str> =
        nodes.iter().filter_map(|node| node.manager_address.value()).map(String::as_str).collect();
    Ok(review("whether overlay traffic has a network of its own is not told by the engine")
        .because(Evidence::new("managers at", managers.join(", "), nodes.source.as_ref()))
        .because(Evidence::new("data path port", format!("{port}/udp"), "/swarm")))
}
