//! VXLAN carries what containers say in the clear, and takes packets from
//! anybody who can reach the port.

use seaworthy_core::facts::NetworkFacts;
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "overlay-unencrypted",
    title: "overlay network traffic not encrypted",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &["7.3"],
    tags: &[],
    reads: &[FactGroup::Networks, FactGroup::Swarm],
    explanation: include_str!("overlay_unencrypted.md"),
    fix: Fix {
        summary: "Create the overlay network anew with encryption.",
        commands: &["docker network create --driver overlay --opt encrypted NAME"],
        risk: Risk::Review,
    },
    judge: Judge::Network(judge),
};

fn judge(network: &NetworkFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if network.driver != "overlay" {
        return Err(Undecided::not_applicable("not an overlay network"));
    }
    let options = network.options.seen_or_default("network options")?;
    let shown = options.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let seen = Evidence::new("network options", shown, options.source.as_ref());
    if options.contains_key("encrypted") {
        return Ok(pass().because(seen));
    }
    let ingress = network.ingress.value().copied().unwrap_or(false);
    let verdict = fail(if ingress {
        "requests to published services cross the nodes unencrypted on the routing mesh"
    } else {
        "what its containers say to each other crosses the nodes unencrypted"
    });
    let verdict = verdict.because(seen).fix(remedy(network, ingress));
    Ok(match context.engine()?.swarm.nodes.value() {
        Some(nodes) if nodes.len() == 1 => {
            verdict.rated(Severity::Low, "the swarm has one node, so nothing leaves it yet")
        }
        _ => verdict,
    })
}

fn remedy(network: &NetworkFacts, ingress: bool) -> Remedy {
    let name = network.name.as_str();
    let option = if ingress { "--ingress --opt encrypted" } else { "--opt encrypted" };
    Remedy::review(
        "Encryption cannot be added later: detach its services, remove it and create it anew.",
    )
    .command(format!("docker network rm {name}"))
    .command(format!("docker network create --driver overlay {option} {name}"))
}
