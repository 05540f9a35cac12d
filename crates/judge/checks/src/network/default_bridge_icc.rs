//! Everything that did not ask for a network of its own meets on the default
//! bridge.

use seaworthy_core::facts::NetworkFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use crate::engine::setting::set_key;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "default-bridge-icc",
    title: "containers on the default bridge reach each other",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &["2.2"],
    tags: &[],
    reads: &[FactGroup::Networks, FactGroup::Containers, FactGroup::EngineInfo],
    explanation: include_str!("default_bridge_icc.md"),
    fix: Fix {
        summary: "Switch inter-container communication off on the default bridge and give applications networks of their own.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Network(judge),
};

/// moby's word for the network that `docker0` carries.
const DEFAULT_BRIDGE: &str = "com.docker.network.bridge.default_bridge";
const ICC: &str = "com.docker.network.bridge.enable_icc";

fn judge(network: &NetworkFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if network.driver != "bridge" {
        return Err(Undecided::not_applicable("not a bridge network"));
    }
    let options = network.options.seen_or_default("network options")?;
    if options.get(DEFAULT_BRIDGE).map(String::as_str) != Some("true") {
        return Err(Undecided::not_applicable("not the default bridge"));
    }
    let icc = options.get(ICC).map_or("true", String::as_str);
    let seen = Evidence::new(ICC, icc, options.source.as_ref());
    if icc == "false" {
        return Ok(match unfiltered_bridge(context) {
            Some(warning) => {
                fail("icc is off, but the kernel does not filter traffic inside a bridge")
                    .because(seen)
                    .because(Evidence::new("engine warning", warning, "/info Warnings"))
            }
            None => pass().because(seen),
        });
    }
    let verdict = fail("any container on it may open connections to any other").because(seen).fix(
        set_key(
            context,
            "Switch inter-container communication off; linked containers need a network of their own.",
            "icc",
            json!(false),
        )
        .risk(Risk::Review),
    );
    Ok(match network.containers.value() {
        Some(attached) if attached.is_empty() => {
            verdict.rated(Severity::Low, "no container is on it at the moment")
        }
        Some(attached) => {
            verdict.because(Evidence::new("containers on it", attached.join(", "), "Containers"))
        }
        None => verdict,
    })
}

fn unfiltered_bridge<'a>(context: &Context<'a>) -> Option<&'a str> {
    let warnings = context.info().ok()?.warnings.value()?;
    warnings
        .iter()
        .map(String::as_str)
        .find(|warning| warning.contains("bridge-nf-call-iptables is disabled"))
}
