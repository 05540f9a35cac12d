//! The daemon's process and its configuration, now and after a restart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{FileFacts, Observed, Reason};

/// A running engine daemon, found by pid file or by its executable.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct DaemonProcess {
    /// Process id as this machine's `/proc` shows it.
    pub pid: u32,
    /// Path of the executable as the kernel knows it.
    pub exe: String,
    /// Effective user id.
    pub uid: u32,
    /// Id of the container that it runs in (Docker in Docker); its paths are
    /// then paths inside that container.
    pub container: Option<String>,
    /// When it started, seconds since 1970.
    pub started: Observed<i64>,
    /// Arguments, secret-looking values masked.
    pub arguments: Observed<Vec<String>>,
    /// Names of its environment variables.
    pub environment: Observed<Vec<String>>,
    /// Namespace inode by kind.
    pub namespaces: BTreeMap<String, Observed<u64>>,
    /// Unix sockets and TCP ports that it listens on, by inode of its file
    /// descriptors.
    pub listeners: Observed<Vec<Listener>>,
    /// `docker-proxy` children: the userland proxy at work.
    pub userland_proxies: Observed<u32>,
    /// The configuration file it reads.
    pub file: DaemonFile,
    /// Keys in force now. A non-reloadable key of a file that changed after the
    /// process started is unreadable: not-started.
    pub now: DaemonConfig,
    /// Keys in force after a restart: the unit's flags and today's file.
    pub after_restart: DaemonConfig,
    /// Keys given both as flag and in the file, which stops the next start.
    pub conflicts: Vec<String>,
}

/// Settings by the name of the configuration file (`live-restore`, `hosts` …),
/// whether they came as flag or from the file. Lists are arrays, flags without
/// a value are `true`. A key that is not set is absent from the map: its
/// default holds.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct DaemonConfig(pub BTreeMap<String, Observed<Value>>);

impl DaemonConfig {
    /// The setting; `Absent` when the daemon's default holds.
    pub fn get(&self, key: &str) -> Observed<Value> {
        self.0.get(key).cloned().unwrap_or(Observed::Absent)
    }

    /// A switch; a value that is not a Boolean is malformed.
    pub fn flag(&self, key: &str) -> Observed<bool> {
        self.typed(key, |value| match value {
            Value::Bool(on) => Some(on),
            Value::String(text) => match text.as_str() {
                "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
                "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
                _ => None,
            },
            _ => None,
        })
    }

    /// A text.
    pub fn text(&self, key: &str) -> Observed<String> {
        self.typed(key, |value| value.as_str().map(str::to_owned))
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn list(&self, key: &str) -> Observed<Vec<String>> {
        self.typed(key, |value| match value {
            Value::String(text) => Some(vec![text]),
            Value::Array(items) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => None,
        })
    }

    fn typed<T>(&self, key: &str, read: impl FnOnce(Value) -> Option<T>) -> Observed<T> {
        match self.get(key) {
            Observed::Known { value, source } => match read(value) {
                Some(value) => Observed::Known { value, source },
                None => Observed::Unreadable(Reason::Malformed),
            },
            Observed::Absent => Observed::Absent,
            Observed::Unreadable(reason) => Observed::Unreadable(reason),
        }
    }
}

/// The daemon's configuration file.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct DaemonFile {
    /// Path, as given or by default.
    pub path: String,
    /// Text with secret-looking values masked; absent when there is no file.
    pub text: Observed<String>,
    /// Owner, mode and time.
    pub stat: Observed<FileFacts>,
    /// Changed after the daemon started.
    pub newer_than_process: Observed<bool>,
    /// Why the daemon would refuse it at the next start, empty when it would not.
    pub error: String,
    /// Keys that this daemon's documentation does not have.
    pub unknown_keys: Vec<String>,
}

/// A socket on which something accepts connections.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Listener {
    /// `unix`, `tcp` or `tcp6`.
    pub family: String,
    /// Path, or address and port (`0.0.0.0:2375`, `[::]:2376`).
    pub address: String,
    /// Owner and mode of a unix socket.
    pub stat: Observed<FileFacts>,
    /// What a TCP port answered to a plain request and to a TLS client without
    /// certificate.
    pub answer: Observed<ListenerAnswer>,
}

/// What a TCP listener lets a stranger do.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListenerAnswer {
    /// Answers the API without TLS: root for whoever reaches it.
    Plain,
    /// TLS, but asks for no client certificate: root for whoever reaches it.
    TlsWithoutClientCertificate,
    /// TLS that refuses a client without certificate.
    TlsWithClientCertificate,
    /// Something else than an engine.
    #[default]
    NotAnEngine,
}

/// A process that is not the daemon and hands connections to its socket.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ProxyProcess {
    /// Process id.
    pub pid: u32,
    /// Path of the executable.
    pub exe: String,
    /// TCP addresses it listens on.
    pub listens: Vec<String>,
    /// The engine socket that it is connected to or names in its arguments.
    pub socket: String,
}

/// A systemd unit as its files say, drop-ins applied.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct SystemdUnit {
    /// `docker.service`.
    pub name: String,
    /// Files in the order read, the unit first.
    pub paths: Vec<String>,
    /// Directives in the order read; an empty value resets a list.
    pub directives: Vec<UnitDirective>,
    /// `EnvironmentFile=` files.
    pub environment_files: Vec<EnvironmentFile>,
}

/// One `Key=Value` line of a unit.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct UnitDirective {
    /// Section without brackets.
    pub section: String,
    /// Key.
    pub key: String,
    /// Value, secret-looking parts masked.
    pub value: String,
    /// File it stands in.
    pub path: String,
}

/// A file with the daemon's flags as shell-like variables.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct EnvironmentFile {
    /// Path.
    pub path: String,
    /// Variables that are set (not commented out), secret-looking values masked.
    pub variables: Observed<BTreeMap<String, String>>,
}

impl SystemdUnit {
    /// The values of a list directive that are in force, resets applied.
    pub fn values(&self, section: &str, key: &str) -> Vec<&str> {
        let mut values = Vec::new();
        for directive in
            self.directives.iter().filter(|line| line.section == section && line.key == key)
        {
            if directive.value.is_empty() {
                values.clear()
            } else {
                values.push(directive.value.as_str())
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_given_as_false_is_false() {
        let mut config = DaemonConfig::default();
        config.0.insert(
            "live-restore".into(),
            Observed::known(Value::String("false".into()), "--live-restore"),
        );
        assert_eq!(config.flag("live-restore").value(), Some(&false));
        assert_eq!(config.flag("icc"), Observed::Absent);
        config.0.insert("icc".into(), Observed::known(Value::from(3), "daemon.json"));
        assert_eq!(config.flag("icc"), Observed::Unreadable(Reason::Malformed));
    }

    #[test]
    fn an_empty_exec_start_resets() {
        let line = |value: &str| UnitDirective {
            section: "Service".into(),
            key: "ExecStart".into(),
            value: value.into(),
            path: String::new(),
        };
        let unit = SystemdUnit {
            directives: vec![line("/a"), line(""), line("/b")],
            ..Default::default()
        };
        assert_eq!(unit.values("Service", "ExecStart"), ["/b"]);
    }
}
