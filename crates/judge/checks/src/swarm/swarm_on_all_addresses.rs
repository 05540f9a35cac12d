//! Nodes of the swarm meet on one network; the control port need not listen on others.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-on-all-addresses",
    title: "swarm control port bound to every address",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &["7.2"],
    tags: &[],
    reads: &[FactGroup::Swarm, FactGroup::HostFiles],
    explanation: include_str!("swarm_on_all_addresses.md"),
    fix: Fix {
        summary: "Start or join the swarm with --listen-addr on the network of its nodes.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(_: &SwarmFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let host = context.host()?;
    let listeners = host.swarm_listeners.seen_or_default("listeners on the swarm port")?;
    let addresses: Vec<&str> = listeners.iter().map(|each| each.address.as_str()).collect();
    let source = listeners.source.as_ref();
    if addresses.is_empty() {
        return Err(Undecided::unknown("nothing was seen to listen on the swarm port"));
    }
    let evidence = Evidence::new("listens on", addresses.join(", "), source);
    let all: Vec<&str> = addresses.into_iter().filter(|address| is_every(address)).collect();
    if all.is_empty() {
        return Ok(pass().because(evidence));
    }
    Ok(fail(format!("the control port listens on {}", all.join(", "))).because(evidence))
}

fn is_every(address: &str) -> bool {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    matches!(host, "0.0.0.0" | "[::]" | "::" | "*" | "[::ffff:0.0.0.0]")
}
