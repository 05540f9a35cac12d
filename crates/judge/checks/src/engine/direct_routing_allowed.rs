//! Ports published on loopback are not private while packets to the container's
//! own address get through.

use super::release;
use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::Value;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "direct-routing-allowed",
    title: "neighbours reach container ports directly",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("direct_routing_allowed.md"),
    fix: Fix {
        summary: "Upgrade to Docker Engine 28 or later and leave direct routing off.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

/// First release that drops packets from elsewhere to containers' addresses.
const FILTERS_SINCE: u32 = 28;
const NO_RAW_RULES: &str = "DOCKER_INSECURE_NO_IPTABLES_RAW";

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let info = context.info()?;
    if *info.security_option("rootless").seen("rootless")? {
        return Err(Undecided::not_applicable(
            "bridges of a rootless engine are in its own network",
        ));
    }
    if info.is_desktop() {
        return Err(Undecided::not_applicable(
            "Docker Desktop's bridges are in its virtual machine",
        ));
    }
    let version = engine.version.seen("engine version")?;
    let version = Evidence::new("engine version", version.version.as_str(), "/version Version");
    match release::major(&version.value) {
        Some(major) if major >= FILTERS_SINCE => {}
        Some(_) => {
            return Ok(fail(
                "this release lets neighbours reach ports that are published on 127.0.0.1",
            )
            .because(version));
        }
        None => return Err(Undecided::unknown(format!("engine version `{}`", version.value))),
    }
    if let Some(source) = without_raw_rules(context) {
        return Ok(fail("the rules that shield containers' addresses are left out")
            .because(Evidence::new(NO_RAW_RULES, "set", source)));
    }
    let direct = setting::flag(context, "allow-direct-routing", false)?;
    Ok(direct.on(if direct.now {
        fail("packets from other machines reach published ports at the container's own address")
            .fix(set_key(
                context,
                "Remove `allow-direct-routing`; trust single interfaces in the network's options.",
                "allow-direct-routing",
                Value::Null,
            ))
    } else {
        pass()
    }))
}

/// Where it can be seen that the daemon runs without rules in the raw table.
fn without_raw_rules(context: &Context<'_>) -> Option<String> {
    let warnings = context.info().ok()?.warnings.value();
    if warnings.into_iter().flatten().any(|warning| warning.contains(NO_RAW_RULES)) {
        return Some("/info Warnings".to_owned());
    }
    let daemon = context.daemon().ok()?;
    let names = daemon.environment.value()?;
    names.iter().any(|name| name == NO_RAW_RULES).then(|| format!("/proc/{}/environ", daemon.pid))
}
