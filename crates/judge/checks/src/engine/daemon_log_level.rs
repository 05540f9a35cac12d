//! Too much in the log leaks what clients send; too little leaves an
//! investigation without traces.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-log-level",
    title: "daemon log level is not info",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.3"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("daemon_log_level.md"),
    fix: Fix {
        summary: "Set the log level to info and switch debug mode off.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let debug = context.info()?.debug.seen_or("debug mode", false)?;
    if *debug {
        return Ok(fail("debug mode is on and logs every request, whatever the log level says")
            .because(&debug)
            .fix(set_key(context, "Switch debug mode off.", "debug", json!(false))));
    }
    let level = setting::text(context, "log-level", "info")?;
    let verdict = match level.now.as_str() {
        "info" => pass(),
        "debug" | "trace" => fail(format!("logs at level {}: more than belongs there", level.now)),
        quiet => fail(format!("logs at level {quiet}: what an investigation needs is missing")),
    };
    let remedy = set_key(context, "Set the log level to info.", "log-level", json!("info"));
    Ok(level.on(verdict.because(&debug).fix(remedy)))
}
