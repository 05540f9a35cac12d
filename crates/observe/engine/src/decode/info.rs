//! `GET /info`.

mod known;

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::facts::{EngineInfo, EngineKind, Observed, RegistryIndex, unix_seconds};
use serde::Deserialize;

use super::{Decoding, Reader, podman};

/// `no-new-privileges` of the daemon appears among the security options from here.
const LISTS_NO_NEW_PRIVILEGES: u16 = 43;

type SecurityOptions = BTreeMap<String, BTreeMap<String, String>>;

/// Reads the answer.
pub(crate) fn info(bytes: &[u8], decoding: &Decoding) -> Result<EngineInfo, serde_json::Error> {
    let mut top = decoding.document(bytes)?;
    let mut info = EngineInfo {
        id: top.word("/info ID"),
        name: top.word("/info Name"),
        operating_system: top.word("/info OperatingSystem"),
        root_dir: top.take("/info DockerRootDir"),
        driver: top.take("/info Driver"),
        driver_status: top.take("/info DriverStatus"),
        logging_driver: top.take("/info LoggingDriver"),
        cgroup_driver: top.take("/info CgroupDriver"),
        cgroup_version: top.take("/info CgroupVersion"),
        live_restore: top.take("/info LiveRestoreEnabled"),
        experimental: top.take("/info ExperimentalBuild"),
        debug: top.take("/info Debug"),
        default_runtime: top.take("/info DefaultRuntime"),
        cdi_spec_dirs: top.take("/info CDISpecDirs"),
        warnings: top.take("/info Warnings"),
        containers: top.take("/info Containers"),
        images: top.take("/info Images"),
        ..EngineInfo::default()
    };
    security(&mut info, &mut top, decoding);
    registries(&mut info, &mut top);
    parts(&mut info, &mut top);
    top.leftovers("", known::INFO, &mut info.unknown_fields);
    Ok(info)
}

/// The engine's own clock in whole seconds since 1970, rounded down.
pub(crate) fn system_time(bytes: &[u8]) -> Option<i64> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(rename = "SystemTime")]
        system_time: String,
    }
    let answer: Answer = serde_json::from_slice(bytes).ok()?;
    unix_seconds(&answer.system_time)
}

fn parts(info: &mut EngineInfo, top: &mut Reader<'_>) {
    let mut plugins = top.object("/info Plugins");
    info.authorization_plugins = plugins.take("/info Plugins.Authorization");
    info.runtimes = top.take_with("/info Runtimes", runtimes);
    let mut containerd = top.object("/info Containerd");
    info.containerd_address = containerd.take("/info Containerd.Address");
    let mut firewall = top.object("/info FirewallBackend");
    info.firewall_backend = firewall.take("/info FirewallBackend.Driver");
    let mut swarm = top.object("/info Swarm");
    info.swarm_state = swarm.take("/info Swarm.LocalNodeState");
    info.swarm_manager = swarm.take("/info Swarm.ControlAvailable");
}

fn security(info: &mut EngineInfo, top: &mut Reader<'_>, decoding: &Decoding) {
    info.security_options = top.take_with("/info SecurityOptions", security_options);
    match decoding.kind() {
        EngineKind::Podman => {
            info.unlisted_options =
                podman::UNLISTED_OPTIONS.iter().map(|name| (*name).to_owned()).collect();
            podman_rootless(info, &top.take("/info Rootless"));
        }
        EngineKind::Docker if !decoding.speaks(LISTS_NO_NEW_PRIVILEGES) => {
            info.unlisted_options = BTreeSet::from(["no-new-privileges".to_owned()]);
        }
        EngineKind::Docker => {}
    }
}

/// Podman says it in a field of its own, not among the options.
fn podman_rootless(info: &mut EngineInfo, rootless: &Observed<bool>) {
    let Some(rootless) = rootless.value() else { return };
    info.unlisted_options.remove("rootless");
    if *rootless && let Some(options) = info.security_options.value_mut() {
        options.insert("rootless".to_owned(), BTreeMap::new());
    }
}

/// `name=seccomp,profile=default`; before API 1.25 bare `seccomp`.
fn security_options(options: Vec<String>) -> Option<SecurityOptions> {
    let mut read = SecurityOptions::new();
    for option in options {
        let mut name = String::new();
        let mut details = BTreeMap::new();
        for part in option.split(',') {
            match part.split_once('=') {
                Some(("name", value)) => name = value.to_owned(),
                Some((key, value)) => {
                    details.insert(key.to_owned(), value.to_owned());
                }
                None => name = part.to_owned(),
            }
        }
        read.insert(name, details);
    }
    Some(read)
}

#[derive(Deserialize)]
struct Runtime {
    #[serde(default)]
    path: Option<String>,
    #[serde(default, rename = "runtimeType")]
    runtime_type: Option<String>,
}

fn runtimes(runtimes: BTreeMap<String, Runtime>) -> Option<BTreeMap<String, String>> {
    let named = runtimes.into_iter().map(|(name, runtime)| {
        let path = runtime.path.filter(|path| !path.is_empty()).or(runtime.runtime_type);
        (name, path.unwrap_or_default())
    });
    Some(named.collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Index {
    secure: bool,
    #[serde(default)]
    mirrors: Option<Vec<String>>,
}

fn registries(info: &mut EngineInfo, top: &mut Reader<'_>) {
    let mut config = top.object("/info RegistryConfig");
    info.insecure_registry_cidrs = config.take("/info RegistryConfig.InsecureRegistryCIDRs");
    info.mirrors = config.take("/info RegistryConfig.Mirrors");
    info.registries = config.take_with(
        "/info RegistryConfig.IndexConfigs",
        |indexes: BTreeMap<String, Index>| {
            let named = indexes.into_iter().map(|(name, index)| RegistryIndex {
                name,
                secure: index.secure,
                mirrors: index.mirrors.unwrap_or_default(),
            });
            Some(named.collect())
        },
    );
}
