//! Networks, volumes and managed plugins.

use std::collections::BTreeMap;

use seaworthy_core::facts::{NetworkFacts, PluginFacts, VolumeFacts};
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::value::RawValue;

use super::Decoding;
use super::settings::{masked_map, options};

/// Reads an entry of `GET /networks`.
pub(crate) fn network(
    entry: &RawValue,
    decoding: &Decoding,
) -> Result<NetworkFacts, serde_json::Error> {
    let mut top = decoding.document(entry.get().as_bytes())?;
    Ok(NetworkFacts {
        id: top.word("Id"),
        name: top.word("Name"),
        driver: top.word("Driver"),
        scope: top.word("Scope"),
        options: options(&mut top, "Options"),
        internal: top.take("Internal"),
        attachable: top.take("Attachable"),
        ingress: top.take("Ingress"),
        ipv6: top.take("EnableIPv6"),
        ..NetworkFacts::default()
    })
}

/// Reads `GET /volumes`, at most `limit` of them.
pub(crate) fn volumes(bytes: &[u8], limit: usize) -> Result<Vec<VolumeFacts>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(rename = "Volumes", default)]
        volumes: Option<Vec<Volume>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Volume {
        name: String,
        #[serde(default)]
        driver: String,
        #[serde(default)]
        options: Option<BTreeMap<String, Option<String>>>,
        #[serde(default)]
        mountpoint: String,
    }
    let answer: Answer = serde_json::from_slice(bytes)?;
    if answer.volumes.as_ref().is_some_and(|volumes| volumes.len() > limit) {
        return Err(serde_json::Error::custom(format!("more than {limit} volumes")));
    }
    let volumes = answer.volumes.unwrap_or_default().into_iter().map(|volume| VolumeFacts {
        name: volume.name,
        driver: volume.driver,
        options: masked_map(volume.options.unwrap_or_default()),
        mountpoint: volume.mountpoint,
    });
    Ok(volumes.collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Plugin {
    name: String,
    enabled: bool,
    #[serde(default)]
    config: PluginConfig,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct PluginConfig {
    interface: Interface,
    linux: Linux,
    network: Network,
    mounts: Option<Vec<Mount>>,
    ipc_host: bool,
    pid_host: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Interface {
    #[serde(rename = "Types")]
    types: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Linux {
    capabilities: Option<Vec<String>>,
    allow_all_devices: bool,
    devices: Option<Vec<Device>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Network {
    #[serde(rename = "Type")]
    kind: String,
}

#[derive(Deserialize)]
struct Mount {
    #[serde(rename = "Source", default)]
    source: Option<String>,
}

#[derive(Deserialize)]
struct Device {
    #[serde(rename = "Path", default)]
    path: Option<String>,
}

/// Reads an entry of `GET /plugins`.
pub(crate) fn plugin(entry: &RawValue) -> Result<PluginFacts, serde_json::Error> {
    let plugin: Plugin = serde_json::from_str(entry.get())?;
    Ok(PluginFacts {
        privileges: privileges(&plugin.config),
        name: plugin.name,
        enabled: plugin.enabled,
        interfaces: plugin.config.interface.types.unwrap_or_default(),
    })
}

/// As `docker plugin install` asks the user to grant them.
fn privileges(config: &PluginConfig) -> Vec<String> {
    let mut privileges = Vec::new();
    if !matches!(config.network.kind.as_str(), "" | "none" | "bridge") {
        privileges.push(format!("network: {}", config.network.kind));
    }
    if config.ipc_host {
        privileges.push("host ipc namespace: true".to_owned());
    }
    if config.pid_host {
        privileges.push("host pid namespace: true".to_owned());
    }
    for mount in config.mounts.iter().flatten() {
        privileges.extend(mount.source.as_ref().map(|source| format!("mount: {source}")));
    }
    for device in config.linux.devices.iter().flatten() {
        privileges.extend(device.path.as_ref().map(|path| format!("device: {path}")));
    }
    if config.linux.allow_all_devices {
        privileges.push("allow-all-devices: true".to_owned());
    }
    for capability in config.linux.capabilities.iter().flatten() {
        privileges.push(format!("capabilities: {capability}"));
    }
    privileges
}
