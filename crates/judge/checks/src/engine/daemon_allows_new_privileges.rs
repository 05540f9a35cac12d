//! A setuid program in an image is a way back to what the user gave up.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-allows-new-privileges",
    title: "daemon lets containers gain privileges by default",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &["2.15"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("daemon_allows_new_privileges.md"),
    fix: Fix {
        summary: "Make no-new-privileges the default for all containers.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

/// API version from which `/info` tells the daemon's default.
const TOLD_SINCE: (u32, u32) = (1, 43);

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let option = context.info()?.security_option("no-new-privileges");
    let option = option.seen("no-new-privileges by default")?;
    if *option {
        return Ok(pass().because(&option));
    }
    let wrong = fail("a setuid program in a container may make its user root").fix(set_key(
        context,
        "Set no-new-privileges; a container that needs sudo or ping of the old kind opts out.",
        "no-new-privileges",
        json!(true),
    ));
    let told = tells(&engine.api_version);
    match setting::flag(context, "no-new-privileges", false) {
        Ok(default) => Ok(default.on(if default.now && !told { pass() } else { wrong })),
        Err(_) if told => Ok(wrong.because(&option)),
        Err(undecided) => Err(undecided),
    }
}

fn tells(api_version: &str) -> bool {
    let Some((major, minor)) = api_version.split_once('.') else { return false };
    match (major.parse(), minor.parse()) {
        (Ok(major), Ok(minor)) => (major, minor) >= TOLD_SINCE,
        _ => false,
    }
}
