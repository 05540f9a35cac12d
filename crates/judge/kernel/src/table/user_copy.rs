//! Copies between kernel and user memory.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_HARDENED_USERCOPY", On, Medium).since(4, 8).live(&[booted("hardened_usercopy", Yes)]).by(&[Kspp, ClipOs])
        .why("A copy to or from a program must stay within one object, so that a wrong length neither leaks nor overwrites neighbours."),
    boot("hardened_usercopy", Not(&["0", "off", "n"]), Medium).since(4, 18).by(&[Kspp])
        .why("Switches the check of copies off that the kernel was built with. Since 6.15 a kernel may be built with the check off by default."),
    config("CONFIG_HARDENED_USERCOPY_DEFAULT_ON", On, Medium).since(6, 15).live(&[booted("hardened_usercopy", Yes)])
        .given(&[built("CONFIG_HARDENED_USERCOPY", On)]).by(&[Kernel])
        .why("The check of copies is built in but off unless the command line says hardened_usercopy=1."),
    config("CONFIG_HARDENED_USERCOPY_FALLBACK", Off, Low).since(4, 16).until(5, 16).by(&[Kspp, ClipOs])
        .why("A copy outside the part of an object that may be copied would only be logged."),
    config("CONFIG_HARDENED_USERCOPY_PAGESPAN", Off, Negligible).since(4, 8).until(5, 18).by(&[Kspp])
        .why("A check of copies across pages that hits harmless code; it is for finding bugs."),
    config("CONFIG_DEFAULT_MMAP_MIN_ADDR", AtLeast(65536), Medium)
        .on(Architectures::X86.and(Arm64).and(Riscv64)).live(&[set("vm.mmap_min_addr", AtLeast(65536))]).by(&[Kspp, ClipOs])
        .why("Programs cannot map the lowest addresses, so that a null pointer in the kernel does not reach something that they put there."),
    config("CONFIG_DEFAULT_MMAP_MIN_ADDR", AtLeast(32768), Medium).id("kernel-config-default-mmap-min-addr-arm").only(Arm)
        .titled("CONFIG_DEFAULT_MMAP_MIN_ADDR is weak for Arm")
        .live(&[set("vm.mmap_min_addr", AtLeast(32768))]).by(&[Kspp])
        .why("Programs cannot map the lowest addresses, so that a null pointer in the kernel does not reach something that they put there."),
    sysctl("vm.mmap_min_addr", AtLeast(65536), Medium).strictly(AtLeast(65536))
        .on(Architectures::X86.and(Arm64).and(Riscv64)).by(&[Kernel, Distributions])
        .why("Programs cannot map the lowest addresses, so that a null pointer in the kernel does not reach something that they put there."),
    config("CONFIG_LSM_MMAP_MIN_ADDR", AtLeast(65536), Low).given(&[built("CONFIG_SECURITY_SELINUX", On)])
        .on(Architectures::X86.and(Arm64).and(Riscv64)).by(&[Kernel])
        .why("The same limit for processes that may otherwise pass it, held by SELinux."),
];
