//! What the kernel does with a running container.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    BoundaryFacts, CgroupControls, KernelInterface, MountPoint, NamespaceView, Observed,
    SeccompFacts, SeccompProfileSummary,
};

/// The kernel's view of a container's main process, and of what runs beside it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct LiveFacts {
    /// Host pid.
    pub pid: u32,
    /// Namespace inode by kind (`cgroup`, `ipc`, `mnt`, `net`, `pid`, `time`, `user`, `uts`).
    pub namespaces: BTreeMap<String, Observed<u64>>,
    /// User-id mapping.
    pub uid_map: Observed<Vec<IdMapRange>>,
    /// Group-id mapping.
    pub gid_map: Observed<Vec<IdMapRange>>,
    /// Effective user id as the host sees it.
    pub uid: Observed<u32>,
    /// Effective group id as the host sees it.
    pub gid: Observed<u32>,
    /// Capability sets.
    pub capabilities: Observed<CapabilitySets>,
    /// Seccomp mode: 0 none, 1 strict, 2 filter.
    pub seccomp_mode: Observed<u8>,
    /// No-new-privileges bit.
    pub no_new_privileges: Observed<bool>,
    /// Label of the active security module (AppArmor profile, SELinux context).
    pub lsm_label: Observed<String>,
    /// Mounts in its mount namespace.
    pub mounts: Observed<Vec<MountPoint>>,
    /// Effective limits, minimum over all ancestors.
    pub limits: CgroupLimits,
    /// The runtime's own instructions, when readable.
    pub oci: Observed<OciSpec>,
    /// Everything that runs in it.
    pub processes: Observed<Vec<ProcessFacts>>,
    /// Files below `/var/log` in its writable layer that hold something.
    pub layer_logs: Observed<Vec<LayerLog>>,
    /// Supplementary group ids as the host sees them.
    pub groups: Observed<Vec<u32>>,
    /// Seccomp filters in full.
    pub seccomp: SeccompFacts,
    /// Further limits of its cgroups.
    pub controls: CgroupControls,
    /// What it sees through its namespaces.
    pub view: NamespaceView,
    /// What of the kernel it reaches by files.
    pub interface: KernelInterface,
    /// Whether it runs on this kernel at all.
    pub boundary: BoundaryFacts,
}

/// A log file in a container's writable layer.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct LayerLog {
    /// Path as the container sees it.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
}

/// One line of `/proc/PID/uid_map`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct IdMapRange {
    /// First id inside.
    pub inside: u32,
    /// First id outside.
    pub outside: u32,
    /// How many.
    pub length: u32,
}

impl IdMapRange {
    /// Whether this maps every id to itself, which is no separation.
    pub fn is_identity(&self) -> bool {
        self.inside == 0 && self.outside == 0 && self.length == u32::MAX
    }
}

/// The five sets of `/proc/PID/status`, one bit a capability.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct CapabilitySets {
    /// `CapInh`.
    pub inheritable: u64,
    /// `CapPrm`.
    pub permitted: u64,
    /// `CapEff`.
    pub effective: u64,
    /// `CapBnd`.
    pub bounding: u64,
    /// `CapAmb`.
    pub ambient: u64,
}

/// Names by bit number, `linux/capability.h` of Linux 5.9 and later.
const NAMES: [&str; 41] = [
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "LINUX_IMMUTABLE",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "IPC_OWNER",
    "SYS_MODULE",
    "SYS_RAWIO",
    "SYS_CHROOT",
    "SYS_PTRACE",
    "SYS_PACCT",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "MKNOD",
    "LEASE",
    "AUDIT_WRITE",
    "AUDIT_CONTROL",
    "SETFCAP",
    "MAC_OVERRIDE",
    "MAC_ADMIN",
    "SYSLOG",
    "WAKE_ALARM",
    "BLOCK_SUSPEND",
    "AUDIT_READ",
    "PERFMON",
    "BPF",
    "CHECKPOINT_RESTORE",
];

impl CapabilitySets {
    /// Names, without `CAP_`, of the bits of one set; a bit that has no name
    /// yet is `BIT_n`.
    pub fn names(set: u64) -> BTreeSet<String> {
        (0..u64::BITS)
            .filter(|bit| set & (1 << bit) != 0)
            .map(|bit| {
                NAMES
                    .get(bit as usize)
                    .map_or_else(|| format!("BIT_{bit}"), |name| (*name).to_owned())
            })
            .collect()
    }
}

/// Effective limits; `Absent` is unlimited. Bytes, processes, CPUs.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct CgroupLimits {
    /// RAM in bytes.
    pub memory: Observed<u64>,
    /// Processes.
    pub pids: Observed<u64>,
    /// CPUs, quota divided by period.
    pub cpus: Observed<f64>,
    /// Path of the cgroup below its hierarchy.
    pub path: Observed<String>,
}

/// The parts of the OCI runtime specification that a judge needs.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct OciSpec {
    /// `linux.seccomp`; absent means no filter.
    pub seccomp: Observed<SeccompProfileSummary>,
    /// `linux.maskedPaths`.
    pub masked_paths: Vec<String>,
    /// `linux.readonlyPaths`.
    pub readonly_paths: Vec<String>,
    /// Namespaces by kind with the path they join, empty for a new one.
    pub namespaces: BTreeMap<String, String>,
    /// `process.capabilities.bounding`, without `CAP_`.
    pub bounding: Vec<String>,
    /// `root.readonly`.
    pub read_only_root: bool,
    /// `process.noNewPrivileges`.
    pub no_new_privileges: bool,
    /// `process.apparmorProfile`.
    pub apparmor_profile: String,
    /// `process.selinuxLabel`.
    pub selinux_label: String,
    /// `linux.resources.devices`, as `allow c 1:3 rwm`.
    pub device_rules: Vec<String>,
}

/// A process inside a container, told by its executable, never by its name.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct ProcessFacts {
    /// Host pid.
    pub pid: u32,
    /// Path of the executable as the container sees it.
    pub exe: String,
    /// Real user id as the host sees it.
    pub uid: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dockers_default_set_has_its_fourteen_names() {
        let names = CapabilitySets::names(0xa804_25fb);
        assert_eq!(names.len(), 14);
        assert!(
            names.contains("NET_RAW") && names.contains("MKNOD") && !names.contains("SYS_ADMIN")
        );
    }

    #[test]
    fn a_bit_from_the_future_has_a_name() {
        assert!(CapabilitySets::names(1 << 63).contains("BIT_63"));
    }
}
