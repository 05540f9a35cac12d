//! Security modules, seccomp and audit: what confines processes.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_SECCOMP", On, High).by(&[Kspp, ClipOs, Docker])
        .shared(High, "without it every container reaches every system call of the shared kernel")
        .why("A process can give up system calls. Engines give every container such a filter."),
    config("CONFIG_SECCOMP_FILTER", On, High).since(3, 5).by(&[Kspp, ClipOs, Docker])
        .shared(High, "without it every container reaches every system call of the shared kernel")
        .why("Filters decide by call and argument. Engines give every container such a filter."),
    config("CONFIG_SECURITY", On, High).by(&[Kspp, ClipOs])
        .why("The kernel asks security modules before it acts; without this there is no AppArmor, SELinux or Yama."),
    config("CONFIG_SECURITYFS", On, Low).by(&[Kernel, Distributions])
        .why("Security modules show their state and take their policy through it."),
    config("CONFIG_SECURITY_NETWORK", On, Low).by(&[Kernel, Distributions])
        .why("Security modules are asked about sockets as well."),
    config("CONFIG_SECURITY_YAMA", On, Low).by(&[Kspp, ClipOs]).live(&[alt(ActiveModules, HasWord("yama"))])
        .why("Limits which processes may trace which others."),
    config("CONFIG_SECURITY_LANDLOCK", On, Low).since(5, 13).by(&[Kspp]).live(&[alt(ActiveModules, HasWord("landlock"))])
        .why("Programs without privilege, in containers too, can confine themselves to files and ports that they need."),
    config("CONFIG_SECURITY_SELINUX", On, Low).by(&[ClipOs]).live(&[alt(ActiveModules, HasWord("selinux"))])
        .or(&[alt(ActiveModules, HasWord("apparmor")), alt(ActiveModules, HasWord("smack")), built("CONFIG_SECURITY_APPARMOR", On)])
        .shared(Medium, "a security module holds a container back when the engine or runtime is tricked")
        .why("Mandatory access control by labels. AppArmor is as good where the distribution uses it."),
    config("CONFIG_SECURITY_APPARMOR", On, Low).by(&[Docker, Distributions]).live(&[alt(ActiveModules, HasWord("apparmor"))])
        .or(&[alt(ActiveModules, HasWord("selinux")), alt(ActiveModules, HasWord("smack")), built("CONFIG_SECURITY_SELINUX", On)])
        .shared(Medium, "a security module holds a container back when the engine or runtime is tricked")
        .why("Mandatory access control by path; Docker loads a profile for its containers. SELinux is as good where the distribution uses it."),
    config("CONFIG_SECURITY_SELINUX_BOOTPARAM", Off, Low).given(&[built("CONFIG_SECURITY_SELINUX", On)]).by(&[Kspp, ClipOs])
        .why("SELinux could be switched off on the command line."),
    config("CONFIG_SECURITY_SELINUX_DEVELOP", Off, Low).given(&[built("CONFIG_SECURITY_SELINUX", On)]).by(&[Kspp])
        .but("CLIP OS keeps it on while its policy is made.")
        .breaks("SELinux can no longer be made to log only, which is how policies are developed.")
        .why("SELinux can be told at run time to log instead of refuse."),
    config("CONFIG_SECURITY_SELINUX_DISABLE", Off, Medium).until(6, 4).given(&[built("CONFIG_SECURITY_SELINUX", On)]).by(&[Kspp, ClipOs])
        .why("SELinux could be switched off while the machine runs."),
    config("CONFIG_SECURITY_SELINUX_DEBUG", Off, Negligible).since(6, 6).given(&[built("CONFIG_SECURITY_SELINUX", On)]).by(&[Kspp])
        .why("Further files and messages for developers."),
    config("CONFIG_SECURITY_SELINUX_CHECKREQPROT_VALUE", Is("0"), Low).until(6, 4).given(&[built("CONFIG_SECURITY_SELINUX", On)]).by(&[Kernel, Distributions])
        .why("SELinux judges the protection that memory really gets, not the one that a program asked for."),
    boot("selinux", Not(&["0"]), Medium).given(&[built("CONFIG_SECURITY_SELINUX", On)]).or(&[alt(ActiveModules, HasWord("apparmor"))]).by(&[Cis])
        .why("Switches SELinux off."),
    boot("enforcing", Not(&["0"]), Medium).given(&[built("CONFIG_SECURITY_SELINUX", On)]).by(&[Cis])
        .why("SELinux begins by logging instead of refusing."),
    boot("apparmor", Not(&["0"]), Medium).given(&[built("CONFIG_SECURITY_APPARMOR", On)]).or(&[alt(ActiveModules, HasWord("selinux"))]).by(&[Cis])
        .why("Switches AppArmor off, and with it the profile of every container."),
    config("CONFIG_LSM", HasWord("yama"), Low).since(5, 1).by(&[ClipOs]).live(&[alt(ActiveModules, HasWord("yama"))])
        .or(&[booted("lsm", HasWord("yama"))])
        .why("Security modules that are built in but not in this list do not act."),
    config("CONFIG_LSM", HasWord("lockdown"), Low).id("kernel-config-lsm-lockdown").titled("lockdown is not in the list of CONFIG_LSM").since(5, 4)
        .live(&[alt(ActiveModules, HasWord("lockdown"))]).or(&[booted("lsm", HasWord("lockdown")), built("CONFIG_SECURITY_LOCKDOWN_LSM_EARLY", On)]).by(&[Kernel, Distributions])
        .why("Lockdown that is built in but not in this list does not act."),
    config("CONFIG_LSM", HasWord("landlock"), Low).id("kernel-config-lsm-landlock").titled("landlock is not in the list of CONFIG_LSM").since(5, 13)
        .live(&[alt(ActiveModules, HasWord("landlock"))]).or(&[booted("lsm", HasWord("landlock"))]).by(&[Kernel, Distributions])
        .why("Landlock that is built in but not in this list does not act."),
    config("CONFIG_SECURITY_LOCKDOWN_LSM", On, Low).since(5, 4).by(&[Kspp, ClipOs])
        .why("Root can be kept from changing the running kernel."),
    config("CONFIG_SECURITY_LOCKDOWN_LSM_EARLY", On, Negligible).since(5, 4).given(&[built("CONFIG_SECURITY_LOCKDOWN_LSM", On)]).by(&[Kspp, ClipOs])
        .why("Lockdown acts before the command line is read."),
    config("CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY", On, Low).since(5, 4).given(&[built("CONFIG_SECURITY_LOCKDOWN_LSM", On)])
        .live(&[alt(Lockdown, Is("confidentiality"))]).by(&[Kspp, ClipOs])
        .withheld("BPF programs may no longer read kernel memory and tracing stops, on which security monitors for containers rest; lockdown=integrity does not cost this.")
        .why("Not even root changes or reads the running kernel."),
    boot("lockdown", OneOf(&["integrity", "confidentiality"]), Low).since(5, 4).or(&[alt(Lockdown, OneOf(&["integrity", "confidentiality"]))]).by(&[Kernel])
        .given(&[built("CONFIG_SECURITY_LOCKDOWN_LSM", On)])
        .shared(Medium, "root in a privileged container is root: lockdown keeps the kernel itself from it")
        .breaks("Modules must be signed, and saving crash dumps needs a signed kernel.")
        .why("Root can no longer change the running kernel: unsigned modules, device memory, replaced kernels."),
    config("CONFIG_AUDIT", On, Low).by(&[ClipOs, Cis])
        .why("The kernel can tell who did what; rules for engine files rest on it."),
    config("CONFIG_AUDITSYSCALL", On, Low).given(&[built("CONFIG_AUDIT", On)]).by(&[Cis, Distributions])
        .why("Rules can watch system calls, and files through them."),
    boot("audit", Not(&["0", "off"]), Low).by(&[Cis])
        .why("Switches audit off for good."),
    boot("audit", Is("1"), Negligible).id("kernel-boot-audit-early").titled("processes before the audit daemon are not audited").by(&[Cis]).given(&[built("CONFIG_AUDIT", On)])
        .why("Processes that start before the audit daemon, the engine perhaps, are audited too."),
    config("CONFIG_INTEGRITY", Off, Negligible).by(&[ClipOs])
        .breaks("Measuring and signing of files (IMA, EVM).")
        .why("CLIP OS proves its files another way (dm-verity) and leaves the code out."),
    config("CONFIG_DM_VERITY", On, Negligible).by(&[Kernel, Distributions])
        .why("A read-only system whose every block is checked; dedicated container systems rest on it."),
    sysctl("kernel.yama.ptrace_scope", AtLeast(1), Low).id("ptrace-any-process").strictly(AtLeast(3)).by(&[Kspp, ClipOs, Cis, Distributions])
        .titled("a process may trace any other of its user")
        .reached_by(&["ptrace", "process_vm_readv"])
        .why("One program taken over can read the memory of all others of the same user. 3 ends tracing altogether, with it debuggers and the reading of seccomp filters."),
];
