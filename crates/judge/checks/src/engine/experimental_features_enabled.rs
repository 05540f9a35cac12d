//! Experimental code of the daemon runs as root before anybody promised
//! anything about it.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::set_key;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "experimental-features-enabled",
    title: "experimental features turned on",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.19"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("experimental_features_enabled.md"),
    fix: Fix {
        summary: "Switch experimental features off on machines that matter.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let experimental = context.info()?.experimental.seen("experimental build")?;
    if !*experimental {
        return Ok(pass().because(&experimental));
    }
    let remedy =
        set_key(context, "Switch experimental features off.", "experimental", json!(false));
    Ok(fail("the daemon runs features that are not finished").because(&experimental).fix(remedy))
}
