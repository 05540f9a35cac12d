//! Where a running daemon takes its configuration from.

use seaworthy_core::facts::{DaemonFile, DaemonProcess, Observed, Problem, Reason};

use super::Surroundings;
use crate::daemon_config::{
    Arguments, DaemonEnvironment, FileSettings, FileState, conflicts, masked_json, merge,
    parse_arguments, parse_file, unreadable,
};
use crate::root::Root;
use crate::systemd::Unit;

/// A configuration larger than this is a mistake.
const LIMIT: u64 = 4 << 20;
/// A daemon reads its file some time after its process began, which the kernel
/// counts in whole ticks: a file written just before must not look newer.
const START: i128 = 100_000_000;
const DEFAULT_FILE: &str = "/etc/docker/daemon.json";

/// A process with what may not be stored.
#[derive(Clone, Debug)]
pub(super) struct RawProcess<'a> {
    pub(super) arguments: &'a Observed<Vec<String>>,
    pub(super) environment: &'a Observed<Vec<String>>,
    pub(super) started: Observed<i128>,
    pub(super) own_unit: Option<&'a Unit>,
}

impl RawProcess<'_> {
    fn variable(&self, name: &str) -> Option<&str> {
        let pairs = self.environment.value()?.iter().filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| value)
            .next()
    }

    /// Flags without the program's name.
    fn flags(&self) -> Arguments {
        self.arguments.value().map_or_else(Arguments::default, |words| flags(words))
    }

    /// Flags of the next start.
    fn next_flags(&self) -> Arguments {
        let started_by_unit = self.own_unit.and_then(Unit::start_arguments);
        started_by_unit.map_or_else(|| self.flags(), |words| flags(&words))
    }
}

fn flags(words: &[String]) -> Arguments {
    parse_arguments(words.get(1..).unwrap_or_default())
}

impl Surroundings<'_> {
    /// Fills file, configuration and conflicts.
    pub(super) fn configure(
        &self,
        daemon: &mut DaemonProcess,
        process: &RawProcess<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let other = self.root_of(daemon.pid);
        let root = other.as_ref().unwrap_or(self.root);
        let now = process.flags();
        let next = process.next_flags();
        let default = self.default_file(daemon.uid, process);
        let path = |flags: &Arguments| flags.config_file().unwrap_or(&default).to_owned();
        let bytes = root.bytes(&path(&now), LIMIT);
        let settings = bytes.value().map(|bytes| parse_file(bytes)).unwrap_or_default();
        daemon.file = file(root, path(&now), &bytes, &settings);
        daemon.file.newer_than_process = newer(root, &daemon.file, &process.started);
        let next_bytes = root.bytes(&path(&next), LIMIT);
        let next_settings = next_bytes.value().map(|bytes| parse_file(bytes)).unwrap_or_default();
        let environment =
            DaemonEnvironment { tls_verify: process.variable("DOCKER_TLS_VERIFY").is_some() };
        if let Observed::Unreadable(reason) = *process.arguments {
            daemon.now = unreadable(reason);
            daemon.after_restart = unreadable(reason);
        } else {
            let is_newer = &daemon.file.newer_than_process;
            let age = match is_newer {
                Observed::Known { value: false, .. } | Observed::Absent => FileState::Read,
                _ => FileState::Newer,
            };
            let now_state = state(&bytes, &settings, age);
            let next_state = state(&next_bytes, &next_settings, FileState::Read);
            daemon.now = merge(&now, &settings, &path(&now), now_state, environment);
            daemon.after_restart =
                merge(&next, &next_settings, &path(&next), next_state, environment);
        }
        daemon.conflicts = conflicts(&next, &next_settings);
        report(daemon, problems);
    }

    fn default_file(&self, uid: u32, process: &RawProcess<'_>) -> String {
        if uid == 0 && process.variable("ROOTLESSKIT_STATE_DIR").is_none() {
            return DEFAULT_FILE.to_owned();
        }
        if let Some(folder) = process.variable("XDG_CONFIG_HOME") {
            return format!("{folder}/docker/daemon.json");
        }
        let account = || self.accounts.iter().find(|account| account.record.uid == uid);
        let home = process.variable("HOME").or_else(|| account().map(|found| found.home.as_str()));
        format!("{}/.config/docker/daemon.json", home.unwrap_or_default())
    }
}

fn state(bytes: &Observed<Vec<u8>>, settings: &FileSettings, otherwise: FileState) -> FileState {
    match bytes {
        Observed::Unreadable(reason) => FileState::Unknown(*reason),
        _ if !settings.error.is_empty() => FileState::Unknown(Reason::Malformed),
        _ => otherwise,
    }
}

fn file(
    root: &Root,
    path: String,
    bytes: &Observed<Vec<u8>>,
    settings: &FileSettings,
) -> DaemonFile {
    DaemonFile {
        text: bytes.clone().map(|bytes| masked_json(&bytes)),
        stat: root.stat(&path),
        newer_than_process: Observed::default(),
        error: settings.error.clone(),
        unknown_keys: settings.unknown.clone(),
        path,
    }
}

fn newer(root: &Root, file: &DaemonFile, started: &Observed<i128>) -> Observed<bool> {
    if file.text == Observed::Absent {
        return Observed::Absent;
    }
    match (root.modified(&file.path), started) {
        (Some(modified), Observed::Known { value, .. }) => {
            Observed::known(modified > *value + START, format!("{}, /proc/PID/stat", file.path))
        }
        (_, Observed::Unreadable(reason)) => Observed::Unreadable(*reason),
        _ => Observed::default(),
    }
}

fn report(daemon: &DaemonProcess, problems: &mut Vec<Problem>) {
    let path = &daemon.file.path;
    if !daemon.file.error.is_empty() {
        let message = format!("the daemon refuses this file: {}", daemon.file.error);
        problems.push(Problem::new(path, message).hint("correct it before the daemon restarts"));
    }
    if let Observed::Unreadable(reason) = daemon.file.text {
        problems.push(Problem::new(path, reason.to_string()));
    }
    if let Observed::Unreadable(reason) = daemon.arguments {
        problems.push(Problem::new(format!("/proc/{}/cmdline", daemon.pid), reason.to_string()));
    }
}
