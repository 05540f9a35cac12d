//! Rules for IPv4 do not stop IPv6: with ip6tables off every port of a container
//! is open on its global address.

use super::release;
use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "ipv6-firewall-disabled",
    title: "IPv6 of containers is not filtered",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::DaemonProcess, FactGroup::Networks, FactGroup::EngineInfo],
    explanation: include_str!("ipv6_firewall_disabled.md"),
    fix: Fix {
        summary: "Let the daemon manage ip6tables as well.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

/// First release in which `ip6tables` is on by default.
const ON_SINCE: u32 = 27;

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let networks = engine.networks.seen("networks")?;
    let mut open = Vec::new();
    for network in networks.iter().filter(|network| network.driver == "bridge") {
        let routed = !*network.internal.seen_or("internal network", false)?;
        if routed && *network.ipv6.seen_or("IPv6 of the network", false)? {
            open.push(network.name.as_str());
        }
    }
    if open.is_empty() {
        return Err(Undecided::not_applicable("no bridge network with a way out has IPv6"));
    }
    let version = engine.version.seen("engine version")?;
    let default = release::major(&version.version)
        .map(|major| major >= ON_SINCE)
        .ok_or_else(|| Undecided::unknown(format!("engine version `{}`", version.version)))?;
    let rules = setting::flag(context, "ip6tables", default)?;
    let verdict = if rules.now {
        pass()
    } else {
        fail("containers with IPv6 answer on every port, published or not").fix(set_key(
            context,
            "Let the daemon manage ip6tables; engines before 27 also need `experimental`.",
            "ip6tables",
            json!(true),
        ))
    };
    Ok(rules.on(verdict).because(Evidence::new(
        "networks with IPv6",
        open.join(", "),
        networks.source.as_ref(),
    )))
}
