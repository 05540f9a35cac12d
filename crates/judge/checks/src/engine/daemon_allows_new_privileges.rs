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

/// The engine tells since API 1.43; before, only the daemon's configuration does.
fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let option = context.info()?.security_option("no-new-privileges");
    if option.value() == Some(&true) {
        return Ok(pass().because(&option.seen("no-new-privileges by default")?));
    }
    let wrong = fail("a setuid program in a container may make its user root").fix(set_key(
        context,
        "Set no-new-privileges; a container that needs sudo or ping of the old kind opts out.",
        "no-new-privileges",
        json!(true),
    ));
    match setting::flag(context, "no-new-privileges", false) {
        Ok(default) if default.now && !option.is_known() => Ok(default.on(pass())),
        Ok(default) => Ok(default.on(wrong)),
        Err(_) if option.is_known() => {
            Ok(wrong.because(&option.seen("no-new-privileges by default")?))
        }
        Err(undecided) => Err(undecided),
    }
}
