//! What calls are for, and what an attacker gains by them.

/// How much of the kernel a group opens to who may call it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Risk {
    /// Every program needs them.
    Ordinary,
    /// Seldom needed, and sometimes the way in.
    Raised,
    /// Large or young kernel code that exploits keep coming from.
    High,
    /// They change the kernel or the machine itself.
    Extreme,
}

impl Risk {
    /// Weight in a sum over the calls that a filter lets through.
    pub fn weight(self) -> u32 {
        match self {
            Self::Ordinary => 0,
            Self::Raised => 1,
            Self::High => 4,
            Self::Extreme => 10,
        }
    }

    /// `ordinary`, `raised`, `high`, `extreme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Raised => "raised",
            Self::High => "high",
            Self::Extreme => "extreme",
        }
    }
}

/// Calls that belong together.
#[derive(Debug)]
pub struct Group {
    /// Name in output, kebab-case.
    pub id: &'static str,
    /// How dangerous they are in a container.
    pub risk: Risk,
    /// Why, in a sentence.
    pub reason: &'static str,
    /// Their names.
    pub calls: &'static [&'static str],
}

/// The groups with a risk, gravest first. A call is in one of them at most; all
/// others are ordinary.
pub fn groups() -> &'static [Group] {
    GROUPS
}

/// The group of a call, when it has one.
pub fn group(call: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.calls.contains(&call))
}

const GROUPS: &[Group] = &[
    Group {
        id: "kernel-modules",
        risk: Risk::Extreme,
        reason: "loading a module is running one's own code in the kernel",
        calls: &[
            "init_module",
            "finit_module",
            "delete_module",
            "create_module",
            "query_module",
            "get_kernel_syms",
        ],
    },
    Group {
        id: "reboot",
        risk: Risk::Extreme,
        reason: "they stop the machine or start another kernel for everyone on it",
        calls: &["reboot", "kexec_load", "kexec_file_load"],
    },
    Group {
        id: "raw-hardware",
        risk: Risk::Extreme,
        reason: "ports, interrupts and processor modes below every check of the kernel",
        calls: &[
            "iopl",
            "ioperm",
            "pciconfig_read",
            "pciconfig_write",
            "pciconfig_iobase",
            "vm86",
            "vm86old",
        ],
    },
    Group {
        id: "swap-and-accounting",
        risk: Risk::Extreme,
        reason: "settings of the whole machine that no container owns",
        calls: &["swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "nfsservctl"],
    },
    Group {
        id: "bpf",
        risk: Risk::High,
        reason: "the verifier of kernel programs has been wrong often, and programs see every process",
        calls: &["bpf"],
    },
    Group {
        id: "mount",
        risk: Risk::High,
        reason: "new mounts undo masked and read-only paths and reach file system code with crafted images",
        calls: &["mount", "umount", "umount2", "pivot_root"],
    },
    Group {
        id: "new-mount-api",
        risk: Risk::High,
        reason: "the file-descriptor form of mount, with its own parsers; a filter that only knows mount misses it",
        calls: &[
            "open_tree",
            "open_tree_attr",
            "move_mount",
            "fsopen",
            "fsconfig",
            "fsmount",
            "fspick",
            "mount_setattr",
        ],
    },
    Group {
        id: "namespaces",
        risk: Risk::High,
        reason: "a user namespace gives all capabilities inside, and with them much more kernel code",
        calls: &["unshare", "setns", "clone3"],
    },
    Group {
        id: "io-uring",
        risk: Risk::High,
        reason: "does the work of other calls where no filter sees them, in young and fast-moving code",
        calls: &["io_uring_setup", "io_uring_enter", "io_uring_register"],
    },
    Group {
        id: "perf",
        risk: Risk::High,
        reason: "large code near the hardware; samples of other programs and of the kernel",
        calls: &["perf_event_open", "uretprobe", "uprobe"],
    },
    Group {
        id: "userfaultfd",
        risk: Risk::High,
        reason: "stops the kernel in the middle of a copy, which makes races easy to win",
        calls: &["userfaultfd"],
    },
    Group {
        id: "open-by-handle",
        risk: Risk::High,
        reason: "opens files by number past every mount: the way out that Shocker used",
        calls: &["open_by_handle_at"],
    },
    Group {
        id: "keyring",
        risk: Risk::High,
        reason: "keys are not separated by namespaces but by user ids, and the code had grave defects",
        calls: &["add_key", "request_key", "keyctl"],
    },
    Group {
        id: "process-memory",
        risk: Risk::Raised,
        reason: "reads and changes other processes that the same user may reach",
        calls: &[
            "ptrace",
            "process_vm_readv",
            "process_vm_writev",
            "process_madvise",
            "process_mrelease",
            "kcmp",
            "pidfd_getfd",
        ],
    },
    Group {
        id: "time",
        risk: Risk::Raised,
        reason: "there is one clock for all: certificates and logs of everyone depend on it",
        calls: &[
            "settimeofday",
            "stime",
            "clock_settime",
            "clock_settime64",
            "clock_adjtime",
            "clock_adjtime64",
            "adjtimex",
        ],
    },
    Group {
        id: "kernel-log",
        risk: Risk::Raised,
        reason: "addresses and messages of the kernel, also about other containers",
        calls: &["syslog", "lookup_dcookie"],
    },
    Group {
        id: "old-and-odd",
        risk: Risk::Raised,
        reason: "nobody uses them any more, so nobody looks at their defects",
        calls: &[
            "_sysctl",
            "sysfs",
            "ustat",
            "uselib",
            "personality",
            "modify_ldt",
            "remap_file_pages",
            "bdflush",
            "socketcall",
            "ipc",
        ],
    },
    Group {
        id: "numa-and-pages",
        risk: Risk::Raised,
        reason: "moves memory of other processes and has had exploitable defects",
        calls: &[
            "mbind",
            "set_mempolicy",
            "set_mempolicy_home_node",
            "migrate_pages",
            "move_pages",
            "vmsplice",
        ],
    },
    Group {
        id: "file-notification",
        risk: Risk::Raised,
        reason: "watches every file of a mount, beyond the container's own",
        calls: &["fanotify_init", "fanotify_mark"],
    },
    Group {
        id: "machine-name",
        risk: Risk::Raised,
        reason: "renames the machine unless the container has its own name space for it",
        calls: &["sethostname", "setdomainname"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syscalls::is_known_name;
    use std::collections::BTreeSet;

    #[test]
    fn a_call_is_known_and_in_one_group() {
        let mut seen = BTreeSet::new();
        for name in GROUPS.iter().flat_map(|group| group.calls) {
            let elsewhere = name.starts_with("pciconfig");
            assert!(is_known_name(name) || elsewhere, "{name}");
            assert!(seen.insert(name), "{name} is in two groups");
        }
        assert!(GROUPS.windows(2).all(|pair| pair[0].risk >= pair[1].risk));
    }
}
