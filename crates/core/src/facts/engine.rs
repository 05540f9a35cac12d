//! One engine, as its API describes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ContainerFacts, ImageFacts, Observed, Reason, SwarmFacts};

/// Which engine answers.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineKind {
    /// Docker Engine (moby).
    #[default]
    Docker,
    /// Podman's compatible socket.
    Podman,
}

/// Who holds the other end of a unix socket.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct PeerCredentials {
    /// Process that called listen; 0 when it lives in another PID namespace.
    pub pid: u32,
    /// Its user.
    pub uid: u32,
    /// Its group.
    pub gid: u32,
}

/// Everything one engine told.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct EngineFacts {
    /// Docker or Podman.
    pub kind: EngineKind,
    /// Where it was asked, `unix:///run/docker.sock`.
    pub endpoint: String,
    /// API version spoken with it, `1.41`.
    pub api_version: String,
    /// Peer of the unix socket.
    pub peer: Observed<PeerCredentials>,
    /// `/version`.
    pub version: Observed<EngineVersion>,
    /// `/info`.
    pub info: Observed<EngineInfo>,
    /// All containers, stopped ones too.
    pub containers: Observed<Vec<ContainerFacts>>,
    /// All images.
    pub images: Observed<Vec<ImageFacts>>,
    /// All networks.
    pub networks: Observed<Vec<NetworkFacts>>,
    /// All volumes.
    pub volumes: Observed<Vec<VolumeFacts>>,
    /// Managed plugins.
    pub plugins: Observed<Vec<PluginFacts>>,
    /// Swarm, on a manager.
    pub swarm: SwarmFacts,
    /// `exec_create` events that the engine still remembers: container id and
    /// command, arguments masked.
    pub exec_events: Observed<Vec<(String, String)>>,
    /// Requests sent.
    pub requests: u32,
}

/// `/version`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct EngineVersion {
    /// Engine version, `20.10.24+dfsg1`.
    pub version: String,
    /// Newest API it speaks.
    pub api_version: String,
    /// Oldest API it speaks.
    pub min_api_version: Observed<String>,
    /// Component versions by name (`Engine`, `containerd`, `runc`, `docker-init`, `rootlesskit`).
    pub components: BTreeMap<String, String>,
    /// `linux`.
    pub os: String,
    /// `amd64`.
    pub arch: String,
    /// Kernel release.
    pub kernel: Observed<String>,
    /// When the engine was built, as it spells it.
    pub build_time: Observed<String>,
    /// Product, `Docker Engine - Community`.
    pub platform: Observed<String>,
}

/// `/info`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct EngineInfo {
    /// Engine id; Podman makes a new one each time.
    pub id: String,
    /// Host name.
    pub name: String,
    /// Operating system, `Docker Desktop` for that product.
    pub operating_system: String,
    /// Data root.
    pub root_dir: Observed<String>,
    /// Storage driver.
    pub driver: Observed<String>,
    /// Key/value pairs of the storage driver.
    pub driver_status: Observed<Vec<(String, String)>>,
    /// Default log driver.
    pub logging_driver: Observed<String>,
    /// `cgroupfs`, `systemd` or `none`.
    pub cgroup_driver: Observed<String>,
    /// `1` or `2`.
    pub cgroup_version: Observed<String>,
    /// Security options by name, each with its `key=value` details.
    pub security_options: Observed<BTreeMap<String, BTreeMap<String, String>>>,
    /// Security options that this engine has and its API does not list: that
    /// `security_options` lacks them says nothing.
    pub unlisted_options: BTreeSet<String>,
    /// Live restore.
    pub live_restore: Observed<bool>,
    /// Experimental features on.
    pub experimental: Observed<bool>,
    /// Debug mode of the daemon.
    pub debug: Observed<bool>,
    /// CIDRs of registries spoken to without TLS checks.
    pub insecure_registry_cidrs: Observed<Vec<String>>,
    /// Per-registry configuration.
    pub registries: Observed<Vec<RegistryIndex>>,
    /// Global mirrors.
    pub mirrors: Observed<Vec<String>>,
    /// Authorization plugins in force.
    pub authorization_plugins: Observed<Vec<String>>,
    /// OCI runtimes: name to path or shim.
    pub runtimes: Observed<BTreeMap<String, String>>,
    /// Default OCI runtime.
    pub default_runtime: Observed<String>,
    /// `containerd` address.
    pub containerd_address: Observed<String>,
    /// `iptables`, `nftables` …
    pub firewall_backend: Observed<String>,
    /// Directories of CDI specifications.
    pub cdi_spec_dirs: Observed<Vec<String>>,
    /// Swarm state of this node, `inactive`, `active`, `locked` …
    pub swarm_state: Observed<String>,
    /// This node is a manager.
    pub swarm_manager: Observed<bool>,
    /// The engine's own warnings.
    pub warnings: Observed<Vec<String>>,
    /// Number of containers.
    pub containers: Observed<u64>,
    /// Number of images.
    pub images: Observed<u64>,
    /// Unknown fields by name and JSON type.
    pub unknown_fields: BTreeMap<String, String>,
}

impl EngineInfo {
    /// Whether a security option is in force; unknown when `/info` was not read,
    /// and when this engine would not list it.
    pub fn security_option(&self, name: &str) -> Observed<bool> {
        let listed = self.security_options.clone().map(|options| options.contains_key(name));
        if listed.value() == Some(&false) && self.unlisted_options.contains(name) {
            return Observed::Unreadable(Reason::NotInApi);
        }
        listed
    }

    /// A detail of a security option, such as `profile` of `seccomp`.
    pub fn security_detail(&self, name: &str, key: &str) -> Option<&str> {
        self.security_options.value()?.get(name)?.get(key).map(String::as_str)
    }

    /// The daemon lives in Docker Desktop's virtual machine.
    pub fn is_desktop(&self) -> bool {
        self.operating_system == "Docker Desktop"
    }
}

/// How the engine treats one registry.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct RegistryIndex {
    /// Name, `docker.io` or `registry.example:5000`.
    pub name: String,
    /// TLS is demanded and checked.
    pub secure: bool,
    /// Mirrors of this registry.
    pub mirrors: Vec<String>,
}

/// A network.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct NetworkFacts {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `bridge`, `overlay`, `macvlan` …
    pub driver: String,
    /// `local` or `swarm`.
    pub scope: String,
    /// Driver options.
    pub options: Observed<BTreeMap<String, String>>,
    /// No route out.
    pub internal: Observed<bool>,
    /// Containers outside Swarm may attach.
    pub attachable: Observed<bool>,
    /// Swarm's routing mesh.
    pub ingress: Observed<bool>,
    /// IPv6.
    pub ipv6: Observed<bool>,
    /// Names of containers attached.
    pub containers: Observed<Vec<String>>,
}

/// A volume.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct VolumeFacts {
    /// Name.
    pub name: String,
    /// Driver.
    pub driver: String,
    /// Driver options; secret-looking values masked.
    pub options: BTreeMap<String, String>,
    /// Path of its data on the engine's host.
    pub mountpoint: String,
}

/// A managed plugin.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct PluginFacts {
    /// Name.
    pub name: String,
    /// Running.
    pub enabled: bool,
    /// Interfaces it implements, `docker.authz/1.0`.
    pub interfaces: Vec<String>,
    /// Privileges it was granted: name and values.
    pub privileges: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_the_api_never_lists_is_not_off() {
        let info = EngineInfo {
            security_options: Observed::known(BTreeMap::new(), "/info SecurityOptions"),
            unlisted_options: BTreeSet::from(["no-new-privileges".to_owned()]),
            ..EngineInfo::default()
        };
        let unlisted = info.security_option("no-new-privileges");
        assert_eq!(unlisted, Observed::Unreadable(Reason::NotInApi));
        assert_eq!(info.security_option("seccomp").value(), Some(&false));
    }
}
