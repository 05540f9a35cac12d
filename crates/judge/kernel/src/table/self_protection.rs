//! The kernel notices that its memory was corrupted, or cannot write it.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_BUG", On, Medium).by(&[Kspp])
        .why("Checks that find an impossible state stop the offending task. Without them the kernel goes on with corrupted data."),
    config("CONFIG_DEBUG_KERNEL", On, Negligible).by(&[Kspp, ClipOs])
        .why("Opens the menu of checks that several other rows need; it changes nothing by itself."),
    config("CONFIG_STRICT_KERNEL_RWX", On, High).was(&[before(4, 11, "CONFIG_DEBUG_RODATA")]).by(&[Kspp, ClipOs])
        .why("Kernel code is not writable and kernel data does not run. Without this any write into the kernel becomes code."),
    config("CONFIG_DEBUG_WX", On, Low).since(4, 4).by(&[Kspp, ClipOs])
        .why("At boot the kernel looks for pages that are writable and executable at once and warns."),
    config("CONFIG_LIST_HARDENED", On, Medium).since(6, 6).by(&[Kspp])
        .or(&[built("CONFIG_DEBUG_LIST", On)])
        .why("Cheap checks of linked lists turn a corrupted list, which gives a write to any address, into a stop."),
    config("CONFIG_DEBUG_LIST", On, Low).by(&[Kspp, ClipOs])
        .or(&[built("CONFIG_LIST_HARDENED", On)])
        .why("Checks linked lists on every change. The cheaper CONFIG_LIST_HARDENED of newer kernels is as good against attacks."),
    config("CONFIG_DEBUG_CREDENTIALS", On, Low).until(6, 7).by(&[Kspp, ClipOs])
        .why("Checks the structures that hold user ids and capabilities, a favourite target of exploits."),
    config("CONFIG_DEBUG_NOTIFIERS", On, Low).by(&[Kspp, ClipOs])
        .why("Checks that callbacks in notifier chains point into kernel code before they are called."),
    config("CONFIG_DEBUG_SG", On, Low).by(&[Kspp, ClipOs])
        .why("Checks scatter-gather tables before a device is given the addresses in them."),
    config("CONFIG_DEBUG_VIRTUAL", On, Low).by(&[Kspp, ClipOs])
        .why("Checks conversions between virtual and physical addresses."),
    config("CONFIG_DEBUG_PLIST", On, Negligible).by(&[Kernel])
        .why("Checks priority lists, which futexes and the scheduler use, on every change."),
    config("CONFIG_BUG_ON_DATA_CORRUPTION", On, Medium).since(4, 10).by(&[Kspp, ClipOs])
        .shared(Medium, "a corrupted list in the shared kernel is a corrupted list of every container")
        .why("A failed check of kernel data stops the task instead of only writing to the log."),
    config("CONFIG_REFCOUNT_FULL", On, Medium).since(4, 13).until(5, 5).by(&[Kspp])
        .why("Reference counters that overflow stay at their maximum instead of freeing memory in use. Newer kernels always do this."),
    config("CONFIG_FORTIFY_SOURCE", On, Medium).since(4, 13).by(&[Kspp, ClipOs])
        .why("String and memory functions check sizes that the compiler knows, so that many overflows stop where they happen."),
    config("CONFIG_FORTIFY_SOURCE_STRICT_STRING", Off, Negligible).patch().by(&[ClipOs])
        .why("Stricter checks of string functions, meant for finding bugs and known to hit harmless code."),
    config("CONFIG_UBSAN", On, Low).since(4, 5).by(&[Kspp])
        .why("The compiler adds checks for undefined behaviour; the rows on its parts say which of them help against attacks."),
    config("CONFIG_UBSAN_BOUNDS", On, Medium).since(5, 7).given(&[built("CONFIG_UBSAN", On)]).by(&[Kspp])
        .why("An index beyond the end of an array of known size is noticed before it is used."),
    config("CONFIG_UBSAN_LOCAL_BOUNDS", On, Low).since(5, 11)
        .given(&[built("CONFIG_UBSAN", On), built("CONFIG_CC_IS_CLANG", On)]).by(&[Kspp])
        .why("As CONFIG_UBSAN_BOUNDS, for accesses through pointers; only Clang can build it."),
    config("CONFIG_UBSAN_TRAP", On, Low).since(5, 7).given(&[built("CONFIG_UBSAN", On)]).by(&[Kspp])
        .breaks("Code that the checks find at fault stops its task.")
        .why("A failed check stops the task instead of writing to the log and going on."),
    config("CONFIG_UBSAN_SANITIZE_ALL", On, Low).since(4, 5).until(6, 9).given(&[built("CONFIG_UBSAN", On)]).by(&[Kspp])
        .why("The checks cover the whole kernel instead of chosen files."),
    config("CONFIG_UBSAN_SHIFT", Off, Negligible).since(5, 11).given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kspp])
        .why("Finds odd shifts, which are seldom a danger; with traps on, it stops tasks for nothing."),
    config("CONFIG_UBSAN_DIV_ZERO", Off, Negligible).since(5, 11).given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kspp])
        .why("The processor already traps divisions by zero; the check only adds code."),
    config("CONFIG_UBSAN_UNREACHABLE", Off, Negligible).since(5, 11).given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kspp])
        .why("Other tools find code that cannot be reached; the check only adds code."),
    config("CONFIG_UBSAN_SIGNED_WRAP", Off, Negligible).since(6, 9).until(6, 15)
        .given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kspp])
        .why("The kernel relies on wrapping in many places; with traps on, harmless code stops."),
    config("CONFIG_UBSAN_INTEGER_WRAP", Off, Negligible).since(6, 15)
        .given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kernel])
        .why("The successor of CONFIG_UBSAN_SIGNED_WRAP is still meant for developers: harmless code wraps, and with traps on it stops."),
    config("CONFIG_UBSAN_BOOL", Off, Negligible).since(5, 11).given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kspp])
        .why("A truth value that is neither true nor false is seldom a danger; with traps on, the check stops tasks."),
    config("CONFIG_UBSAN_ENUM", Off, Negligible).since(5, 11).given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kspp])
        .why("A value outside an enumeration is seldom a danger; with traps on, the check stops tasks."),
    config("CONFIG_UBSAN_ALIGNMENT", Off, Negligible).since(5, 7).given(&[built("CONFIG_UBSAN_TRAP", On)]).by(&[Kspp])
        .why("Unaligned accesses are allowed on most processors; with traps on, the check stops tasks."),
    config("CONFIG_KFENCE", On, Low).since(5, 12).by(&[Kspp])
        .why("Samples allocations and guards them with unreachable pages: use after free and overflows are found in production at almost no cost."),
    config("CONFIG_KFENCE_SAMPLE_INTERVAL", Between(1, 100), Negligible).since(5, 12)
        .given(&[built("CONFIG_KFENCE", On)]).live(&[booted("kfence.sample_interval", Between(1, 100))]).by(&[Kspp])
        .why("Milliseconds between two guarded allocations: 0 turns the sampling off, a great number makes it find nothing."),
    boot("kfence.sample_interval", Between(1, 100), Negligible).since(5, 12)
        .given(&[built("CONFIG_KFENCE", On)]).otherwise(&[built("CONFIG_KFENCE_SAMPLE_INTERVAL", Between(1, 100))]).by(&[Kspp])
        .why("Milliseconds between two guarded allocations; overrides what the kernel was built with."),
    config("CONFIG_PAGE_TABLE_CHECK", On, Low).since(5, 17).on(LARGE.and(Riscv64)).by(&[Kspp])
        .why("Checks that no page is mapped in two ways at once, which is how errors in memory management become exploits."),
    config("CONFIG_PAGE_TABLE_CHECK_ENFORCED", On, Low).since(5, 17).on(LARGE.and(Riscv64))
        .given(&[built("CONFIG_PAGE_TABLE_CHECK", On)]).by(&[Kspp])
        .or(&[booted("page_table_check", Yes)])
        .breaks("Every change of a page table gets slower.")
        .why("The check of page tables is on without a word on the command line."),
    config("CONFIG_RANDSTRUCT_FULL", On, Low).since(5, 19).by(&[Kspp])
        .or(&[built("CONFIG_GCC_PLUGIN_RANDSTRUCT", On)])
        .breaks("Modules from elsewhere must be built with the same seed.")
        .why("The order of fields in sensitive structures differs from build to build. It helps those who build their own kernel: a distribution's order is public."),
    config("CONFIG_GCC_PLUGIN_RANDSTRUCT", On, Low).since(4, 13).until(5, 19).by(&[ClipOs])
        .breaks("Modules from elsewhere must be built with the same seed.")
        .why("The order of fields in sensitive structures differs from build to build; CONFIG_RANDSTRUCT_FULL from 5.19 on."),
    config("CONFIG_GCC_PLUGIN_RANDSTRUCT_PERFORMANCE", Off, Negligible).since(4, 13)
        .or(&[built("CONFIG_RANDSTRUCT_PERFORMANCE", Off)]).by(&[ClipOs])
        .why("Shuffles fields within a cache line only, which leaves little to guess."),
    config("CONFIG_RANDSTRUCT_PERFORMANCE", Off, Negligible).since(5, 19).by(&[Kernel])
        .why("Shuffles fields within a cache line only, which leaves little to guess."),
    config("CONFIG_WERROR", On, Negligible).since(5, 15).by(&[Kspp])
        .why("Warnings of the compiler stop the build, so that nobody runs a kernel that was built in spite of them."),
    config("CONFIG_PANIC_ON_OOPS", On, Low).since(3, 9).live(&[set("kernel.panic_on_oops", Yes)]).by(&[Kspp, ClipOs])
        .breaks("One fault of the kernel stops the machine with all its containers.")
        .why("A failed exploit leaves a trace called an oops. Stopping then takes the second try away."),
    sysctl("kernel.panic_on_oops", Yes, Low).by(&[Kernel, Distributions])
        .breaks("One fault of the kernel stops the machine with all its containers.")
        .why("A failed exploit leaves a trace called an oops. Stopping then takes the second try away; Kubernetes asks for it as well."),
    config("CONFIG_PANIC_TIMEOUT", Not(&["0"]), Negligible).since(3, 14).live(&[set("kernel.panic", Not(&["0"]))]).by(&[Kspp, ClipOs])
        .why("After a panic the machine starts again instead of standing still. KSPP wants it at once (-1)."),
    sysctl("kernel.panic", Not(&["0"]), Negligible).by(&[Kernel, Distributions])
        .titled("a panic leaves the machine standing still")
        .why("Seconds until the machine starts again after a panic: 0 leaves it standing still, and all its containers with it."),
    sysctl("kernel.warn_limit", Is("1"), Low).since(6, 2).by(&[Kspp])
        .withheld("Any container that provokes one kernel warning would take all the others down.")
        .why("Panics at the first warning, which a failed exploit often leaves."),
    sysctl("kernel.oops_limit", Between(1, 100), Low).since(6, 2).strictly(Is("1"))
        .or(&[set("kernel.panic_on_oops", Yes)]).by(&[Kspp])
        .breaks("A container that provokes faults of the kernel stops the machine.")
        .why("Every oops leaves a counter one higher than it should be, and exploits repeat them until it overflows. A limit stops that; the kernel's own is 10000."),
    config("CONFIG_GCC_PLUGINS", On, Negligible).given(&[built("CONFIG_CC_IS_GCC", On)]).by(&[Kspp, ClipOs])
        .or(&[built("CONFIG_CC_IS_CLANG", On), built("CONFIG_INIT_STACK_ALL_ZERO", On)])
        .why("Lets the compiler's plugins of the kernel run, on which other rows depend. Newer compilers do the same by themselves."),
    config("CONFIG_GCC_PLUGIN_LATENT_ENTROPY", On, Negligible).since(4, 9).given(&[built("CONFIG_GCC_PLUGINS", On)]).by(&[Kspp, ClipOs])
        .why("Collects a little randomness at boot on machines without a good source."),
    boot("extra_latent_entropy", Present, Negligible).since(4, 9)
        .given(&[built("CONFIG_GCC_PLUGIN_LATENT_ENTROPY", On)]).by(&[ClipOs])
        .why("Mixes the content of memory at boot into the pool of randomness."),
    config("CONFIG_EXPERT", On, Negligible).by(&[ClipOs])
        .why("Opens the menu in which several surfaces can be left out; it changes nothing by itself."),
    config("CONFIG_HW_RANDOM_TPM", On, Negligible).by(&[Kspp, ClipOs]).given(&[built("CONFIG_TCG_TPM", On)])
        .why("The security chip's generator feeds the pool of randomness."),
    config("CONFIG_TCG_TPM", On, Negligible).by(&[ClipOs])
        .why("Support for the security chip: measured boot, sealed keys, randomness."),
    config("CONFIG_RANDOM_TRUST_BOOTLOADER", On, Negligible).since(5, 4).by(&[Kspp])
        .live(&[booted("random.trust_bootloader", Yes)]).until(6, 2)
        .but("CLIP OS turns it off, as the boot loader could lie; it can do worse, so this table follows KSPP.")
        .why("A seed from the boot loader counts, so that keys made early are not guessable."),
    config("CONFIG_RANDOM_TRUST_CPU", On, Negligible).since(4, 19).by(&[Kspp])
        .live(&[booted("random.trust_cpu", Yes)]).until(6, 2)
        .but("CLIP OS turns it off, as the processor could lie; it can do worse, so this table follows KSPP.")
        .why("The processor's generator counts as randomness, so that keys made early are not guessable."),
    config("CONFIG_ARCH_RANDOM", On, Negligible).on(Architectures::X86).until(5, 19).by(&[ClipOs])
        .why("Uses the processor's random number generator; newer kernels always do."),
    boot("random.trust_cpu", Not(&["0", "off", "n"]), Negligible).since(4, 19).by(&[Kernel])
        .why("Without trust in the processor's generator keys made early at boot may be guessable."),
    boot("rng_core.default_quality", AtLeast(512), Negligible).until(6, 2).by(&[ClipOs])
        .why("How far a hardware generator of unknown quality is trusted; newer kernels trust it without being told."),
    config("CONFIG_X86_64", On, Low).only(X86_64).by(&[Kspp])
        .why("Only the 64-bit kernel has the address space in which randomisation and other defences work."),
    config("CONFIG_X86_PAE", On, Medium).only(I386).by(&[Kspp])
        .why("On 32-bit x86 memory can be marked as not executable only with the larger page tables."),
    config("CONFIG_HIGHMEM64G", On, Low).only(I386).until(6, 15).by(&[Kspp])
        .why("Chooses the larger page tables that can mark memory as not executable."),
    config("CONFIG_HIGHMEM4G", Off, Low).only(I386).by(&[Kspp])
        .why("Chooses the small page tables, which cannot mark memory as not executable."),
    config("CONFIG_M486", Off, Low).only(I386).by(&[Kspp])
        .why("A kernel for such an old processor cannot use the larger page tables."),
    config("CONFIG_VMSPLIT_3G", On, Low).only(Arm).by(&[Kspp])
        .why("Three of four GiB for programs: the usual split, for which address randomisation was made."),
    config("CONFIG_STRICT_MEMORY_RWX", On, High).only(Arm).until(4, 11).by(&[Kspp])
        .why("Kernel code is not writable and kernel data does not run; CONFIG_STRICT_KERNEL_RWX from 4.11 on."),
    config("CONFIG_CPU_SW_DOMAIN_PAN", On, Medium).only(Arm).since(4, 3).by(&[Kspp])
        .why("The kernel cannot follow a pointer into a program's memory by mistake."),
];
