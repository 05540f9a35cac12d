//! A configuration that the next start refuses turns a reboot or an update into
//! an outage.

use seaworthy_core::facts::{DaemonProcess, EngineFacts};
use seaworthy_core::findings::{
    Change, Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass,
};
use serde_json::Value;

use super::setting::{self};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-would-not-restart",
    title: "daemon would not start again",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::DaemonProcess],
    explanation: include_str!("daemon_would_not_restart.md"),
    fix: Fix {
        summary: "Repair the configuration file before the next restart.",
        commands: &["dockerd --validate --config-file /etc/docker/daemon.json"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let daemon = setting::daemon(context)?;
    let file = &daemon.file;
    let at = |fact, value: &str| Evidence::new(fact, value, file.path.as_str());
    let error = (!file.error.is_empty()).then(|| at("error in the file", &file.error));
    let unknown = file.unknown_keys.iter().map(|key| at("unknown key", key));
    let twice = daemon.conflicts.iter().map(|key| at("given as flag and in the file", key));
    let reasons: Vec<Evidence> = error.into_iter().chain(unknown).chain(twice).collect();
    let Some(first) = reasons.first() else {
        file.text.seen_or_default("configuration file")?;
        return Ok(pass());
    };
    let message = format!("the next start would fail: {} `{}`", first.fact, first.value);
    let verdict = reasons.into_iter().fold(fail(message), Verdict::because);
    Ok(verdict.fix(remedy(daemon)))
}

/// Keys that must leave the file; what is broken in its text a person repairs.
fn remedy(daemon: &DaemonProcess) -> Remedy {
    let path = &daemon.file.path;
    let test = format!("dockerd --validate --config-file {path}");
    let keys = daemon.file.unknown_keys.iter().chain(&daemon.conflicts);
    let start = Remedy::review(format!("Repair {path} before the next restart.")).command(test);
    keys.fold(start, |remedy, key| {
        remedy.change(Change::DaemonKey { key: key.clone(), value: Value::Null })
    })
}
