//! Addresses and contents that the kernel gives away.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    sysctl("kernel.kptr_restrict", AtLeast(1), Low).id("kernel-pointers-shown").strictly(AtLeast(2)).by(&[Kspp, ClipOs, Cis])
        .titled("kernel addresses are shown to everybody")
        .why("Addresses in /proc tell an exploit where to aim. From 1 on only privileged processes see them, with 2 nobody does."),
    sysctl("kernel.dmesg_restrict", AtLeast(1), Low).id("kernel-log-shown").by(&[Kspp, Cis, Distributions])
        .titled("the kernel log is readable without privilege")
        .shared(Medium, "containers read the log of the kernel that they share, with traces of all others")
        .why("The log holds addresses, device names and traces of other containers."),
    config("CONFIG_SECURITY_DMESG_RESTRICT", On, Low).live(&[set("kernel.dmesg_restrict", AtLeast(1))]).by(&[Kspp, ClipOs])
        .why("The kernel's log is readable only with privilege from the start on."),
    config("CONFIG_KALLSYMS", Off, Negligible).by(&[ClipOs])
        .withheld("Security monitors and tracers for containers that use BPF find kernel functions by these names.")
        .why("The table of all kernel functions with their addresses; kernel.kptr_restrict hides the addresses as well."),
    config("CONFIG_PROC_KCORE", Off, Low).by(&[Kspp, ClipOs])
        .shared(Low, "the engine masks /proc/kcore in containers, privileged ones excepted")
        .why("All memory as one file for root: what any process or container holds can be read."),
    config("CONFIG_PROC_VMCORE", Off, Negligible).given(&[built("CONFIG_CRASH_DUMP", On)]).by(&[Kernel])
        .breaks("A crash kernel cannot save the memory of the crashed one.")
        .why("The memory of a crashed kernel as one file."),
    config("CONFIG_PROC_PAGE_MONITOR", Off, Negligible).by(&[Kernel])
        .withheld("Checkpoint and restore of containers, and monitors that count their memory exactly, read it.")
        .why("Shows which physical pages a process uses and which it touched, a help for attacks on memory and caches."),
    config("CONFIG_IKHEADERS", Off, Negligible).since(5, 2).by(&[ClipOs])
        .withheld("Security monitors and tracers in containers compile their BPF programs against it.")
        .why("The headers of this very kernel as a file: the layout of all structures, handy for an exploit."),
    config("CONFIG_IKCONFIG", Off, Negligible).by(&[ClipOs])
        .withheld("/proc/config.gz is where engines' checks and this audit read how the kernel was built.")
        .why("Tells how the kernel was built, and so which defences an exploit meets. Distributions publish it anyhow."),
    sysctl("kernel.perf_event_paranoid", AtLeast(2), Low).id("perf-events-open").strictly(AtLeast(3)).by(&[Kspp, ClipOs, Distributions])
        .titled("every user may profile the kernel")
        .reached_by(&["perf_event_open"])
        .why("Performance events leak kernel addresses and timing, and have been exploited. From 2 on the kernel itself is closed to users; 3 and 4 exist with patches of distributions and close all of it."),
    config("CONFIG_SECURITY_PERF_EVENTS_RESTRICT", On, Low).patch().by(&[ClipOs])
        .why("Performance events are for privileged processes only."),
    sysctl("kernel.device_sidechannel_restrict", Yes, Low).by(&[ClipOs])
        .why("Times of character devices are not shown to users, who could time another's key presses by them. Exists with the linux-hardened patches."),
    boot("no_hash_pointers", Off, Medium).since(5, 12).by(&[Kernel])
        .why("Shows raw kernel addresses wherever the kernel prints a pointer."),
    boot("hash_pointers", Not(&["never"]), Medium).since(6, 17).by(&[Kernel])
        .why("Shows raw kernel addresses wherever the kernel prints a pointer."),
    boot("debugfs", OneOf(&["off", "no-mount"]), Low).since(5, 9).by(&[Kernel])
        .or(&[built("CONFIG_DEBUG_FS", Off), built("CONFIG_DEBUG_FS_ALLOW_NONE", On)])
        .withheld("Tracers and network monitors for containers that use BPF reach the kernel's events below /sys/kernel/debug.")
        .why("Files for debugging give away internals and let root change them; they were never meant to be safe."),
    sysctl("kernel.printk", AtMost(4), Negligible).by(&[Distributions])
        .titled("kernel messages flood the console")
        .why("Whoever sees a console reads what the kernel prints there: only warnings and worse belong there."),
    boot("quiet", Present, Negligible).by(&[Distributions])
        .or(&[booted("loglevel", AtMost(4))])
        .titled("the kernel prints everything while booting")
        .why("Whoever sees the console during a start reads addresses and versions there."),
];
