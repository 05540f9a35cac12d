//! What a container was asked to be: the same fields for a create request and
//! for the engine's record of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Observed, SecurityOptions};
use crate::secrets::SecretClass;

/// Security-relevant settings of a container. Sizes are bytes, CPU times
/// microseconds, capabilities upper-case without `CAP_`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ContainerSettings {
    /// `--privileged`.
    pub privileged: Observed<bool>,
    /// Capabilities added, `ALL` possible.
    pub cap_add: Observed<Vec<String>>,
    /// Capabilities dropped, `ALL` possible.
    pub cap_drop: Observed<Vec<String>>,
    /// `--security-opt`, parsed.
    pub security: Observed<SecurityOptions>,
    /// AppArmor profile that the engine chose, empty when none.
    pub apparmor_profile: Observed<String>,
    /// SELinux process label, empty when none.
    pub process_label: Observed<String>,
    /// Root file system mounted read-only.
    pub read_only_root: Observed<bool>,
    /// Network namespace.
    pub network_mode: Observed<NamespaceMode>,
    /// PID namespace.
    pub pid_mode: Observed<NamespaceMode>,
    /// IPC namespace.
    pub ipc_mode: Observed<NamespaceMode>,
    /// Host-name namespace.
    pub uts_mode: Observed<NamespaceMode>,
    /// User namespace: `host` switches the daemon's remapping off.
    pub userns_mode: Observed<NamespaceMode>,
    /// Cgroup namespace.
    pub cgroupns_mode: Observed<NamespaceMode>,
    /// Cgroup parent, empty for the engine's default.
    pub cgroup_parent: Observed<String>,
    /// Memory limit in bytes, 0 for none.
    pub memory: Observed<i64>,
    /// Memory plus swap limit in bytes, -1 unlimited, 0 engine default.
    pub memory_swap: Observed<i64>,
    /// Soft memory limit in bytes.
    pub memory_reservation: Observed<i64>,
    /// CPU limit in 1e-9 CPUs, 0 for none.
    pub nano_cpus: Observed<i64>,
    /// CFS quota a period in microseconds, 0 or -1 for none.
    pub cpu_quota: Observed<i64>,
    /// CFS period in microseconds.
    pub cpu_period: Observed<i64>,
    /// Relative CPU weight, 0 for the default.
    pub cpu_shares: Observed<i64>,
    /// CPUs allowed, empty for all.
    pub cpuset_cpus: Observed<String>,
    /// Limit of processes; 0 and -1 mean none.
    pub pids_limit: Observed<i64>,
    /// Kernel may not kill it when memory runs out.
    pub oom_kill_disable: Observed<bool>,
    /// OOM score adjustment, -1000 to 1000.
    pub oom_score_adj: Observed<i64>,
    /// Resource limits set for this container.
    pub ulimits: Observed<Vec<Ulimit>>,
    /// Host devices handed in.
    pub devices: Observed<Vec<Device>>,
    /// Extra device cgroup rules, such as `c 1:* rmw`.
    pub device_cgroup_rules: Observed<Vec<String>>,
    /// GPU, CDI and other driver requests.
    pub device_requests: Observed<Vec<DeviceRequest>>,
    /// Kernel parameters set in its namespaces.
    pub sysctls: Observed<BTreeMap<String, String>>,
    /// tmpfs mounts: path to options.
    pub tmpfs: Observed<BTreeMap<String, String>>,
    /// Bind mounts and volumes.
    pub mounts: Observed<Vec<Mount>>,
    /// Containers whose volumes it takes over.
    pub volumes_from: Observed<Vec<String>>,
    /// Additional groups of the main process.
    pub group_add: Observed<Vec<String>>,
    /// OCI runtime, empty for the default.
    pub runtime: Observed<String>,
    /// Restart policy.
    pub restart_policy: Observed<RestartPolicy>,
    /// Log driver of this container.
    pub log_driver: Observed<String>,
    /// Options of the log driver; secret-looking values masked.
    pub log_options: Observed<BTreeMap<String, String>>,
    /// Ports bound on the host, IPv4 and IPv6.
    pub ports: Observed<Vec<PublishedPort>>,
    /// `--publish-all`.
    pub publish_all: Observed<bool>,
    /// Ports that image or user declared, `80/tcp`.
    pub exposed_ports: Observed<Vec<String>>,
    /// Paths hidden from the container; an empty list means unconfined.
    pub masked_paths: Observed<Vec<String>>,
    /// Paths read-only in the container; an empty list means unconfined.
    pub readonly_paths: Observed<Vec<String>>,
    /// `user[:group]` as configured, empty for the image's or root.
    pub user: Observed<String>,
    /// Environment, values replaced by class and length.
    pub env: Observed<Vec<EnvVar>>,
    /// Health check in force; absent when neither image nor user gave one.
    pub healthcheck: Observed<Healthcheck>,
    /// Command line, secret-looking arguments masked.
    pub command: Observed<Vec<String>>,
    /// Networks it is attached to.
    pub networks: Observed<Vec<String>>,
    /// An init process reaps its zombies.
    pub init: Observed<bool>,
    /// Extra host entries, `name:address`.
    pub extra_hosts: Observed<Vec<String>>,
    /// Fields of the engine's answer that this version does not know: name and
    /// JSON type, never the value.
    pub unknown_fields: BTreeMap<String, String>,
}

/// How a container gets one of its namespaces.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamespaceMode {
    /// The engine's default for this namespace (empty string in the API).
    #[default]
    Default,
    /// Its own.
    Private,
    /// The host's.
    Host,
    /// None at all (network only).
    None,
    /// Its own, which others may join (IPC only).
    Shareable,
    /// Another container's, by id or name.
    Container(String),
    /// A named network, or a mode that only the engine knows.
    Named(String),
}

impl NamespaceMode {
    /// Reads the engine's spelling (`host`, `container:ID`, `ns:PATH` …).
    pub fn parse(text: &str) -> Self {
        match text {
            "" | "default" => Self::Default,
            "private" => Self::Private,
            "host" => Self::Host,
            "none" => Self::None,
            "shareable" => Self::Shareable,
            other => match other.strip_prefix("container:") {
                Some(container) => Self::Container(container.to_owned()),
                None => Self::Named(other.to_owned()),
            },
        }
    }
}

/// A resource limit; -1 is unlimited.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Ulimit {
    /// Name as `--ulimit` spells it, `nofile`.
    pub name: String,
    /// Soft limit.
    pub soft: i64,
    /// Hard limit.
    pub hard: i64,
}

/// A host device in a container.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Device {
    /// Path on the host.
    pub host_path: String,
    /// Path in the container.
    pub container_path: String,
    /// Cgroup permissions out of `rwm`.
    pub permissions: String,
}

/// A request to a device driver (GPU, CDI).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct DeviceRequest {
    /// Driver, empty for any.
    pub driver: String,
    /// Devices asked for, -1 for all.
    pub count: i64,
    /// Device ids asked for.
    pub device_ids: Vec<String>,
    /// Sets of capabilities asked for, flattened.
    pub capabilities: Vec<String>,
}

/// Kind of a mount.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MountKind {
    /// A path of the host.
    #[default]
    Bind,
    /// An engine-managed volume.
    Volume,
    /// Memory.
    Tmpfs,
    /// Something else (`image`, `cluster`, `npipe`).
    Other,
}

/// A file system handed to a container.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Mount {
    /// Kind.
    pub kind: MountKind,
    /// Path on the host, or volume data path.
    pub source: String,
    /// Volume name, empty for binds.
    pub name: String,
    /// Path in the container.
    pub destination: String,
    /// Writable.
    pub writable: bool,
    /// Propagation, `rprivate` by default.
    pub propagation: String,
    /// Driver options of a volume that is made along with the container, as a
    /// create request gives them (`o`, `type`, `device`); empty elsewhere.
    pub driver_options: BTreeMap<String, String>,
}

/// When the engine starts a container again.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct RestartPolicy {
    /// `no`, `always`, `unless-stopped`, `on-failure`; empty is `no`.
    pub name: String,
    /// Attempts of `on-failure`; 0 is without limit.
    pub maximum_retry_count: i64,
}

/// A container port reachable from the host.
#[derive(Clone, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(default)]
pub struct PublishedPort {
    /// Port in the container.
    pub container_port: u16,
    /// `tcp`, `udp` or `sctp`.
    pub protocol: String,
    /// Host address; empty means every address.
    pub host_ip: String,
    /// Host port; 0 means the engine chooses one.
    pub host_port: u16,
}

/// An environment variable, without its value.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct EnvVar {
    /// Name.
    pub name: String,
    /// Length of the value in bytes.
    pub length: usize,
    /// What kind of secret the value looks like.
    pub secret: Option<SecretClass>,
}

/// A health check.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Healthcheck {
    /// The test, `NONE` first when it is switched off.
    pub test: Vec<String>,
}

/// A command run in a container beside its main process.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct ExecFacts {
    /// Program, without arguments.
    pub program: String,
    /// With all privileges.
    pub privileged: bool,
    /// User it runs as, empty for the container's.
    pub user: String,
    /// Still runs.
    pub running: bool,
}
