//! The rows: classes of kernel bugs and attacks, and which defence could stop
//! them. Facts about measures come from the kernel's own documentation
//! (`Documentation/security/self-protection.rst`, `admin-guide/sysctl`) and, for
//! `docker-default`, from the profile that Docker installs.

use super::measure::Measure;
use Measure::{
    AtLeast, Built, Cpu, Either, Given, Is, Lockdown, NoCpuBug, NotBuilt, On, Since, Switch,
};

/// A class of bug or attack.
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) attack: &'static str,
    /// Measures of the kernel itself; all of them are the whole defence.
    pub(super) kernel: &'static [Measure],
    pub(super) selinux: Mac,
    pub(super) apparmor: Mac,
    pub(super) seccomp: Calls,
    pub(super) capabilities: Needs,
    pub(super) user_namespace: Ids,
}

/// Whether mandatory access control can stop the class.
pub(super) enum Mac {
    /// By design not, and why.
    Never(&'static str),
    /// How.
    Stops(&'static str),
    /// How it stops a part.
    Partly(&'static str),
}

/// Whether a system-call filter can.
pub(super) enum Calls {
    /// By design not, and why.
    Never(&'static str),
    /// It only leaves less to attack.
    Fewer,
    /// By refusing all of these, given with first arguments that matter.
    Refuse(&'static [(&'static str, [u64; 2])]),
    /// By refusing sockets of these families.
    Families(&'static [(&'static str, u64)]),
}

/// Whether taking capabilities away can.
pub(super) enum Needs {
    /// By design not, and why.
    Never(&'static str),
    /// It only leaves less to attack.
    Fewer(&'static [&'static str]),
    /// The attack needs one of these.
    All(&'static [&'static str]),
}

/// Whether a user namespace can.
pub(super) enum Ids {
    /// By design not, and why.
    Never(&'static str),
    /// How.
    Apart(&'static str),
}

const INSIDE: &str =
    "it decides who may ask the kernel for what, not what a bug in the kernel does";
const IDS: &str = "a bug in the kernel does not ask whose id it serves";
/// Capabilities with the most kernel code behind them.
const GATED: &[&str] = &["SYS_ADMIN", "NET_ADMIN", "BPF", "PERFMON"];
/// `CLONE_NEWUSER` of `linux/sched.h`.
const NEW_USER: u64 = 0x1000_0000;

pub(super) const CLASSES: &[Row] = &[
    Row {
        id: "stack-overflow",
        title: "Overflow of the kernel's stack",
        attack: "A call makes the kernel write past a buffer on its stack and changes where it returns to.",
        kernel: &[
            Built(&["CONFIG_STACKPROTECTOR_STRONG", "CONFIG_CC_STACKPROTECTOR_STRONG"]),
            Built(&["CONFIG_VMAP_STACK"]),
            Switch("randomize_kstack_offset", "CONFIG_RANDOMIZE_KSTACK_OFFSET_DEFAULT"),
            On("aarch64", &Built(&["CONFIG_SHADOW_CALL_STACK"])),
        ],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "heap-corruption",
        title: "Heap overflow, use after free",
        attack: "A call makes the kernel write past an object or use one that was freed, where the attacker put another.",
        kernel: &[
            Built(&["CONFIG_SLAB_FREELIST_RANDOM"]),
            Built(&["CONFIG_SLAB_FREELIST_HARDENED"]),
            Built(&["CONFIG_RANDOM_KMALLOC_CACHES"]),
            Built(&["CONFIG_SLAB_BUCKETS"]),
            Either(&[Given("slab_nomerge"), NotBuilt("CONFIG_SLAB_MERGE_DEFAULT")]),
            Built(&["CONFIG_LIST_HARDENED", "CONFIG_DEBUG_LIST"]),
            Switch("init_on_free", "CONFIG_INIT_ON_FREE_DEFAULT_ON"),
        ],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "uninitialised-memory",
        title: "Use of uninitialised memory",
        attack: "The kernel hands out or acts on memory that still holds what was there before.",
        kernel: &[
            Built(&["CONFIG_INIT_STACK_ALL_ZERO", "CONFIG_GCC_PLUGIN_STRUCTLEAK_BYREF_ALL"]),
            Switch("init_on_alloc", "CONFIG_INIT_ON_ALLOC_DEFAULT_ON"),
            Built(&["CONFIG_KSTACK_ERASE", "CONFIG_GCC_PLUGIN_STACKLEAK"]),
        ],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "information-leak",
        title: "Leak of kernel addresses",
        attack: "Addresses from logs, files and counters tell an attacker where to aim.",
        kernel: &[
            Built(&["CONFIG_RANDOMIZE_BASE"]),
            On("x86_64", &Built(&["CONFIG_RANDOMIZE_MEMORY"])),
            AtLeast("kernel.kptr_restrict", 1),
            AtLeast("kernel.dmesg_restrict", 1),
            AtLeast("kernel.perf_event_paranoid", 2),
        ],
        selinux: Mac::Partly(
            "its labels keep container processes from the kernel's log and parameters",
        ),
        apparmor: Mac::Partly(
            "docker-default denies /proc/kcore, /sys/kernel/security and the like",
        ),
        seccomp: Calls::Refuse(&[("syslog", [3, 0]), ("perf_event_open", [0, 0]), ("bpf", [5, 0])]),
        capabilities: Needs::All(&["SYSLOG", "SYS_ADMIN", "PERFMON", "BPF"]),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "user-copy",
        title: "Copy across the bounds of an object",
        attack: "A wrong length makes the kernel copy more than one object to or from a program.",
        kernel: &[
            Built(&["CONFIG_HARDENED_USERCOPY"]),
            Built(&["CONFIG_FORTIFY_SOURCE"]),
            Built(&["CONFIG_UBSAN_BOUNDS"]),
        ],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "return-to-user",
        title: "Jump into the program's memory",
        attack: "A bent pointer makes the kernel run or read memory that the attacker's own program prepared.",
        kernel: &[
            On("x86_64", &Cpu("smep")),
            On("x86_64", &Cpu("smap")),
            On("aarch64", &Built(&["CONFIG_ARM64_PAN", "CONFIG_ARM64_SW_TTBR0_PAN"])),
            AtLeast("vm.mmap_min_addr", 4096),
        ],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "code-reuse",
        title: "Reuse of the kernel's own code (ROP, JOP)",
        attack: "A bent return address or function pointer strings pieces of the kernel's own code together.",
        kernel: &[
            Built(&["CONFIG_CFI", "CONFIG_CFI_CLANG"]),
            On("x86_64", &Built(&["CONFIG_X86_KERNEL_IBT"])),
            On("aarch64", &Built(&["CONFIG_ARM64_BTI_KERNEL"])),
            On("aarch64", &Built(&["CONFIG_ARM64_PTR_AUTH_KERNEL"])),
            Built(&["CONFIG_RANDOMIZE_BASE"]),
            Built(&[
                "CONFIG_RANDSTRUCT_FULL",
                "CONFIG_RANDSTRUCT_PERFORMANCE",
                "CONFIG_GCC_PLUGIN_RANDSTRUCT",
            ]),
        ],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "reference-count",
        title: "Overflow of a reference count",
        attack: "Counting one use too often frees an object that is still in use.",
        kernel: &[Either(&[
            Since(5, 5, "saturating reference counts"),
            Built(&["CONFIG_REFCOUNT_FULL"]),
        ])],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "kernel-code",
        title: "Change of the kernel's code, loading of modules",
        attack: "Root of a container loads a module or rewrites the running kernel.",
        kernel: &[
            Built(&["CONFIG_STRICT_KERNEL_RWX", "CONFIG_DEBUG_RODATA"]),
            Either(&[
                NotBuilt("CONFIG_MODULES"),
                Built(&["CONFIG_STRICT_MODULE_RWX", "CONFIG_DEBUG_SET_MODULE_RONX"]),
            ]),
            Either(&[
                NotBuilt("CONFIG_MODULES"),
                Is("kernel.modules_disabled", 1),
                Built(&["CONFIG_MODULE_SIG_FORCE"]),
                Given("module.sig_enforce"),
                Lockdown,
            ]),
        ],
        selinux: Mac::Stops("container types may load no module"),
        apparmor: Mac::Never("docker-default leaves modules to capabilities"),
        seccomp: Calls::Refuse(&[
            ("init_module", [0, 0]),
            ("finit_module", [0, 0]),
            ("delete_module", [0, 0]),
        ]),
        capabilities: Needs::All(&["SYS_MODULE"]),
        user_namespace: Ids::Apart("capabilities of its own user namespace load no module"),
    },
    Row {
        id: "physical-memory",
        title: "Physical memory, ports and kexec",
        attack: "Root of a container reads or writes memory through a device, or starts another kernel.",
        kernel: &[
            Either(&[NotBuilt("CONFIG_DEVMEM"), Built(&["CONFIG_STRICT_DEVMEM"]), Lockdown]),
            Either(&[NotBuilt("CONFIG_DEVMEM"), Built(&["CONFIG_IO_STRICT_DEVMEM"]), Lockdown]),
            Either(&[Is("kernel.kexec_load_disabled", 1), NotBuilt("CONFIG_KEXEC_CORE"), Lockdown]),
            Either(&[NotBuilt("CONFIG_PROC_KCORE"), Lockdown]),
        ],
        selinux: Mac::Stops("container types may not open memory devices"),
        apparmor: Mac::Partly("docker-default denies /proc/kcore and /proc/mem, not /dev/mem"),
        seccomp: Calls::Refuse(&[
            ("kexec_load", [0, 0]),
            ("kexec_file_load", [0, 0]),
            ("iopl", [3, 0]),
            ("ioperm", [0, 1]),
        ]),
        capabilities: Needs::All(&["SYS_RAWIO", "SYS_BOOT"]),
        user_namespace: Ids::Apart("capabilities of its own user namespace open no such device"),
    },
    Row {
        id: "link-races",
        title: "Races over links and FIFOs",
        attack: "A link or FIFO in a shared folder makes a privileged program open another file.",
        kernel: &[
            AtLeast("fs.protected_symlinks", 1),
            AtLeast("fs.protected_hardlinks", 1),
            AtLeast("fs.protected_fifos", 1),
            AtLeast("fs.protected_regular", 1),
        ],
        selinux: Mac::Stops("labels part the files of containers from those of the host"),
        apparmor: Mac::Never("docker-default lets a container open all of its files"),
        seccomp: Calls::Never("opening files is what every program does"),
        capabilities: Needs::Never("users and permissions decide, not capabilities"),
        user_namespace: Ids::Apart("its files belong to no user of the host"),
    },
    Row {
        id: "ptrace",
        title: "Tracing of neighbours",
        attack: "A process reads and changes another one of the same user.",
        kernel: &[AtLeast("kernel.yama.ptrace_scope", 1)],
        selinux: Mac::Stops("categories part the processes of containers"),
        apparmor: Mac::Stops("docker-default lets it trace its own profile only"),
        seccomp: Calls::Refuse(&[
            ("ptrace", [16, 1]),
            ("process_vm_readv", [1, 0]),
            ("process_vm_writev", [1, 0]),
            ("pidfd_getfd", [0, 0]),
        ]),
        capabilities: Needs::All(&["SYS_PTRACE"]),
        user_namespace: Ids::Apart("it is another user to its neighbours"),
    },
    Row {
        id: "risky-interfaces",
        title: "bpf, io_uring, userfaultfd, perf",
        attack: "Young, rich interfaces where most recent bugs were, open to everybody.",
        kernel: &[
            Either(&[
                AtLeast("kernel.unprivileged_bpf_disabled", 1),
                NotBuilt("CONFIG_BPF_SYSCALL"),
            ]),
            Either(&[AtLeast("kernel.io_uring_disabled", 1), NotBuilt("CONFIG_IO_URING")]),
            Either(&[Is("vm.unprivileged_userfaultfd", 0), NotBuilt("CONFIG_USERFAULTFD")]),
            Either(&[AtLeast("kernel.perf_event_paranoid", 2), NotBuilt("CONFIG_PERF_EVENTS")]),
        ],
        selinux: Mac::Partly("policy can deny bpf, io_uring and perf by class"),
        apparmor: Mac::Never("docker-default has no rules for them"),
        seccomp: Calls::Refuse(&[
            ("bpf", [5, 0]),
            ("io_uring_setup", [1, 0]),
            ("userfaultfd", [0, 0]),
            ("perf_event_open", [0, 0]),
        ]),
        capabilities: Needs::Fewer(&["SYS_ADMIN", "BPF", "PERFMON"]),
        user_namespace: Ids::Never("open to everybody means to every user namespace too"),
    },
    Row {
        id: "new-user-namespaces",
        title: "A new user namespace as a key",
        attack: "An unprivileged program makes a user namespace and is root there, to reach code that was written for root.",
        kernel: &[Either(&[
            NotBuilt("CONFIG_USER_NS"),
            Is("user.max_user_namespaces", 0),
            Is("kernel.unprivileged_userns_clone", 0),
            Is("kernel.apparmor_restrict_unprivileged_userns", 1),
        ])],
        selinux: Mac::Never("the usual container policies leave user namespaces alone"),
        apparmor: Mac::Never("docker-default has no rule for user namespaces"),
        seccomp: Calls::Refuse(&[
            ("unshare", [NEW_USER, 0]),
            ("clone", [NEW_USER, 0]),
            ("clone3", [0, 88]),
        ]),
        capabilities: Needs::Never("it is made to need none"),
        user_namespace: Ids::Never("one user namespace makes the next"),
    },
    Row {
        id: "protocol-autoload",
        title: "Network protocols that load themselves",
        attack: "Opening a socket of a rare family loads its module, which few have read.",
        kernel: &[
            Either(&[NotBuilt("CONFIG_IP_SCTP"), Is("kernel.modules_disabled", 1)]),
            Either(&[NotBuilt("CONFIG_TIPC"), Is("kernel.modules_disabled", 1)]),
            Either(&[NotBuilt("CONFIG_RDS"), Is("kernel.modules_disabled", 1)]),
            Either(&[NotBuilt("CONFIG_CAN"), Is("kernel.modules_disabled", 1)]),
            Either(&[NotBuilt("CONFIG_ATM"), Is("kernel.modules_disabled", 1)]),
            Either(&[NotBuilt("CONFIG_AX25"), Is("kernel.modules_disabled", 1)]),
        ],
        selinux: Mac::Partly("policy grants sockets by class"),
        apparmor: Mac::Never("docker-default allows every family"),
        seccomp: Calls::Families(&[
            ("AF_TIPC", 30),
            ("AF_RDS", 21),
            ("AF_CAN", 29),
            ("AF_PPPOX", 24),
            ("AF_AX25", 3),
            ("AF_VSOCK", 40),
            ("AF_ALG", 38),
        ]),
        capabilities: Needs::Never("opening a socket needs none"),
        user_namespace: Ids::Never("opening a socket needs no user of the host"),
    },
    Row {
        id: "filesystem-images",
        title: "Crafted file-system images",
        attack: "Mounting an image makes its parser read what an attacker wrote.",
        kernel: &[
            NotBuilt("CONFIG_BLK_DEV_WRITE_MOUNTED"),
            NotBuilt("CONFIG_HFS_FS"),
            NotBuilt("CONFIG_HFSPLUS_FS"),
            NotBuilt("CONFIG_JFS_FS"),
            NotBuilt("CONFIG_MINIX_FS"),
            NotBuilt("CONFIG_UFS_FS"),
            NotBuilt("CONFIG_AFFS_FS"),
        ],
        selinux: Mac::Stops("container types may not mount block devices"),
        apparmor: Mac::Stops("docker-default denies every mount"),
        seccomp: Calls::Refuse(&[
            ("mount", [0, 0]),
            ("fsopen", [0, 0]),
            ("fsmount", [0, 0]),
            ("move_mount", [0, 0]),
        ]),
        capabilities: Needs::All(&["SYS_ADMIN"]),
        user_namespace: Ids::Apart("its own user namespace mounts no block device"),
    },
    Row {
        id: "side-channels",
        title: "Side channels of the processor",
        attack: "Timing tells what another process or the kernel computes.",
        kernel: &[NoCpuBug],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Never("a program that only computes calls nothing"),
        capabilities: Needs::Never("it needs none"),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "brute-force",
        title: "Trying again until it works",
        attack: "An attack that fails nine times crashes a task nine times; the kernel goes on.",
        kernel: &[
            Is("kernel.panic_on_oops", 1),
            AtLeast("kernel.oops_limit", 1),
            AtLeast("kernel.warn_limit", 1),
        ],
        selinux: Mac::Never(INSIDE),
        apparmor: Mac::Never(INSIDE),
        seccomp: Calls::Fewer,
        capabilities: Needs::Fewer(GATED),
        user_namespace: Ids::Never(IDS),
    },
    Row {
        id: "privileged-files",
        title: "Escape through privileged files",
        attack: "Root of a container writes core_pattern, sysrq, uevent_helper or release_agent, and the kernel runs its program on the host.",
        kernel: &[Built(&["CONFIG_STATIC_USERMODEHELPER"])],
        selinux: Mac::Stops("container types may not write the kernel's parameters"),
        apparmor: Mac::Stops("docker-default denies writing below /proc/sys and /sys"),
        seccomp: Calls::Never("writing files is what every program does"),
        capabilities: Needs::Fewer(&["SYS_ADMIN"]),
        user_namespace: Ids::Apart("root inside owns none of these files"),
    },
    Row {
        id: "files-by-handle",
        title: "Host files by their handle",
        attack: "A process opens any file of a file system by number, past the mounts that it was given.",
        kernel: &[],
        selinux: Mac::Stops("labels part the files of containers from those of the host"),
        apparmor: Mac::Never("a handle has no path that a rule could name"),
        seccomp: Calls::Refuse(&[("open_by_handle_at", [0, 0])]),
        capabilities: Needs::All(&["DAC_READ_SEARCH"]),
        user_namespace: Ids::Apart("the capability counts in the first user namespace only"),
    },
    Row {
        id: "keyrings",
        title: "Keys of neighbours",
        attack: "Kernel keyrings belong to a user, not to a container: same user, same keys.",
        kernel: &[],
        selinux: Mac::Stops("keys carry labels"),
        apparmor: Mac::Never("docker-default has no rules for keys"),
        seccomp: Calls::Refuse(&[("keyctl", [0, 0]), ("add_key", [0, 0]), ("request_key", [0, 0])]),
        capabilities: Needs::Never("a user's own keys need none"),
        user_namespace: Ids::Apart("it is another user to the keyring"),
    },
];
