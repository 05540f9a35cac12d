//! One key of the daemon's configuration: what holds now, what a restart would
//! make of it, and how to set it without stopping the next start.

use std::borrow::Cow;

use seaworthy_core::facts::{DaemonConfig, DaemonProcess, Observed, Seen};
use seaworthy_core::findings::{Case, Change, Evidence, Remedy, Risk, Undecided, Verdict};
use serde_json::Value;

use crate::Context;

/// Keys that the daemon takes over without a restart.
const RELOADABLE: [&str; 10] = [
    "authorization-plugins",
    "debug",
    "default-runtime",
    "features",
    "insecure-registries",
    "labels",
    "live-restore",
    "nri-opts",
    "registry-mirrors",
    "runtimes",
];

/// A key as the daemon has it.
pub(crate) struct Setting<T> {
    key: &'static str,
    /// What holds.
    pub(crate) now: T,
    source: String,
    later: Option<(T, String)>,
}

/// A switch.
pub(crate) fn flag(
    context: &Context<'_>,
    key: &'static str,
    default: bool,
) -> Result<Setting<bool>, Undecided> {
    read(context, key, default, DaemonConfig::flag)
}

/// A text.
pub(crate) fn text(
    context: &Context<'_>,
    key: &'static str,
    default: &str,
) -> Result<Setting<String>, Undecided> {
    read(context, key, default.to_owned(), DaemonConfig::text)
}

/// A list of texts, empty by default.
pub(crate) fn list(
    context: &Context<'_>,
    key: &'static str,
) -> Result<Setting<Vec<String>>, Undecided> {
    read(context, key, Vec::new(), DaemonConfig::list)
}

/// Anything else, `Null` by default.
pub(crate) fn any(context: &Context<'_>, key: &'static str) -> Result<Setting<Value>, Undecided> {
    read(context, key, Value::Null, DaemonConfig::get)
}

/// The daemon's process; of Docker's daemon only.
pub(crate) fn daemon<'a>(context: &Context<'a>) -> Result<&'a DaemonProcess, Undecided> {
    context.docker_only()?;
    if context.info().is_ok_and(seaworthy_core::facts::EngineInfo::is_desktop) {
        return Err(Undecided::unknown(
            "Docker Desktop keeps the daemon's configuration inside its virtual machine",
        ));
    }
    context.daemon()
}

/// Whether `after_restart` was gathered: no keys at all mean that it was not,
/// unless the file is known to be newer than the process.
pub(crate) fn knows_after_restart(daemon: &DaemonProcess) -> bool {
    !daemon.after_restart.0.is_empty()
        || daemon.file.newer_than_process.value().copied().unwrap_or(false)
}

fn read<T: Clone + PartialEq + Into<Value>>(
    context: &Context<'_>,
    key: &'static str,
    default: T,
    typed: impl Fn(&DaemonConfig, &str) -> Observed<T>,
) -> Result<Setting<T>, Undecided> {
    let daemon = daemon(context)?;
    let or_default = |observed: Observed<T>| match observed {
        Observed::Known { value, source } => Ok((value, source.as_str().to_owned())),
        Observed::Absent => Ok((default.clone(), "default".to_owned())),
        Observed::Unreadable(reason) => Err(reason),
    };
    let later = if knows_after_restart(daemon) {
        or_default(typed(&daemon.after_restart, key)).ok()
    } else {
        None
    };
    match or_default(typed(&daemon.now, key)) {
        Ok((now, source)) => {
            Ok(Setting { key, later: later.filter(|(value, _)| *value != now), now, source })
        }
        Err(reason) => Err(Undecided::unknown(match later {
            Some((value, source)) => {
                let value = shown(key, &value, &source).value;
                format!("{key}: {reason}, a restart would make it `{value}`")
            }
            None => format!("{key}: {reason}"),
        })),
    }
}

fn shown<T: Clone + Into<Value>>(key: &'static str, value: &T, source: &str) -> Evidence {
    let value: Cow<'_, Value> = Cow::Owned(value.clone().into());
    Evidence::from(&Seen { fact: key, value, source: source.into() })
}

impl<T: Clone + Into<Value>> Setting<T> {
    /// The verdict with this setting as evidence, and with what a restart would
    /// change said in its message.
    pub(crate) fn on(&self, verdict: Verdict) -> Verdict {
        let verdict = verdict.because(shown(self.key, &self.now, &self.source));
        let Some((later, source)) = &self.later else { return verdict };
        let later = shown(self.key, later, source);
        let note = format!("a restart would make {} `{}`", self.key, later.value);
        let verdict = match verdict {
            Verdict::Pass(case) => Verdict::Pass(noted(case, &note)),
            Verdict::Fail(case) => Verdict::Fail(noted(case, &note)),
            Verdict::Review(case) => Verdict::Review(noted(case, &note)),
            undecided => undecided,
        };
        verdict.because(Evidence::new(
            format!("{} after a restart", self.key),
            later.value,
            later.source,
        ))
    }
}

fn noted(mut case: Case, note: &str) -> Case {
    if !case.message.is_empty() {
        case.message.push_str("; ");
    }
    case.message.push_str(note);
    case
}

/// How to give a key a value: in the file, or on the command line when it
/// stands there, because a key in both places stops the daemon from starting.
/// `Null` removes the key.
pub(crate) fn set_key(
    context: &Context<'_>,
    summary: &str,
    key: &'static str,
    value: Value,
) -> Remedy {
    let reloads = RELOADABLE.contains(&key);
    let verb = if reloads { "reload" } else { "restart" };
    let rootless =
        context.info().is_ok_and(|info| info.security_option("rootless").value() == Some(&true));
    let user = if rootless { "--user " } else { "" };
    let apply = format!("systemctl {user}{verb} docker");
    if let Some(flag) = flag_of(context, key) {
        return Remedy::review(format!(
            "{summary} `{key}` stands on the daemon's command line as {flag}: change it there, a second value in the file would stop the daemon from starting."
        ))
        .command(format!("systemctl {user}edit --full docker.service"))
        .command(format!("systemctl {user}restart docker"));
    }
    Remedy::review(summary)
        .command(apply)
        .change(Change::DaemonKey { key: key.to_owned(), value })
        .risk(if reloads { Risk::Safe } else { Risk::Restarts })
}

fn flag_of(context: &Context<'_>, key: &str) -> Option<String> {
    let daemon = context.daemon().ok()?;
    [&daemon.now, &daemon.after_restart].into_iter().find_map(|config| match config.get(key) {
        Observed::Known { source, .. } if source.as_str().starts_with('-') => {
            Some(source.as_str().to_owned())
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use seaworthy_core::facts::{EngineFacts, Facts, HostFacts, PeerCredentials, Reason};
    use seaworthy_core::findings::pass;

    use super::*;
    use crate::Settings;

    fn facts(now: Observed<Value>, after_restart: Observed<Value>) -> Facts {
        let config =
            |value: Observed<Value>| DaemonConfig([("live-restore".to_owned(), value)].into());
        let daemon = DaemonProcess {
            pid: 7,
            now: config(now),
            after_restart: config(after_restart),
            ..Default::default()
        };
        let host =
            HostFacts { daemons: Observed::known(vec![daemon], "/proc"), ..Default::default() };
        let peer = PeerCredentials { pid: 7, uid: 0, gid: 0 };
        let engine =
            EngineFacts { peer: Observed::known(peer, "SO_PEERCRED"), ..Default::default() };
        Facts { host: Observed::known(host, "/"), engines: vec![engine], ..Default::default() }
    }

    fn with<T>(facts: &Facts, judge: impl FnOnce(&Context<'_>) -> T) -> T {
        let settings = Settings::default();
        judge(&Context {
            facts,
            engine: facts.engines.first(),
            settings: &settings,
            now: 0,
            filters: None,
        })
    }

    #[test]
    fn what_a_restart_changes_is_said_with_both_values() {
        let facts = facts(
            Observed::known(Value::from(true), "daemon.json"),
            Observed::known(Value::from(false), "daemon.json"),
        );
        let verdict =
            with(&facts, |context| flag(context, "live-restore", false).unwrap().on(pass()));
        let case = verdict.case().unwrap();
        assert_eq!(case.message, "a restart would make live-restore `false`");
        assert_eq!(case.evidence.len(), 2);
    }

    #[test]
    fn a_key_of_a_newer_file_is_unknown_now() {
        let facts = facts(
            Observed::Unreadable(Reason::NotStarted),
            Observed::known(Value::from(true), "daemon.json"),
        );
        let undecided = with(&facts, |context| flag(context, "live-restore", false).err());
        assert!(matches!(undecided, Some(Undecided::Unknown(reason)) if reason.contains("`true`")));
    }

    #[test]
    fn a_flag_is_not_repeated_in_the_file() {
        let value = || Observed::known(Value::from(false), "--live-restore");
        let facts = facts(value(), value());
        let remedy =
            with(&facts, |context| set_key(context, "Turn on.", "live-restore", Value::from(true)));
        assert!(remedy.changes.is_empty());
        assert!(remedy.summary.contains("--live-restore"));
    }

    #[test]
    fn a_reloadable_key_needs_no_restart() {
        let facts = facts(Observed::Absent, Observed::Absent);
        let remedy = |key| with(&facts, |context| set_key(context, "", key, Value::from(true)));
        assert_eq!(remedy("live-restore").risk, Risk::Safe);
        assert_eq!(remedy("live-restore").commands, ["systemctl reload docker"]);
        assert_eq!(remedy("icc").risk, Risk::Restarts);
    }
}
