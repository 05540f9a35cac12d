//! The small objects inside a container's settings.

use seaworthy_core::facts::{Device, DeviceRequest, Mount, MountKind, RestartPolicy, Ulimit};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct MountIn {
    #[serde(default)]
    r#type: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    source: Option<String>,
    destination: String,
    #[serde(rename = "RW")]
    rw: bool,
    #[serde(default)]
    propagation: Option<String>,
}

pub(super) fn mounts(mounts: Vec<MountIn>) -> Option<Vec<Mount>> {
    let mounts = mounts.into_iter().map(|mount| {
        let name = mount.name.unwrap_or_default();
        Mount {
            kind: match mount.r#type.as_deref() {
                Some("volume") => MountKind::Volume,
                Some("tmpfs") => MountKind::Tmpfs,
                Some("bind") => MountKind::Bind,
                // Engines before the field existed knew two kinds.
                None | Some("") if name.is_empty() => MountKind::Bind,
                None | Some("") => MountKind::Volume,
                Some(_) => MountKind::Other,
            },
            source: mount.source.unwrap_or_default(),
            name,
            destination: mount.destination,
            writable: mount.rw,
            propagation: mount.propagation.unwrap_or_default(),
            ..Mount::default()
        }
    });
    Some(mounts.collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UlimitIn {
    name: String,
    #[serde(default)]
    soft: i64,
    #[serde(default)]
    hard: i64,
}

/// Podman spells `nofile` as `RLIMIT_NOFILE`.
pub(super) fn ulimits(limits: Vec<UlimitIn>) -> Option<Vec<Ulimit>> {
    let limits = limits.into_iter().map(|limit| {
        let name = limit.name.to_ascii_lowercase();
        let name = name.strip_prefix("rlimit_").map(str::to_owned).unwrap_or(name);
        Ulimit { name, soft: limit.soft, hard: limit.hard }
    });
    Some(limits.collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DeviceIn {
    path_on_host: String,
    #[serde(default)]
    path_in_container: String,
    #[serde(default)]
    cgroup_permissions: String,
}

pub(super) fn devices(devices: Vec<DeviceIn>) -> Option<Vec<Device>> {
    let devices = devices.into_iter().map(|device| Device {
        host_path: device.path_on_host,
        container_path: device.path_in_container,
        permissions: device.cgroup_permissions,
    });
    Some(devices.collect())
}

#[derive(Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[derive(Default)]
pub(super) struct DeviceRequestIn {
    driver: String,
    count: i64,
    #[serde(rename = "DeviceIDs")]
    device_ids: Option<Vec<String>>,
    capabilities: Option<Vec<Vec<String>>>,
}

pub(super) fn device_requests(requests: Vec<DeviceRequestIn>) -> Option<Vec<DeviceRequest>> {
    let requests = requests.into_iter().map(|request| DeviceRequest {
        driver: request.driver,
        count: request.count,
        device_ids: request.device_ids.unwrap_or_default(),
        capabilities: request.capabilities.unwrap_or_default().into_iter().flatten().collect(),
    });
    Some(requests.collect())
}

#[derive(Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[derive(Default)]
pub(super) struct RestartPolicyIn {
    name: String,
    maximum_retry_count: i64,
}

pub(super) fn restart_policy(policy: RestartPolicyIn) -> Option<RestartPolicy> {
    Some(RestartPolicy { name: policy.name, maximum_retry_count: policy.maximum_retry_count })
}

/// A command, which old clients could give as one text.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    Many(Vec<String>),
    One(String),
}

pub(super) fn words(words: Words) -> Option<Vec<String>> {
    Some(match words {
        Words::Many(words) => words,
        Words::One(word) => vec![word],
    })
}
