//! What a column takes from and reaches of the machine around it.

use serde::{Deserialize, Serialize};

use super::Reading;

/// What a mount reaches.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resource {
    /// A socket that controls an engine.
    EngineSocket,
    /// The whole file system of the host.
    HostRoot,
    /// Kernel parameters, `/proc` and `/sys` of the host.
    Kernel,
    /// Device nodes of the host.
    Devices,
    /// Files of the engine: images and all containers' data.
    EngineFiles,
    /// Configuration of the host.
    Configuration,
    /// Programs, libraries and boot files of the host.
    Programs,
    /// Home folders.
    Homes,
    /// Other files of the host.
    #[default]
    Files,
    /// A volume that the engine manages.
    Volume,
}

/// A file system of the host inside a container.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct MountReach {
    /// Path inside.
    pub path: String,
    /// Path on the host; of a volume its name.
    pub host_path: String,
    /// What it reaches.
    pub resource: Resource,
    /// Writable.
    pub writable: bool,
    /// How it got there.
    pub route: String,
}

/// File systems and devices.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Files {
    /// Its root file system is read-only.
    pub read_only_root: Reading<bool>,
    /// File systems of the host in it, gravest first.
    pub mounts: Reading<Vec<MountReach>>,
    /// Paths below `/proc` and `/sys` that something covers.
    pub masked: Reading<Vec<String>>,
    /// Paths below `/proc` and `/sys` that are mounted read-only.
    pub read_only_paths: Reading<Vec<String>>,
    /// Sockets of engines in it, as it names them.
    pub engine_sockets: Reading<Vec<String>>,
}

/// What it reaches over the network; from namespaces, routes and settings, not
/// by trying.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Network {
    /// The host's loopback interface and what listens there.
    pub host_loopback: Reading<bool>,
    /// Networks beside its own: it has a route that leaves.
    pub beyond: Reading<bool>,
    /// Through which way: `default route via 172.17.0.1`.
    pub way: String,
    /// Neighbours on the same network, by name.
    pub neighbours: Reading<Vec<String>>,
    /// `0.0.0.0:8080 -> 80/tcp`.
    pub published: Reading<Vec<String>>,
}

/// What it takes from this kernel: containers depend on the operating system.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Platform {
    /// Kernel release that it runs on.
    pub kernel: Reading<String>,
    /// Architecture of its programs; null when it is only known that they run.
    pub architecture: Reading<String>,
    /// An interpreter of the host runs its programs.
    pub emulated: Reading<bool>,
    /// What it needs of the kernel.
    pub needs: Vec<Need>,
}

/// A feature of the kernel that a container lives on.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Need {
    /// Configuration option, `CONFIG_OVERLAY_FS`.
    pub option: String,
    /// What for.
    pub purpose: String,
    /// Whether the kernel has it.
    pub present: Present,
}

/// How a kernel has a feature.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Present {
    /// Built in.
    BuiltIn,
    /// As a module that is loaded.
    Loaded,
    /// As a module.
    Module,
    /// Not at all.
    Missing,
    /// The configuration could not be read.
    #[default]
    Unknown,
}
