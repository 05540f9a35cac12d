//! Flags, file and environment together.

use seaworthy_core::facts::{DaemonConfig, Observed, Reason};
use serde_json::{Value, json};

use super::flags::{is_reloadable, keys};
use super::{Arguments, FileSettings};

/// Whether the file is the one that the process read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum FileState {
    /// Not changed since the process started.
    Read,
    /// Changed since: what of it holds now is not known.
    Newer,
    /// It could not be read or understood, so no key of it is known to be unset.
    Unknown(Reason),
}

/// Variables that change the configuration, set to something.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct DaemonEnvironment {
    /// `DOCKER_TLS_VERIFY`.
    pub(crate) tls_verify: bool,
}

/// What holds. A key that is given nowhere is not in the result.
pub(crate) fn merge(
    arguments: &Arguments,
    file: &FileSettings,
    file_path: &str,
    state: FileState,
    environment: DaemonEnvironment,
) -> DaemonConfig {
    let mut config = DaemonConfig::default();
    if let FileState::Unknown(reason) = state {
        config = unreadable(reason);
    }
    for (key, value) in &file.values {
        config.0.insert(key.clone(), from_file(key, value, file_path, state));
    }
    for (key, (flag, value)) in &arguments.values {
        config.0.insert(key.clone(), Observed::known(value.clone(), flag.clone()));
    }
    apply_tls(&mut config, environment);
    config
}

/// A configuration of which nothing is known.
pub(crate) fn unreadable(reason: Reason) -> DaemonConfig {
    DaemonConfig(keys().map(|key| (key.to_owned(), Observed::Unreadable(reason))).collect())
}

/// Keys that are both flag and in the file. Runtimes of both are added up.
pub(crate) fn conflicts(arguments: &Arguments, file: &FileSettings) -> Vec<String> {
    let both = arguments.values.keys().filter(|key| file.values.contains_key(*key));
    both.filter(|key| *key != "runtimes").cloned().collect()
}

fn from_file(key: &str, value: &Value, path: &str, state: FileState) -> Observed<Value> {
    match state {
        FileState::Read => Observed::known(value.clone(), path.to_owned()),
        FileState::Newer if is_reloadable(key) => {
            Observed::known(value.clone(), format!("{path}, changed after the daemon started"))
        }
        FileState::Newer => Observed::Unreadable(Reason::NotStarted),
        FileState::Unknown(reason) => Observed::Unreadable(reason),
    }
}

/// Any mention of `tlsverify`, even `false`, turns TLS on; with TLS the
/// default address is TCP.
fn apply_tls(config: &mut DaemonConfig, environment: DaemonEnvironment) {
    if environment.tls_verify && !config.0.contains_key("tlsverify") {
        let value = Observed::known(Value::Bool(true), "environment DOCKER_TLS_VERIFY");
        config.0.insert("tlsverify".to_owned(), value);
    }
    let mentioned = config.get("tlsverify");
    if let Observed::Known { source, .. } = mentioned {
        let value = Observed::known(Value::Bool(true), source);
        config.0.insert("tls".to_owned(), value);
    }
    if config.flag("tls").value() == Some(&true) && !config.0.contains_key("hosts") {
        let value = Observed::known(json!(["tcp://localhost:2376"]), "default with TLS");
        config.0.insert("hosts".to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse_arguments, parse_file};
    use super::*;

    fn merged(line: &str, file: &str, state: FileState) -> DaemonConfig {
        let words: Vec<&str> = line.split_whitespace().collect();
        merge(
            &parse_arguments(&words),
            &parse_file(file.as_bytes()),
            "/etc/docker/daemon.json",
            state,
            DaemonEnvironment::default(),
        )
    }

    #[test]
    fn a_changed_file_leaves_only_reloadable_keys_known() {
        let file = r#"{"icc":false,"debug":true,"mtu":1400}"#;
        let config = merged("--mtu=1500", file, FileState::Newer);
        assert_eq!(config.flag("icc"), Observed::Unreadable(Reason::NotStarted));
        assert_eq!(config.flag("debug").value(), Some(&true));
        assert_eq!(config.get("mtu").value(), Some(&Value::from(1500)));
        assert_eq!(merged("", file, FileState::Read).flag("icc").value(), Some(&false));
    }

    #[test]
    fn a_file_that_could_not_be_read_leaves_nothing_at_its_default() {
        let config = merged("--icc=false", "", FileState::Unknown(Reason::Permission));
        assert_eq!(config.flag("live-restore"), Observed::Unreadable(Reason::Permission));
        assert_eq!(config.flag("tls"), Observed::Unreadable(Reason::Permission));
        assert_eq!(config.flag("icc").value(), Some(&false));
    }

    #[test]
    fn tlsverify_false_is_still_tls() {
        let config = merged("--tlsverify=false", "", FileState::Read);
        assert_eq!(config.flag("tls").value(), Some(&true));
        assert_eq!(config.list("hosts").value().unwrap(), &["tcp://localhost:2376"]);
        let config = merged("--tls -H unix:///x", "", FileState::Read);
        assert_eq!(config.list("hosts").value().unwrap(), &["unix:///x"]);
    }

    #[test]
    fn a_key_in_both_is_a_conflict_and_runtimes_are_not() {
        let arguments = parse_arguments(&["-H", "fd://", "--add-runtime", "a=b"]);
        let file = parse_file(br#"{"hosts":["unix:///x"],"runtimes":{"c":{"path":"d"}}}"#);
        assert_eq!(conflicts(&arguments, &file), ["hosts"]);
    }

    #[test]
    fn the_environment_turns_verification_on() {
        let config = merge(
            &Arguments::default(),
            &FileSettings::default(),
            "",
            FileState::Read,
            DaemonEnvironment { tls_verify: true },
        );
        assert_eq!(config.flag("tlsverify").value(), Some(&true));
    }
}
