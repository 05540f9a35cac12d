//! What a capability is good for in an attacker's hands.

use seaworthy_core::findings::Severity;

/// One capability beyond what a service needs.
pub(super) struct CapabilityDanger {
    /// Name without `CAP_`.
    pub(super) name: &'static str,
    /// How bad it is in the host's user namespace.
    pub(super) severity: Severity,
    /// What it allows.
    pub(super) allows: &'static str,
}

const fn danger(name: &'static str, severity: Severity, allows: &'static str) -> CapabilityDanger {
    CapabilityDanger { name, severity, allows }
}

/// Worst first. The engine's default set is not here but for `NET_RAW`.
pub(super) const DANGERS: &[CapabilityDanger] = &[
    danger(
        "SYS_ADMIN",
        Severity::Critical,
        "mounting file systems and most ways out of a container",
    ),
    danger("SYS_MODULE", Severity::Critical, "loading code into the kernel"),
    danger("SYS_RAWIO", Severity::Critical, "raw access to memory and disks"),
    danger("DAC_READ_SEARCH", Severity::High, "opening files of the host by handle"),
    danger("SYS_PTRACE", Severity::High, "reading and steering other processes"),
    danger("BPF", Severity::High, "loading programs into the kernel"),
    danger("MAC_ADMIN", Severity::High, "changing mandatory access rules"),
    danger("MAC_OVERRIDE", Severity::High, "ignoring mandatory access rules"),
    danger("SYS_BOOT", Severity::High, "rebooting the host or loading another kernel"),
    danger("NET_ADMIN", Severity::Medium, "changing addresses, routes and firewall rules"),
    danger("PERFMON", Severity::Medium, "watching the kernel and other programs"),
    danger("CHECKPOINT_RESTORE", Severity::Medium, "choosing process ids and reading memory maps"),
    danger("SYSLOG", Severity::Medium, "reading kernel addresses from the log"),
    danger("SYS_TIME", Severity::Medium, "setting the host's clock"),
    danger("SYS_RESOURCE", Severity::Medium, "going beyond resource limits"),
    danger("AUDIT_CONTROL", Severity::Medium, "switching the kernel's audit off"),
    danger("AUDIT_READ", Severity::Medium, "reading the kernel's audit log"),
    danger("IPC_OWNER", Severity::Low, "reading shared memory of others"),
    danger("IPC_LOCK", Severity::Low, "locking memory without bound"),
    danger("LINUX_IMMUTABLE", Severity::Low, "making files immutable"),
    danger("SYS_NICE", Severity::Low, "taking priority over others"),
    danger("SYS_PACCT", Severity::Low, "switching process accounting"),
    danger("SYS_TTY_CONFIG", Severity::Low, "hanging up terminals"),
    danger("LEASE", Severity::Low, "taking leases on files of others"),
    danger("WAKE_ALARM", Severity::Low, "waking the system"),
    danger("BLOCK_SUSPEND", Severity::Low, "keeping the system from sleep"),
    danger("NET_BROADCAST", Severity::Low, "broadcasting"),
    danger("NET_RAW", Severity::Low, "forging packets on its network"),
];
