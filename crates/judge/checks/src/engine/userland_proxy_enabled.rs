//! The kernel forwards published ports by itself; the proxy is one more program
//! of root that listens on the network.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "userland-proxy-enabled",
    title: "userland port proxy is running",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.17"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("userland_proxy_enabled.md"),
    fix: Fix {
        summary: "Switch the userland proxy off.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let info = context.info()?;
    if info.security_option("rootless").value() == Some(&true) {
        return Err(Undecided::not_applicable(
            "rootless mode publishes ports through its own driver",
        ));
    }
    let daemon = setting::daemon(context)?;
    let proxies = daemon.userland_proxies.value().copied().unwrap_or(0);
    if proxies > 0 {
        return Ok(fail(format!("{proxies} docker-proxy processes listen for published ports"))
            .because(Evidence::new(
                "docker-proxy processes",
                proxies.to_string(),
                format!("children of process {}", daemon.pid),
            ))
            .fix(remedy(context)));
    }
    let enabled = setting::flag(context, "userland-proxy", true)?;
    Ok(enabled.on(if enabled.now {
        fail("each published port will get a docker-proxy process").fix(remedy(context))
    } else {
        pass()
    }))
}

fn remedy(context: &Context<'_>) -> Remedy {
    set_key(context, "Let the kernel forward published ports.", "userland-proxy", json!(false))
}
