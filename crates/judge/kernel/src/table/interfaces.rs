//! Powerful interfaces that many exploits begin or end with.

use super::vocabulary::*;

/// The calls through which io_uring is reached.
const IO_URING: &[&str] = &["io_uring_setup", "io_uring_enter", "io_uring_register"];

pub(super) const ROWS: &[Recommendation] = &[
    sysctl("kernel.unprivileged_bpf_disabled", AtLeast(1), Medium).id("unprivileged-bpf").since(4, 4).by(&[Kspp, ClipOs, Distributions])
        .titled("every user may load BPF programs").reached_by(&["bpf"])
        .why("The BPF verifier has been a source of privilege escalations. Container engines load their programs as root and do not need this."),
    config("CONFIG_BPF_UNPRIV_DEFAULT_OFF", On, Medium).since(5, 13).live(&[set("kernel.unprivileged_bpf_disabled", AtLeast(1))])
        .or(&[built("CONFIG_BPF_SYSCALL", Off)]).reached_by(&["bpf"]).by(&[Kernel, Distributions])
        .why("Users may not load BPF programs from the start on."),
    config("CONFIG_BPF_SYSCALL", Off, Low).by(&[Kernel])
        .withheld("On cgroup v2 engines limit devices of containers by BPF programs, and network plugins and security monitors are made of them.")
        .why("Programs that the kernel runs for users: a verifier that has often been tricked."),
    config("CONFIG_BPF_JIT_ALWAYS_ON", On, Low).since(4, 15).given(&[built("CONFIG_BPF_SYSCALL", On)]).by(&[ClipOs])
        .why("Without the interpreter one well-worn help for exploits of speculation is gone."),
    sysctl("net.core.bpf_jit_harden", AtLeast(2), Low).since(4, 12).by(&[Kspp, ClipOs])
        .breaks("BPF programs of root get slower as well; with 1 only those of users do.")
        .why("Constants in compiled BPF programs are masked, so that they cannot smuggle code into the kernel."),
    sysctl("kernel.io_uring_disabled", AtLeast(1), Low).since(6, 6).strictly(AtLeast(2)).reached_by(IO_URING).by(&[Kernel])
        .or(&[built("CONFIG_IO_URING", Off)])
        .breaks("Programs that insist on io_uring; 1 leaves it to privileged processes and one group.")
        .why("A fast and young interface with many flaws in few years, and audit does not see what goes through it."),
    config("CONFIG_IO_URING", Off, Low).since(5, 1).live(&[set("kernel.io_uring_disabled", AtLeast(1))]).reached_by(IO_URING).by(&[ClipOs])
        .breaks("Programs that insist on io_uring.")
        .why("A fast and young interface with many flaws in few years, and audit does not see what goes through it."),
    config("CONFIG_USERFAULTFD", Off, Low).since(4, 3).or(&[set("vm.unprivileged_userfaultfd", No)]).reached_by(&["userfaultfd"]).by(&[ClipOs])
        .breaks("Moving running virtual machines and post-copy restore.")
        .why("A program decides how long the kernel waits in the middle of a copy, which wins races for exploits."),
    sysctl("vm.unprivileged_userfaultfd", No, Low).since(5, 2).reached_by(&["userfaultfd"]).by(&[Kspp])
        .why("Users may not make the kernel wait in the middle of a copy, which wins races for exploits."),
    config("CONFIG_USER_NS", Off, Low).by(&[ClipOs])
        .withheld("User namespaces are what rootless engines and remapped users are made of: without them root in a container is root of the machine.")
        .why("Users get most of the code that was written for root only; many exploits begin with a new user namespace."),
    sysctl("user.max_user_namespaces", Is("0"), Low).since(4, 9).by(&[Kspp])
        .withheld("User namespaces are what rootless engines and remapped users are made of: without them root in a container is root of the machine.")
        .why("Users get most of the code that was written for root only; many exploits begin with a new user namespace."),
    sysctl("kernel.unprivileged_userns_clone", No, Low).by(&[Distributions])
        .withheld("Rootless engines make their user namespace without privilege. Debian's kernels have this switch.")
        .why("Only privileged processes make user namespaces, which many exploits begin with."),
    sysctl("kernel.apparmor_restrict_unprivileged_userns", Yes, Medium).by(&[Distributions])
        .withheld("A rootless engine or builder that brings no AppArmor profile of its own no longer starts.")
        .why("A new user namespace of a program without a profile that allows it has no capabilities. Ubuntu's kernels have this switch."),
    config("CONFIG_CHECKPOINT_RESTORE", Off, Low).by(&[Kernel])
        .withheld("Checkpoints of containers need it, and so does reading a process's seccomp filter from the kernel, with which confinement is checked.")
        .why("Shows much of a process's inner state, for tools that save and restore it."),
    config("CONFIG_AIO", Off, Negligible).by(&[ClipOs]).reached_by(&["io_setup", "io_submit"])
        .withheld("Databases in containers use the older asynchronous I/O.")
        .why("Old code that few programs use."),
    config("CONFIG_KSM", Off, Low).by(&[ClipOs])
        .shared(Low, "equal pages of different containers or machines would be one, and the time of a write tells whether somebody has the same")
        .breaks("Machines that save memory by merging pages of virtual machines.")
        .why("Equal pages are merged, and the time that a write takes tells what others have in memory."),
    config("CONFIG_MEMORY_HOTPLUG", Off, Negligible).by(&[ClipOs])
        .breaks("Virtual machines whose memory grows while they run.")
        .why("Code that only few machines need."),
    config("CONFIG_VHOST_MENU", Off, Negligible).since(5, 7).by(&[ClipOs])
        .withheld("Runtimes that put containers into small virtual machines use it for network and sockets.")
        .why("Parts of devices of virtual machines run inside the kernel."),
    config("CONFIG_VHOST_VSOCK", Off, Negligible).since(4, 8).or(&[alt(Module("vhost_vsock"), Is("blocked"))]).by(&[Kernel])
        .withheld("Runtimes that put containers into small virtual machines talk to them through it.")
        .why("Sockets between virtual machines and host, a young family with several flaws so far."),
    config("CONFIG_VSOCKETS", Off, Negligible).or(&[alt(Module("vsock"), Is("blocked"))]).by(&[Kernel])
        .withheld("Runtimes that put containers into small virtual machines talk to them through it.")
        .why("Sockets between virtual machines and host, a young family with several flaws so far. Docker's newer filters refuse it inside containers."),
    config("CONFIG_BINFMT_MISC", Off, Low).by(&[Kspp, ClipOs])
        .withheld("Images of other architectures run and are built through it.")
        .why("Root decides which program runs files of a kind: a quiet way to stay on a machine."),
    config("CONFIG_CRYPTO_USER_API_AEAD", Off, Negligible).since(4, 1).or(&[alt(Module("algif_aead"), Is("blocked"))]).by(&[Kernel])
        .breaks("Programs that let the kernel encrypt for them.")
        .why("Users reach the kernel's ciphers through sockets, which has ended in exploits; Docker's newer filters refuse it."),
    config("CONFIG_CRYPTO_USER_API_SKCIPHER", Off, Negligible).or(&[alt(Module("algif_skcipher"), Is("blocked"))]).by(&[Kernel])
        .breaks("cryptsetup and programs that let the kernel encrypt for them.")
        .why("Users reach the kernel's ciphers through sockets, which has ended in exploits; Docker's newer filters refuse it."),
    config("CONFIG_CRYPTO_USER_API_HASH", Off, Negligible).or(&[alt(Module("algif_hash"), Is("blocked"))]).by(&[Kernel])
        .breaks("iwd and programs that let the kernel hash for them.")
        .why("Users reach the kernel's hashes through sockets, which has ended in exploits; Docker's newer filters refuse it."),
    config("CONFIG_CRYPTO_USER_API_RNG", Off, Negligible).or(&[alt(Module("algif_rng"), Is("blocked"))]).by(&[Kernel])
        .why("Users reach generators of the kernel through sockets, which nothing needs."),
    config("CONFIG_CRYPTO_USER_API_RNG_CAVP", Off, Negligible).since(5, 10).by(&[Kernel])
        .why("Users may seed a generator, for certifiers only."),
    config("CONFIG_BPFILTER", Off, Low).since(4, 18).until(6, 8).by(&[Kernel])
        .why("An unfinished experiment that starts a program with full rights."),
    config("CONFIG_KCMP", Off, Negligible).since(5, 12).reached_by(&["kcmp"]).by(&[Kernel])
        .withheld("Checkpoints of containers compare processes with it.")
        .why("Tells whether two processes share an object, and a little of its address."),
    config("CONFIG_PERF_EVENTS", Off, Negligible).reached_by(&["perf_event_open"]).live(&[set("kernel.perf_event_paranoid", AtLeast(3))]).by(&[Kernel])
        .withheld("Security monitors and tracers for containers attach their BPF programs through it.")
        .why("Performance events are a large interface with a long list of flaws. x86 cannot be built without; there kernel.perf_event_paranoid counts.")
        .on(Architectures::only(Arm64).and(Arm).and(Riscv64)),
    config("CONFIG_SYSFS_SYSCALL", Off, Negligible).reached_by(&["sysfs"]).by(&[Kernel])
        .why("A system call that nothing has used for twenty years."),
    config("CONFIG_USELIB", Off, Low).reached_by(&["uselib"]).by(&[Kernel])
        .why("A system call for libraries of the time before ELF."),
    config("CONFIG_SGETMASK_SYSCALL", Off, Negligible).on(Architectures::X86).by(&[Kernel])
        .why("Two old calls for signals that nothing uses."),
    config("CONFIG_USER_NS_UNPRIVILEGED", Off, Low).patch().by(&[Distributions])
        .withheld("Rootless engines make their user namespace without privilege.")
        .why("With the linux-hardened patches: users may make user namespaces from the start on."),
    sysctl("kernel.pid_max", AtLeast(65536), Negligible).by(&[ClipOs])
        .why("Few process numbers are used up by one container without a limit of its own, and come round sooner."),
    sysctl("vm.memfd_noexec", AtLeast(1), Negligible).since(6, 3).by(&[Kernel])
        .withheld("runc before 1.2 runs itself from such a file, and no container starts any more.")
        .why("Files that exist in memory only are not executable unless asked for: a common way to run code without leaving a trace."),
    sysctl("kernel.core_uses_pid", Yes, Negligible).by(&[Cis])
        .why("Core files of different processes do not overwrite each other."),
];
