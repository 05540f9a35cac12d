//! Memory and files of processes.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    sysctl("kernel.randomize_va_space", AtLeast(2), Medium).by(&[Kspp, Cis])
        .why("Stack, libraries and heap of programs stand at another place each time."),
    config("CONFIG_COMPAT_BRK", Off, Low).live(&[set("kernel.randomize_va_space", AtLeast(2))]).by(&[Kspp, ClipOs])
        .why("The heap would stand right behind the program, for the sake of libraries of the year 2000."),
    config("CONFIG_ARCH_MMAP_RND_BITS", Maximum { of: "CONFIG_ARCH_MMAP_RND_BITS_MAX", otherwise: 32 }, Low).since(4, 5)
        .on(LARGE).live(&[set("vm.mmap_rnd_bits", Maximum { of: "CONFIG_ARCH_MMAP_RND_BITS_MAX", otherwise: 32 })]).by(&[ClipOs])
        .why("How many bits of a program's addresses differ from start to start; the default is less than what works."),
    sysctl("vm.mmap_rnd_bits", Maximum { of: "CONFIG_ARCH_MMAP_RND_BITS_MAX", otherwise: 32 }, Low).since(4, 5).on(LARGE).by(&[Kernel])
        .breaks("Programs built with old sanitizers do not start.")
        .why("How many bits of a program's addresses differ from start to start; the default is less than what works."),
    sysctl("vm.mmap_rnd_compat_bits", Maximum { of: "CONFIG_ARCH_MMAP_RND_COMPAT_BITS_MAX", otherwise: 16 }, Negligible).since(4, 5).on(LARGE).by(&[Kernel])
        .why("The same for 32-bit programs."),
    sysctl("fs.protected_symlinks", AtLeast(1), Medium).id("symlinks-unprotected").by(&[Kspp, ClipOs, Cis])
        .titled("symbolic links in shared folders are followed")
        .why("Links planted in /tmp trick privileged programs into opening other files."),
    sysctl("fs.protected_hardlinks", AtLeast(1), Medium).id("hardlinks-unprotected").by(&[Kspp, Cis])
        .titled("hard links to other users' files are allowed")
        .why("Links to files that one may not write trick privileged programs into changing them."),
    sysctl("fs.protected_fifos", AtLeast(1), Low).since(4, 19).strictly(AtLeast(2)).by(&[Kspp, ClipOs])
        .why("A program that creates a file in /tmp does not open a pipe that somebody else put there."),
    sysctl("fs.protected_regular", AtLeast(1), Low).since(4, 19).strictly(AtLeast(2)).by(&[Kspp])
        .why("A program that creates a file in /tmp does not open one that somebody else put there."),
    sysctl("fs.suid_dumpable", AtMost(0), Medium).by(&[Kspp, ClipOs, Cis])
        .breaks("Crash collectors that also want dumps of programs with raised rights; those set 2.")
        .or(&[set("fs.suid_dumpable", Is("2"))])
        .why("The memory of a program with raised rights is not written where its caller can read it. 2 writes it where only root can."),
    config("CONFIG_COREDUMP", Off, Negligible).by(&[ClipOs])
        .breaks("Core files and crash collectors, in containers too.")
        .why("The memory of a crashed program is written to a file, by a helper that runs as root of the host."),
    sysctl("vm.legacy_va_layout", No, Low).by(&[Kernel])
        .why("The old layout of a program's memory leaves less to guess."),
    sysctl("kernel.ctrl-alt-del", No, Negligible).by(&[Kernel])
        .why("Three keys at the machine restart it at once, without writing what is in memory."),
    sysctl("kernel.ftrace_enabled", No, Negligible).by(&[Kernel])
        .withheld("Security monitors and tracers for containers attach their BPF programs through it.")
        .why("Functions of the kernel can be followed and replaced while it runs."),
    sysctl("kernel.kexec_load_limit_reboot", AtMost(0), Negligible).since(6, 3).or(&[set("kernel.kexec_load_disabled", Yes)]).by(&[Kernel])
        .breaks("Fast restarts.")
        .why("How often a kernel for a restart may still be loaded."),
];
