//! An update of the engine that stops every container is an update put off.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::set_key;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "live-restore-disabled",
    title: "containers stop when the daemon restarts",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.16"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("live_restore_disabled.md"),
    fix: Fix {
        summary: "Turn on live restore.",
        commands: &["systemctl reload docker"],
        risk: Risk::Safe,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let info = context.info()?;
    if info.swarm_state.value().is_some_and(|state| state != "inactive" && !state.is_empty()) {
        return Err(Undecided::not_applicable("the daemon refuses live restore in Swarm mode"));
    }
    let live = info.live_restore.seen("live restore")?;
    if *live {
        return Ok(pass().because(&live));
    }
    Ok(fail("a restart or crash of the daemon stops all containers").because(&live).fix(set_key(
        context,
        "Turn on live restore; a reload is enough.",
        "live-restore",
        json!(true),
    )))
}
