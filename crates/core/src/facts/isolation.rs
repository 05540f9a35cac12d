//! What one process can see and reach: the same for a plain process, a
//! container and a virtual machine, so that they can stand side by side.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Observed;

/// The seccomp filter of a process, from its runtime's instructions or from the
/// kernel.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct SeccompFacts {
    /// `linux.seccomp` of the OCI specification as JSON text: already resolved
    /// for capabilities and architecture. Absent when the runtime was told to
    /// install none.
    pub profile: Observed<Arc<str>>,
    /// Filters as the kernel holds them, the newest first; only when the user
    /// allowed asking it (ptrace).
    pub programs: Observed<Vec<BpfProgram>>,
    /// Number of filters, `Seccomp_filters` of `/proc/PID/status`.
    pub filters: Observed<u32>,
}

/// A classic BPF program: 8 bytes an instruction (`struct sock_filter`, fields
/// in the byte order of the machine), as hexadecimal digits.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct BpfProgram(pub String);

/// What a process sees through its namespaces.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct NamespaceView {
    /// Host name of its UTS namespace.
    pub hostname: Observed<String>,
    /// Network interfaces.
    pub interfaces: Observed<Vec<Interface>>,
    /// Routes of the main table, IPv4 and IPv6.
    pub routes: Observed<Vec<Route>>,
    /// TCP and UDP ports that somebody in its network namespace listens on, as
    /// `tcp 0.0.0.0:22`.
    pub listeners: Observed<Vec<String>>,
    /// Names of abstract unix sockets in its network namespace, without `@`.
    pub abstract_sockets: Observed<Vec<String>>,
    /// Processes that its `/proc` shows.
    pub processes: Observed<u32>,
}

/// A network interface.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Interface {
    /// Name, `eth0`.
    pub name: String,
    /// Addresses with prefix length, `172.17.0.2/16`.
    pub addresses: Vec<String>,
}

/// A route.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Route {
    /// Destination with prefix length, `0.0.0.0/0` for the default route.
    pub destination: String,
    /// Gateway, empty when the destination is on the link.
    pub gateway: String,
    /// Interface.
    pub interface: String,
}

/// Everything of the kernel that a process can reach by files: measured from
/// modes, owners, mount options and the process's own credentials; nothing is
/// opened for writing.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct KernelInterface {
    /// Files below its `/proc`, `/proc/PID` left out, that it may write.
    pub writable_proc: Observed<PathCount>,
    /// Files below its `/sys` that it may write.
    pub writable_sys: Observed<PathCount>,
    /// Device nodes that exist in its root.
    pub devices: Observed<Vec<DeviceNode>>,
    /// Set-user-id and set-group-id programs, and programs with file
    /// capabilities, in its root.
    pub setuid: Observed<PathCount>,
}

/// How many paths, and the first of them.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct PathCount {
    /// How many.
    pub count: u64,
    /// Paths as the process names them, sorted; at most [`PathCount::MOST`].
    pub paths: Vec<String>,
    /// The walk stopped at a limit: there are more.
    pub cut_off: bool,
}

impl PathCount {
    /// Paths that are kept by name.
    pub const MOST: usize = 64;
}

/// A device node.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct DeviceNode {
    /// Path as the process names it.
    pub path: String,
    /// `c` or `b`.
    pub kind: String,
    /// Major number.
    pub major: u32,
    /// Minor number.
    pub minor: u32,
    /// Mode, permission bits.
    pub mode: u32,
}

/// What tells a container from a virtual machine or another kernel.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct BoundaryFacts {
    /// Executable of the main process as the host sees it.
    pub exe: Observed<String>,
    /// Executables of its ancestors, the nearest first, up to PID 1 or to the
    /// first that may not be read.
    pub ancestors: Observed<Vec<String>>,
    /// It or its parent holds `/dev/kvm` open.
    pub holds_kvm: Observed<bool>,
    /// Kernel release that a program inside is told; only when seen from
    /// inside.
    pub kernel_release: Observed<String>,
    /// First lines of the kernel log, from inside only (gVisor says who it is).
    pub kernel_log: Observed<String>,
}

/// Limits beyond those of [`super::CgroupLimits`], minimum over all ancestors;
/// absent is unlimited.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct CgroupControls {
    /// Version of the hierarchy that holds the process's memory controller, 1
    /// or 2.
    pub version: Observed<u8>,
    /// Swap in bytes beside the RAM.
    pub swap: Observed<u64>,
    /// Relative CPU weight in v2's scale, 1 to 10000; 100 is the default.
    pub cpu_weight: Observed<u64>,
    /// CPUs it may run on, `0-3,8`.
    pub cpuset: Observed<String>,
    /// I/O limits, `8:0 rbps=1048576`.
    pub io: Observed<Vec<String>>,
    /// Device rules in force, as `allow c 1:3 rwm`; v1 only, v2 keeps them in a
    /// BPF program and they are those of the OCI specification.
    pub devices: Observed<Vec<String>>,
    /// Path of the process's cgroup by controller.
    pub paths: BTreeMap<String, String>,
}
