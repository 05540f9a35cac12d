//! The file says one thing and the running daemon does another: both must be
//! known, and which of them holds.

use std::collections::BTreeSet;

use seaworthy_core::facts::{EngineFacts, Observed, Reason};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};
use serde_json::{Value, json};

use super::setting::{self};
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

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let daemon = setting::daemon(context)?;
    if !setting::knows_after_restart(daemon) {
        return Err(Undecided::unknown("the settings of the next start were not collected"));
    }
    let keys: BTreeSet<&String> =
        daemon.now.0.keys().chain(daemon.after_restart.0.keys()).collect();
    let (mut differ, mut unsure) = (Vec::new(), Vec::new());
    for key in keys {
        match (daemon.now.get(key), daemon.after_restart.get(key)) {
            (Observed::Unreadable(Reason::NotStarted), _) => unsure.push(key.as_str()),
            (Observed::Unreadable(_), _) | (_, Observed::Unreadable(_)) => {}
            (now, later) if in_force(key, &now) == in_force(key, &later) => {}
            (now, later) => differ.push((key.as_str(), written(&now), written(&later))),
        }
    }
    let path = daemon.file.path.as_str();
    if differ.is_empty() && !unsure.is_empty() {
        return Ok(review("the file was written after the daemon started: what in it is new")
            .because(Evidence::new("keys not known to be in force", unsure.join(", "), path)));
    }
    let Some((first, ..)) = differ.first() else { return Ok(pass()) };
    let verdict = fail(match differ.len() {
        1 => format!("a restart would change {first}"),
        many => format!("a restart would change {many} settings"),
    });
    let verdict = differ.iter().fold(verdict, |verdict, (key, now, later)| {
        verdict.because(Evidence::new(*key, format!("now {now}, after a restart {later}"), path))
    });
    Ok(match differ.iter().find(|(key, ..)| PROTECTIONS.contains(key)) {
        Some((key, ..)) => verdict.rated(Severity::Medium, format!("{key} is a protection")),
        None => verdict,
    })
}

/// The value that counts: a switch that is not set has its default.
fn in_force(key: &str, value: &Observed<Value>) -> Value {
    match value.value() {
        Some(value) => value.clone(),
        None => json!(ON_BY_DEFAULT.contains(&key)),
    }
}

fn written(value: &Observed<Value>) -> String {
    value.value().map_or_else(|| "default".to_owned(), Value::to_string)
}
