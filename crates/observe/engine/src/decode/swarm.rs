//! A swarm, as a manager describes it. Join tokens are dropped unread.

use seaworthy_core::facts::{NodeFacts, Observed, RestartPolicy, ServiceFacts, SwarmFacts};
use seaworthy_core::secrets;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::Decoding;

/// Reads `GET /swarm`.
pub(crate) fn cluster(bytes: &[u8], decoding: &Decoding) -> Result<SwarmFacts, serde_json::Error> {
    let mut top = decoding.document(bytes)?;
    let mut spec = top.required("Spec");
    let mut authority = spec.object("Spec.CAConfig");
    let mut encryption = spec.object("Spec.EncryptionConfig");
    Ok(SwarmFacts {
        autolock: encryption.take("Spec.EncryptionConfig.AutoLockManagers"),
        node_cert_expiry: authority.take("Spec.CAConfig.NodeCertExpiry"),
        force_rotate: authority.take("Spec.CAConfig.ForceRotate"),
        root_rotation_in_progress: top.take("RootRotationInProgress"),
        data_path_port: top.take("DataPathPort"),
        ..SwarmFacts::default()
    })
}

/// Name of an entry of `GET /configs`; its content is dropped unread.
pub(crate) fn config_name(entry: &RawValue) -> Result<String, serde_json::Error> {
    #[derive(Deserialize)]
    struct Config {
        #[serde(rename = "Spec")]
        spec: Spec,
    }
    #[derive(Deserialize)]
    struct Spec {
        #[serde(rename = "Name")]
        name: String,
    }
    serde_json::from_str::<Config>(entry.get()).map(|config| config.spec.name)
}

/// Reads an entry of `GET /nodes`.
pub(crate) fn node(entry: &RawValue, decoding: &Decoding) -> Result<NodeFacts, serde_json::Error> {
    let mut top = decoding.document(entry.get().as_bytes())?;
    let mut spec = top.required("Spec");
    let mut description = top.object("Description");
    Ok(NodeFacts {
        id: top.word("ID"),
        name: description.word("Description.Hostname"),
        role: spec.word("Spec.Role"),
        availability: spec.word("Spec.Availability"),
        manager_address: top.object("ManagerStatus").take("ManagerStatus.Addr"),
        engine_version: description
            .object("Description.Engine")
            .take("Description.Engine.EngineVersion"),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    #[serde(default)]
    condition: Option<String>,
    #[serde(default)]
    max_attempts: Option<i64>,
}

/// Reads an entry of `GET /services`.
pub(crate) fn service(
    entry: &RawValue,
    decoding: &Decoding,
) -> Result<ServiceFacts, serde_json::Error> {
    let mut top = decoding.document(entry.get().as_bytes())?;
    let mut spec = top.required("Spec");
    let mut task = spec.object("Spec.TaskTemplate");
    let mut container = task.object("Spec.TaskTemplate.ContainerSpec");
    let env: Observed<Vec<String>> = container.take("Spec.TaskTemplate.ContainerSpec.Env");
    let used: Observed<Vec<IgnoredAny>> = container.take("Spec.TaskTemplate.ContainerSpec.Secrets");
    Ok(ServiceFacts {
        id: top.word("ID"),
        name: spec.word("Spec.Name"),
        image: container.word("Spec.TaskTemplate.ContainerSpec.Image"),
        restart_policy: task.take_with("Spec.TaskTemplate.RestartPolicy", restart_policy),
        secrets: used.value().map_or(0, |used| used.len() as u64),
        secret_env: env.value().map(|env| secret_names(env)).unwrap_or_default(),
    })
}

/// Swarm's words for what a container's restart policy says.
fn restart_policy(policy: Policy) -> Option<RestartPolicy> {
    let name = match policy.condition.as_deref() {
        Some("none") => "no",
        Some("on-failure") => "on-failure",
        None | Some("" | "any") => "always",
        Some(_) => return None,
    };
    Some(RestartPolicy {
        name: name.to_owned(),
        maximum_retry_count: policy.max_attempts.unwrap_or(0),
    })
}

fn secret_names(env: &[String]) -> Vec<String> {
    env.iter()
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, value)| secrets::classify(name, value).is_some())
        .map(|(name, _)| name.to_owned())
        .collect()
}
