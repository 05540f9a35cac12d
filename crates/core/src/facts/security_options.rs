//! `--security-opt`, read as the engine reads it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The options of one container.
///
/// Source of the grammar: `parseSecurityOpt` of moby, `daemon/oci_linux.go`:
/// bare `no-new-privileges` and `disable`, else `key=value`, or the deprecated
/// `key:value` when there is no `=`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SecurityOptions {
    /// `no-new-privileges`, when given.
    pub no_new_privileges: Option<bool>,
    /// `seccomp=…`, when given.
    pub seccomp: Option<SeccompChoice>,
    /// `apparmor=…`, when given.
    pub apparmor: Option<String>,
    /// `label=…` values, `disable` included.
    pub labels: Vec<String>,
    /// `writable-cgroups`, when given.
    pub writable_cgroups: Option<bool>,
    /// `systempaths=unconfined`, as Podman and the client spell it.
    pub system_paths_unconfined: bool,
    /// `mask=`/`unmask=` and other options this version does not know, by key.
    pub unknown: Vec<String>,
}

/// A seccomp profile as a container names it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeccompChoice {
    /// No filter.
    Unconfined,
    /// The engine's own profile, asked for by name.
    Builtin,
    /// A profile of the user's; the API carries its text.
    Custom(SeccompProfileSummary),
}

/// What can be told of a profile without resolving it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SeccompProfileSummary {
    /// Action of calls that no rule names, `SCMP_ACT_ERRNO`; empty when the text
    /// is not a profile.
    pub default_action: String,
    /// Number of call names in rules that do not allow.
    pub restricted: usize,
    /// Number of call names in rules that allow.
    pub allowed: usize,
    /// Size of the profile text in bytes.
    pub length: usize,
}

impl SeccompProfileSummary {
    /// Reads the JSON text of a Docker, Podman or OCI profile; anything else
    /// gives a summary without a default action.
    pub fn of_text(text: &str) -> Self {
        serde_json::from_str::<Value>(text).map_or_else(
            |_| Self { length: text.len(), ..Self::default() },
            |profile| Self { length: text.len(), ..Self::of_json(&profile) },
        )
    }

    /// Reads a parsed profile (also the `linux.seccomp` part of an OCI spec).
    pub fn of_json(profile: &Value) -> Self {
        let mut summary = Self {
            default_action: profile
                .get("defaultAction")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            ..Self::default()
        };
        for rule in profile.get("syscalls").and_then(Value::as_array).into_iter().flatten() {
            let names = rule.get("names").and_then(Value::as_array).map_or(0, Vec::len)
                + usize::from(rule.get("name").is_some_and(Value::is_string));
            match rule.get("action").and_then(Value::as_str) {
                Some(action) if allows(action) => summary.allowed += names,
                _ => summary.restricted += names,
            }
        }
        summary
    }

    /// Whether it stops nothing: what no rule names is allowed, and no rule refuses.
    pub fn allows_everything(&self) -> bool {
        allows(&self.default_action) && self.restricted == 0
    }
}

fn allows(action: &str) -> bool {
    matches!(action, "SCMP_ACT_ALLOW" | "SCMP_ACT_LOG")
}

/// A security option that the engine would refuse.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ParseSecurityOptionError {
    /// Neither a known word nor `key=value`.
    NoValue {
        /// The option as given.
        option: String,
    },
    /// A switch that is neither true nor false.
    NotBoolean {
        /// Name of the switch.
        key: String,
        /// What was given.
        value: String,
    },
}

impl std::fmt::Display for ParseSecurityOptionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoValue { option } => write!(f, "security option `{option}` has no value"),
            Self::NotBoolean { key, value } => {
                write!(f, "security option {key} is neither true nor false: `{value}`")
            }
        }
    }
}

impl std::error::Error for ParseSecurityOptionError {}

impl SecurityOptions {
    /// Parses the list as the engine does; the first wrong option is an error,
    /// as it is there.
    pub fn parse<'a>(
        options: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ParseSecurityOptionError> {
        let mut parsed = Self::default();
        for option in options {
            parsed.add(option)?;
        }
        Ok(parsed)
    }

    fn add(&mut self, option: &str) -> Result<(), ParseSecurityOptionError> {
        match option {
            "no-new-privileges" => {
                self.no_new_privileges = Some(true);
                return Ok(());
            }
            "disable" => {
                self.labels.push("disable".to_owned());
                return Ok(());
            }
            _ => {}
        }
        let Some((key, value)) = option.split_once('=').or_else(|| option.split_once(':')) else {
            return Err(ParseSecurityOptionError::NoValue { option: option.to_owned() });
        };
        match key {
            "label" => self.labels.push(value.to_owned()),
            "apparmor" => self.apparmor = Some(value.to_owned()),
            "seccomp" => self.seccomp = Some(seccomp_choice(value)),
            "no-new-privileges" => self.no_new_privileges = Some(boolean(key, value)?),
            "writable-cgroups" => self.writable_cgroups = Some(boolean(key, value)?),
            "systempaths" => self.system_paths_unconfined = value == "unconfined",
            other => self.unknown.push(other.to_owned()),
        }
        Ok(())
    }

    /// Whether SELinux separation is switched off.
    pub fn label_disabled(&self) -> bool {
        self.labels.iter().any(|label| label == "disable")
    }
}

fn seccomp_choice(value: &str) -> SeccompChoice {
    match value {
        "unconfined" => SeccompChoice::Unconfined,
        "builtin" | "default" => SeccompChoice::Builtin,
        text => SeccompChoice::Custom(SeccompProfileSummary::of_text(text)),
    }
}

/// Go's `strconv.ParseBool`, which the engine uses.
fn boolean(key: &str, value: &str) -> Result<bool, ParseSecurityOptionError> {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(ParseSecurityOptionError::NotBoolean {
            key: key.to_owned(),
            value: value.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_false_switch_is_false() {
        let options = SecurityOptions::parse(["no-new-privileges:false"]).unwrap();
        assert_eq!(options.no_new_privileges, Some(false));
        assert_eq!(
            SecurityOptions::parse(["no-new-privileges"]).unwrap().no_new_privileges,
            Some(true)
        );
        assert!(SecurityOptions::parse(["no-new-privileges=maybe"]).is_err());
    }

    #[test]
    fn a_profile_with_a_colon_inside_is_one_value() {
        let options =
            SecurityOptions::parse([r#"seccomp={"defaultAction":"SCMP_ACT_ALLOW"}"#]).unwrap();
        let Some(SeccompChoice::Custom(summary)) = options.seccomp else { panic!("{options:?}") };
        assert!(summary.allows_everything());
    }

    #[test]
    fn a_profile_that_refuses_one_call_does_not_allow_everything() {
        let summary = SeccompProfileSummary::of_text(
            r#"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mount"],"action":"SCMP_ACT_ERRNO"}]}"#,
        );
        assert!(!summary.allows_everything());
        assert!(!SeccompProfileSummary::of_text("not a profile").allows_everything());
    }
}
