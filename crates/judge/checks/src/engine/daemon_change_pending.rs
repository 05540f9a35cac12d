//! The file says one thing and the running daemon does another: both must be
//! known, and which of them holds.

use std::collections::BTreeSet;

use seaworthy_core::facts::{DaemonProcess, EngineFacts, Observed, Reason};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};
use serde_json::{Value, json};

use super::setting::{self};
use super::told_setting::{TOLD, told};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-change-pending",
    title: "configuration changed but not in force",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::DaemonProcess],
    explanation: include_str!("daemon_change_pending.md"),
    fix: Fix {
        summary: "Restart the daemon so that its configuration comes into force, or take the change back.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

/// Keys whose pending value is a protection that people believe in, or one
/// about to go.
const PROTECTIONS: [&str; 13] = [
    "authorization-plugins",
    "hosts",
    "icc",
    "insecure-registries",
    "ip6tables",
    "iptables",
    "no-new-privileges",
    "seccomp-profile",
    "selinux-enabled",
    "tls",
    "tlsverify",
    "userland-proxy",
    "userns-remap",
];

/// Switches that are on unless somebody switches them off.
const ON_BY_DEFAULT: [&str; 6] =
    ["icc", "ip-forward", "ip-masq", "ip6tables", "iptables", "userland-proxy"];

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let daemon = setting::daemon(context)?;
    if !setting::knows_after_restart(daemon) {
        return Err(Undecided::unknown("the settings of the next start were not collected"));
    }
    let newer = daemon.file.newer_than_process.value() == Some(&true);
    let told_keys = TOLD.iter().copied().filter(|_| newer);
    let keys = daemon.now.0.keys().chain(daemon.after_restart.0.keys()).map(String::as_str);
    let keys: BTreeSet<&str> = keys.chain(told_keys).collect();
    let (mut differ, mut unsure) = (Vec::new(), Vec::new());
    for key in keys {
        match (now(engine, daemon, newer, key), daemon.after_restart.get(key)) {
            (Observed::Unreadable(Reason::NotStarted), _) => unsure.push(key),
            (Observed::Unreadable(_), _) | (_, Observed::Unreadable(_)) => {}
            (now, later) if in_force(key, &now) == in_force(key, &later) => {}
            (now, later) => differ.push((key, written(&now), written(&later))),
        }
    }
    let path = daemon.file.path.as_str();
    let unsure = (!unsure.is_empty())
        .then(|| Evidence::new("keys not known to be in force", unsure.join(", "), path));
    let verdict = match (differ.as_slice(), &unsure) {
        ([], None) => return Ok(pass()),
        ([], Some(_)) => review("the file was written after the daemon started: what in it is new"),
        ([(key, ..)], _) => fail(format!("a restart would change {key}")),
        (many, _) => fail(format!("a restart would change {} settings", many.len())),
    };
    let verdict = differ.iter().fold(verdict, |verdict, (key, now, later)| {
        verdict.because(Evidence::new(*key, format!("now {now}, after a restart {later}"), path))
    });
    let verdict = unsure.into_iter().fold(verdict, Verdict::because);
    Ok(match differ.iter().find(|(key, ..)| PROTECTIONS.contains(key)) {
        Some((key, ..)) => verdict.rated(Severity::Medium, format!("{key} is a protection")),
        None => verdict,
    })
}

/// What holds: a file that is newer than the process cannot say.
fn now(engine: &EngineFacts, daemon: &DaemonProcess, newer: bool, key: &str) -> Observed<Value> {
    let told = newer.then(|| told(engine, key)).flatten();
    told.map_or_else(|| daemon.now.get(key), |value| Observed::known(value, "engine"))
}

/// The value that counts: what is not set has its default, and the order of a list and
/// the last slash of an address mean nothing.
fn in_force(key: &str, value: &Observed<Value>) -> Value {
    match value.value() {
        Some(Value::Array(items)) => {
            let mut texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            texts.iter_mut().for_each(|text| *text = text.trim_end_matches('/'));
            texts.sort_unstable();
            json!(texts)
        }
        Some(value) => value.clone(),
        None => match key {
            "authorization-plugins" | "insecure-registries" | "registry-mirrors" => json!([]),
            "log-driver" => json!("json-file"),
            _ => json!(ON_BY_DEFAULT.contains(&key)),
        },
    }
}

fn written(value: &Observed<Value>) -> String {
    value.value().map_or_else(|| "default".to_owned(), Value::to_string)
}
