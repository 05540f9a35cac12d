//! One column: a process, a container or a virtual machine.

use serde::{Deserialize, Serialize};

use super::{Files, Network, Platform, Reach, Reading};
use crate::findings::Severity;
use crate::report::v1::{Evidence, Remedy, Verdict};

/// Everything that is told of one of those that stand side by side.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Column {
    /// What stands here.
    pub kind: ColumnKind,
    /// Name for people.
    pub name: String,
    /// Container id; empty for others.
    pub id: String,
    /// Endpoint of its engine; empty for others.
    pub engine: String,
    /// How the column came about.
    pub basis: Basis,
    /// When and by which method, or why there is nothing.
    pub about: String,
    /// What parts it from the host.
    pub boundary: Boundary,
    /// The eight namespaces.
    pub namespaces: Vec<Namespace>,
    /// What it sees through them.
    pub view: View,
    /// Who it is to the host.
    pub user: User,
    /// Capabilities, without `CAP_`.
    pub capabilities: Capabilities,
    /// System-call filter.
    pub seccomp: Seccomp,
    /// Whether it can gain privileges by running another program.
    pub no_new_privileges: Reading<bool>,
    /// Mandatory access control.
    pub lsm: Lsm,
    /// Cgroup limits, minimum over all ancestors.
    pub limits: Limits,
    /// File systems and devices.
    pub files: Files,
    /// Network.
    pub network: Network,
    /// What it takes from this kernel.
    pub platform: Platform,
    /// What of the kernel it reaches.
    pub reach: Reach,
    /// The same container under the tightest documented settings; null for
    /// columns that are none. Computed, not measured.
    pub hardened: Option<Box<Reach>>,
    /// Ways out that were found.
    pub escapes: Vec<Escape>,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// A process of the host, without a container.
    #[default]
    Process,
    /// A container.
    Container,
    /// The first container, hardened.
    HardenedContainer,
    /// A process in a virtual machine.
    VirtualMachine,
}

/// How a column came about.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Read from the running kernel.
    Measured,
    /// Only the engine's record could be read.
    Configured,
    /// Derived from another column.
    Computed,
    /// Measured elsewhere with the same code and kept with Seaworthy.
    Stored,
    /// Nothing is there.
    #[default]
    NotMeasured,
}

/// What parts a column from the host, weakest first.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoundaryKind {
    /// Facts are missing.
    #[default]
    Unknown,
    /// Nothing but users and permissions.
    Process,
    /// Namespaces and cgroups.
    Container,
    /// Also ids of its own.
    UserNamespaceContainer,
    /// Also an engine without rights.
    RootlessContainer,
    /// A kernel in user space between it and the host's.
    Gvisor,
    /// A kernel of its own on virtual hardware, one a container.
    MicroVm,
    /// A kernel of its own on virtual hardware.
    VirtualMachine,
}

impl BoundaryKind {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Process => "process",
            Self::Container => "container",
            Self::UserNamespaceContainer => "user-namespace container",
            Self::RootlessContainer => "rootless container",
            Self::Gvisor => "gVisor sandbox",
            Self::MicroVm => "micro VM",
            Self::VirtualMachine => "virtual machine",
        }
    }
}

/// A boundary with what told it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Boundary {
    /// Which.
    pub kind: BoundaryKind,
    /// Whether its system calls are answered by the host's kernel itself.
    pub shares_kernel: Reading<bool>,
    /// What told it.
    pub evidence: Vec<Evidence>,
}

/// One namespace.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Namespace {
    /// `mnt`, `pid`, `net`, `ipc`, `uts`, `user`, `cgroup`, `time`.
    pub kind: String,
    /// Its inode; null when only the engine's record was read.
    pub inode: Reading<u64>,
    /// Own, shared or unknown.
    pub state: NamespaceState,
    /// It is the engine's.
    pub with_engine: Option<bool>,
    /// It is that of process 1.
    pub with_init: Option<bool>,
    /// Containers in the same one, by name.
    pub with_containers: Vec<String>,
    /// What told it, or why it is not known.
    pub because: String,
}

/// Own or shared.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamespaceState {
    /// Nobody else that was seen is in it.
    Own,
    /// With the host's processes.
    Host,
    /// With other containers only.
    Containers,
    /// Facts are missing.
    #[default]
    Unknown,
}

/// What a process sees through its namespaces.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct View {
    /// Host name.
    pub hostname: Reading<String>,
    /// `eth0 172.17.0.2/16`.
    pub interfaces: Reading<Vec<String>>,
    /// `0.0.0.0/0 via 172.17.0.1 eth0`.
    pub routes: Reading<Vec<String>>,
    /// Ports that somebody in its network namespace listens on.
    pub listeners: Reading<Vec<String>>,
    /// Abstract unix sockets in its network namespace.
    pub abstract_sockets: Reading<Vec<String>>,
    /// Processes that its `/proc` shows.
    pub processes: Reading<u32>,
    /// Mounts in its mount namespace.
    pub mounts: Reading<usize>,
}

/// One range of a user-id map.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct IdRange {
    /// First id inside.
    pub inside: u32,
    /// First id outside.
    pub outside: u32,
    /// How many.
    pub length: u32,
}

/// Who a column is to the host.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct User {
    /// Effective user id as the host sees it.
    pub uid: Reading<u32>,
    /// Effective group id as the host sees it.
    pub gid: Reading<u32>,
    /// Supplementary groups as the host sees them.
    pub groups: Reading<Vec<u32>>,
    /// Ids mean the same inside and outside.
    pub host_ids: Reading<bool>,
    /// Mapping of user ids.
    pub uid_map: Reading<Vec<IdRange>>,
    /// Mapping of group ids.
    pub gid_map: Reading<Vec<IdRange>>,
    /// Containers whose host ids overlap with its, by name.
    pub overlaps: Vec<String>,
}

/// Five sets, names without `CAP_`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Capabilities {
    /// In force now.
    pub effective: Reading<Vec<String>>,
    /// May be raised.
    pub permitted: Reading<Vec<String>>,
    /// Kept over execution when the file allows.
    pub inheritable: Reading<Vec<String>>,
    /// The most that can ever be.
    pub bounding: Reading<Vec<String>>,
    /// Kept over execution.
    pub ambient: Reading<Vec<String>>,
}

/// System-call filter.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Seccomp {
    /// `none`, `strict` or `filter`.
    pub mode: Reading<String>,
    /// How many filters lie over each other.
    pub filters: Reading<u32>,
    /// `unconfined`, `builtin`, `custom`, `allows everything`, `filtered`.
    pub profile: Reading<String>,
    /// Where the exact filter was read, or what would be needed for it.
    pub exact: Reading<String>,
}

/// Mandatory access control.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Lsm {
    /// Profile or context; null when no module labels it.
    pub label: Reading<String>,
    /// `enforce`, `complain`, `unconfined`, `none`.
    pub mode: Reading<String>,
}

/// Limits; null without `unknown` is unlimited.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Limits {
    /// Version of the cgroup hierarchy, 1 or 2.
    pub version: Reading<u8>,
    /// RAM in bytes.
    pub memory: Reading<u64>,
    /// Swap in bytes beside the RAM.
    pub swap: Reading<u64>,
    /// CPUs.
    pub cpus: Reading<f64>,
    /// Weight, 100 by default.
    pub cpu_weight: Reading<u64>,
    /// CPUs by number.
    pub cpuset: Reading<String>,
    /// Processes.
    pub pids: Reading<u64>,
    /// I/O.
    pub io: Reading<Vec<String>>,
    /// Device rules.
    pub devices: Reading<Vec<String>>,
    /// Path of the cgroup.
    pub path: Reading<String>,
}

/// A way out that a check found.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Escape {
    /// Check.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// Fail, review or unknown.
    pub verdict: Verdict,
    /// Severity in force.
    pub severity: Severity,
    /// What is wrong here; for an unknown, what is missing.
    pub message: String,
    /// Chain of facts.
    pub chain: Vec<Evidence>,
    /// The one change that closes it.
    pub close: Remedy,
    /// Somebody accepted it.
    pub waived: bool,
}

impl Escape {
    /// Found, grave enough to leave by, and accepted by nobody. What is rated low
    /// makes another way easier and is none by itself.
    pub(in crate::report) fn is_way_out(&self) -> bool {
        self.verdict == Verdict::Fail && !self.waived && self.severity >= Severity::Medium
    }

    /// For a person to decide.
    pub(in crate::report) fn is_question(&self) -> bool {
        self.verdict == Verdict::Review && !self.waived
    }

    /// Found, and no way out by itself.
    pub(in crate::report) fn is_aid(&self) -> bool {
        self.verdict == Verdict::Fail && !self.waived && self.severity < Severity::Medium
    }
}
