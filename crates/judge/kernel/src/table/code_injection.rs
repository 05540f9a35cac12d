//! Control flow that an attacker cannot bend, code that nobody can add.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_STRICT_MODULE_RWX", On, High).was(&[before(4, 11, "CONFIG_DEBUG_SET_MODULE_RONX")])
        .given(&[built("CONFIG_MODULES", On)]).by(&[Kspp, ClipOs])
        .why("The code of modules is not writable and their data does not run."),
    config("CONFIG_RANDOMIZE_BASE", On, Medium).on(Architectures::X86.and(Arm64).and(Riscv64)).by(&[Kspp, ClipOs])
        .live(&[booted("nokaslr", Off)])
        .shared(High, "an exploit in one container must find the kernel that all share before it can take it over")
        .why("The kernel stands at another address after every start, so that an exploit must first learn where."),
    config("CONFIG_RANDOMIZE_MEMORY", On, Medium).only(X86_64).since(4, 8).live(&[booted("nokaslr", Off)]).by(&[Kspp, ClipOs])
        .why("Kernel memory beside the kernel's own image also stands at another address after every start."),
    boot("nokaslr", Off, Medium).by(&[Kernel])
        .shared(High, "an exploit in one container must find the kernel that all share before it can take it over")
        .why("Turns off what makes the kernel's address differ from start to start."),
    config("CONFIG_CFI", On, Low).id("kernel-config-cfi-clang").only(X86_64).since(6, 1)
        .was(&[before(6, 18, "CONFIG_CFI_CLANG")]).by(&[Kspp])
        .breaks("The kernel must be built with Clang (or a compiler that has the same feature).")
        .why("An indirect call lands only on functions of the same type. Android's kernels have had it for years."),
    config("CONFIG_CFI", On, Low).id("kernel-config-cfi-clang-arm64").only(Arm64).since(5, 13)
        .titled("CONFIG_CFI is off on Arm").was(&[before(6, 18, "CONFIG_CFI_CLANG")]).by(&[Kspp])
        .breaks("The kernel must be built with Clang (or a compiler that has the same feature).")
        .why("An indirect call lands only on functions of the same type. Android's kernels have had it for years."),
    config("CONFIG_CFI_PERMISSIVE", Off, Low).on(LARGE).since(5, 13).by(&[Kspp])
        .why("A violation of control flow would only be logged."),
    boot("cfi", Is("kcfi"), Low).only(X86_64).since(6, 2).given(&[built("CONFIG_CFI", On)]).by(&[Kspp])
        .why("The other scheme, FineIBT, checks at the target of a call and can be passed by jumping behind the check."),
    config("CONFIG_X86_KERNEL_IBT", On, Medium).only(X86_64).since(5, 18).by(&[Kspp]).live(&[booted("ibt", Not(&["off"]))])
        .why("The processor refuses indirect jumps to places that are no function's beginning."),
    boot("ibt", Not(&["off"]), Medium).only(X86_64).since(5, 18).by(&[Kernel])
        .why("Turns off the processor's check of indirect jumps."),
    config("CONFIG_X86_USER_SHADOW_STACK", On, Low).only(X86_64).since(6, 6).by(&[Kspp])
        .why("Programs that ask for it get return addresses that cannot be overwritten."),
    config("CONFIG_X86_SMAP", On, High).on(Architectures::X86).until(5, 18).by(&[ClipOs])
        .why("The kernel cannot follow a pointer into a program's memory by mistake; newer kernels always have this."),
    boot("nosmap", Off, High).on(Architectures::X86).by(&[Kernel])
        .why("Turns off the processor's guard against following pointers into a program's memory."),
    boot("nosmep", Off, High).on(Architectures::X86).by(&[Kernel])
        .why("Turns off the processor's guard against running a program's memory with the kernel's rights."),
    boot("noexec", Not(&["off"]), High).only(I386).by(&[Kernel])
        .why("Turns off memory that does not run."),
    config("CONFIG_X86_UMIP", On, Low).on(Architectures::X86).since(4, 15).by(&[ClipOs])
        .was(&[before(5, 4, "CONFIG_X86_INTEL_UMIP")])
        .why("Five old instructions no longer tell programs the addresses of kernel tables."),
    config("CONFIG_X86_PAT", On, Negligible).on(Architectures::X86).by(&[ClipOs])
        .why("Kinds of caching are kept a page, so that old, coarser and writable mechanisms are not needed."),
    config("CONFIG_ZERO_CALL_USED_REGS", On, Low).since(5, 15).by(&[Kspp])
        .breaks("About one per cent of speed.")
        .why("Registers are cleared when a function returns: fewer pieces for an attacker to build from, fewer left-over secrets."),
    config("CONFIG_STATIC_USERMODEHELPER", On, Low).since(4, 11).by(&[Kspp, ClipOs])
        .withheld("Kernel modules are no longer loaded on demand, which engines rely on for overlay and netfilter, unless a helper program decides for the kernel.")
        .why("The kernel starts programs as root at paths that can be changed at run time (modprobe, core dumps): overwriting one of them is a standard end of exploits."),
    config("CONFIG_STATIC_USERMODEHELPER_PATH", Is(""), Negligible).since(4, 11)
        .given(&[built("CONFIG_STATIC_USERMODEHELPER", On)]).by(&[ClipOs])
        .withheld("Kernel modules are no longer loaded on demand, which engines rely on for overlay and netfilter.")
        .why("With an empty path the kernel starts no program at all."),
    config("CONFIG_SECURITY_WRITABLE_HOOKS", Off, Medium).since(4, 12).until(6, 4).by(&[Kspp])
        .why("The pointers through which security modules are asked could be overwritten."),
    config("CONFIG_ARM64_SW_TTBR0_PAN", On, Medium).only(Arm64).since(4, 10).by(&[Kspp])
        .why("The kernel cannot follow a pointer into a program's memory by mistake, also on processors that cannot do it themselves."),
    config("CONFIG_ARM64_PAN", On, Medium).only(Arm64).since(4, 3).by(&[Kernel, Distributions])
        .why("The processor keeps the kernel from following a pointer into a program's memory by mistake."),
    config("CONFIG_ARM64_EPAN", On, Low).only(Arm64).since(5, 13).by(&[Kspp])
        .why("The same guard for memory that programs may only run, not read."),
    config("CONFIG_ARM64_E0PD", On, Low).only(Arm64).since(5, 6).by(&[Kspp])
        .why("A program's access to kernel addresses fails in the same time whether or not something is there, so that it cannot probe."),
    config("CONFIG_SHADOW_CALL_STACK", On, Medium).only(Arm64).since(5, 8).by(&[Kspp])
        .why("Return addresses are kept on a second stack that overflows do not reach."),
    config("CONFIG_UNWIND_PATCH_PAC_INTO_SCS", On, Negligible).only(Arm64).since(6, 2).by(&[Kspp])
        .given(&[built("CONFIG_SHADOW_CALL_STACK", On)])
        .why("On processors that cannot sign return addresses the second stack is used instead, decided at boot."),
    config("CONFIG_ARM64_PTR_AUTH", On, Medium).only(Arm64).since(5, 0).by(&[Kspp])
        .why("The processor signs pointers, so that forged ones are refused; this is for programs."),
    config("CONFIG_ARM64_PTR_AUTH_KERNEL", On, Medium).only(Arm64).since(5, 14).by(&[Kspp])
        .why("Return addresses of the kernel are signed by the processor, so that forged ones are refused."),
    config("CONFIG_ARM64_BTI", On, Low).only(Arm64).since(5, 8).by(&[Kspp])
        .why("Indirect jumps of programs land only where the compiler meant one to land."),
    config("CONFIG_ARM64_BTI_KERNEL", On, Medium).only(Arm64).since(5, 8).by(&[Kspp])
        .why("Indirect jumps of the kernel land only where the compiler meant one to land."),
    config("CONFIG_ARM64_MTE", On, Low).only(Arm64).since(5, 10).by(&[Kspp])
        .why("The processor tags memory and pointers, so that programs notice a use after free."),
    config("CONFIG_KASAN_HW_TAGS", On, Low).only(Arm64).since(5, 11).by(&[Kspp])
        .why("The kernel's own memory is tagged by the processor, so that overflow and use after free are noticed."),
    config("CONFIG_RODATA_FULL_DEFAULT_ENABLED", On, Medium).only(Arm64).since(5, 0).by(&[Kernel])
        .live(&[booted("rodata", OneOf(&["full", "on"]))])
        .why("Memory that is read-only in one place is also read-only where the kernel maps all memory."),
    boot("rodata", Not(&["off"]), High).by(&[Kernel])
        .why("Makes kernel code and constants writable again."),
    config("CONFIG_ARM_KERNMEM_PERMS", On, Medium).only(Arm).until(4, 11).by(&[Kernel])
        .why("Kernel memory is cut so that code, constants and data can have rights of their own."),
    config("CONFIG_STRICT_SIGALTSTACK_SIZE", On, Negligible).on(Architectures::X86).since(5, 14).by(&[Kernel])
        .breaks("A program with a too small signal stack is refused instead of overflowing.")
        .why("A signal frame larger than the stack that a program gave is refused, not written."),
];
