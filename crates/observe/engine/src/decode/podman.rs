//! What Podman's compatible API makes up.
//!
//! Podman fills Docker's documents from its own, which lack some of the fields:
//! what it then writes is a constant and says nothing. Seen with Podman 4.3;
//! source: `pkg/api/handlers/compat` and `libpod/define/container_inspect.go`.

use serde_json::Value;

/// When a field says nothing.
enum Fake {
    /// Always a constant.
    Always,
    /// When it is missing, null or empty: Podman has no such field to fill it from.
    Empty,
    /// When it holds this text.
    Text(&'static str),
}

const FAKES: &[(&str, Fake)] = &[
    ("/info LiveRestoreEnabled", Fake::Always),
    ("/info ExperimentalBuild", Fake::Always),
    ("/info RegistryConfig", Fake::Empty),
    ("/info RegistryConfig.InsecureRegistryCIDRs", Fake::Empty),
    ("/info RegistryConfig.IndexConfigs", Fake::Empty),
    ("/info RegistryConfig.Mirrors", Fake::Empty),
    ("/info LoggingDriver", Fake::Empty),
    ("HostConfig.CgroupnsMode", Fake::Empty),
    ("HostConfig.DeviceCgroupRules", Fake::Empty),
    ("HostConfig.DeviceRequests", Fake::Empty),
    ("HostConfig.Sysctls", Fake::Empty),
    ("HostConfig.MaskedPaths", Fake::Empty),
    ("HostConfig.ReadonlyPaths", Fake::Empty),
    // Every runtime is called so.
    ("HostConfig.Runtime", Fake::Text("oci")),
    // Podman's own k8s-file is shown as this.
    ("HostConfig.LogConfig.Type", Fake::Text("json-file")),
];

/// Security options of `/info` that Podman has and never lists.
pub(super) const UNLISTED_OPTIONS: &[&str] = &["no-new-privileges", "userns", "rootless"];

/// Whether Podman's word for this field is not its own.
pub(super) fn fakes(path: &str, value: Option<&Value>) -> bool {
    FAKES.iter().any(|(field, fake)| {
        *field == path
            && match fake {
                Fake::Always => true,
                Fake::Empty => value.is_none_or(is_empty),
                Fake::Text(text) => value.and_then(Value::as_str) == Some(text),
            }
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
