//! Defences against flaws of the processor.

use super::vocabulary::*;

const X86: Architectures = Architectures::X86;
/// Why such a defence matters more where strangers share a kernel.
const SHARED: &str =
    "containers share kernel and cores: one container may read what another computes";

pub(super) const ROWS: &[Recommendation] = &[
    boot("mitigations", LacksWord("off"), Low).since(5, 2).strictly(OneOf(&["auto,nosmt"])).by(&[Kspp])
        .or(&[booted("nosmt", Present)])
        .why("Switches the defences against all known flaws at once. `auto` is the default; KSPP adds nosmt, which turns the second thread of a core off where a flaw needs it."),
    boot("mitigations", LacksWord("off"), High).id("kernel-boot-mitigations-off").since(5, 2).shared(High, SHARED).by(&[Kernel])
        .titled("all defences against processor flaws are off")
        .why("mitigations=off leaves every known flaw of the processor open."),
    boot("nosmt", Present, Negligible).by(&[Kspp])
        .breaks("Half of the logical processors are gone.")
        .or(&[booted("mitigations", HasWord("nosmt"))])
        .why("Two threads of one core share buffers and caches; several flaws leak between them and cannot be closed otherwise."),
    boot("pti", Is("on"), Low).since(4, 15).on(Architectures::X86).given(&[affected("meltdown")]).by(&[Kspp, ClipOs])
        .or(&[alt(Vulnerability("meltdown"), HasWord("PTI"))])
        .why("Programs run without the kernel in their page tables, which closes Meltdown. The kernel does so by itself on affected processors."),
    boot("pti", Not(&["off"]), High).id("kernel-boot-pti-off").since(4, 15).on(X86).given(&[affected("meltdown")]).shared(High, SHARED).by(&[Kernel])
        .or(&[alt(Vulnerability("meltdown"), HasWord("PTI"))])
        .titled("page-table isolation is switched off")
        .why("Leaves Meltdown open."),
    boot("nopti", Off, High).since(4, 15).on(X86).given(&[affected("meltdown")]).shared(High, SHARED).by(&[Kernel])
        .why("Leaves Meltdown open."),
    boot("spec_store_bypass_disable", OneOf(&["seccomp", "on"]), Negligible).since(4, 17).on(X86).given(&[affected("spec_store_bypass")]).by(&[ClipOs])
        .breaks("Every process below a seccomp filter, which is every container, gets slower.")
        .why("Processes below a seccomp filter are guarded against Speculative Store Bypass without asking for it, as before 5.16."),
    boot("spec_store_bypass_disable", Not(&["off"]), Low).id("kernel-boot-spec-store-bypass-off").since(4, 17).on(X86).by(&[Kernel])
        .titled("Speculative Store Bypass is left open")
        .why("Programs cannot even ask for the defence."),
    boot("mds", Is("full,nosmt"), Low).since(5, 2).on(X86).given(&[affected("mds")]).by(&[ClipOs])
        .or(&[booted("nosmt", Present), booted("mitigations", HasWord("nosmt"))])
        .breaks("Half of the logical processors are gone on affected machines.")
        .why("Clears the processor's buffers and turns off second threads, between which they leak."),
    boot("mds", Not(&["off"]), Medium).id("kernel-boot-mds-off").since(5, 2).on(X86).given(&[affected("mds")]).shared(High, SHARED).by(&[Kernel])
        .titled("the defence against MDS is switched off")
        .why("The processor's buffers are not cleared between kernel and programs."),
    boot("mce", Is("0"), Negligible).on(X86).until(5, 17).by(&[ClipOs])
        .breaks("A memory error that could be survived stops the machine.")
        .why("Uncorrected memory errors stop the machine rather than be worked around; newer kernels decide by kind of error."),
    boot("spectre_v1", Not(&["off"]), Medium).id("kernel-boot-nospectre-v1-value").since(4, 15).on(X86).by(&[Kernel])
        .titled("the defence against Spectre v1 has the value off")
        .why("Leaves Spectre v1 in the kernel open."),
    boot("nospectre_v1", Off, Medium).since(4, 15).by(&[Kernel])
        .why("Leaves Spectre v1 in the kernel open."),
    boot("nospectre_v2", Off, Medium).since(4, 15).shared(High, SHARED).by(&[Kernel])
        .why("Leaves Spectre v2 open."),
    boot("spectre_v2", Not(&["off"]), Medium).since(4, 15).on(X86).shared(High, SHARED).by(&[Kernel])
        .why("Leaves Spectre v2 open."),
    boot("spectre_v2_user", Not(&["off"]), Medium).since(5, 0).on(X86).shared(Medium, SHARED).by(&[Kernel])
        .why("Leaves Spectre v2 open between programs, and containers are programs."),
    boot("spectre_bhi", Not(&["off"]), Medium).since(6, 9).on(X86).by(&[Kernel])
        .why("Leaves the injection of branch history open."),
    boot("l1tf", Not(&["off"]), Medium).since(4, 19).on(X86).given(&[affected("l1tf")]).by(&[Kernel])
        .why("Virtual machines may read the first-level cache of the host."),
    boot("tsx_async_abort", Not(&["off"]), Medium).since(5, 4).on(X86).given(&[affected("tsx_async_abort")]).by(&[Kernel])
        .why("Aborted memory transactions leak the processor's buffers."),
    boot("tsx", Not(&["on"]), Low).since(5, 4).on(X86).by(&[Kernel])
        .why("Memory transactions have been the way into several leaks; the default is off on affected processors."),
    boot("mmio_stale_data", Not(&["off"]), Medium).since(5, 19).on(X86).given(&[affected("mmio_stale_data")]).by(&[Kernel])
        .why("Buffers are not cleared after access to memory of devices."),
    boot("srbds", Not(&["off"]), Low).since(5, 8).on(X86).given(&[affected("srbds")]).by(&[Kernel])
        .why("Leaves the leak of random numbers between cores open."),
    boot("retbleed", Not(&["off"]), Medium).since(5, 19).on(X86).given(&[affected("retbleed")]).shared(High, SHARED).by(&[Kernel])
        .why("Leaves the wrong prediction of returns open."),
    boot("gather_data_sampling", Not(&["off"]), Medium).since(6, 5).on(X86).given(&[affected("gather_data_sampling")]).by(&[Kernel])
        .why("Leaves the leak of vector registers open."),
    boot("reg_file_data_sampling", Not(&["off"]), Medium).since(6, 9).on(X86).given(&[affected("reg_file_data_sampling")]).by(&[Kernel])
        .why("Leaves the leak of register files open."),
    boot("spec_rstack_overflow", Not(&["off"]), Medium).since(6, 5).on(X86).given(&[affected("spec_rstack_overflow")]).by(&[Kernel])
        .why("Leaves the poisoned prediction of returns (Inception) open."),
    boot("indirect_target_selection", Not(&["off"]), Medium).since(6, 15).on(X86).given(&[affected("indirect_target_selection")]).by(&[Kernel])
        .why("Leaves the wrong prediction of jumps in lower halves of cache lines open."),
    boot("tsa", Not(&["off"]), Medium).since(6, 16).on(X86).given(&[affected("tsa")]).by(&[Kernel])
        .why("Leaves the leak by falsely completed loads open."),
    boot("vmscape", Not(&["off"]), Low).since(6, 17).on(X86).given(&[affected("vmscape")]).by(&[Kernel])
        .why("Leaves the program that runs a virtual machine open to its guest's steering."),
    boot("kvm.nx_huge_pages", Not(&["off", "never"]), Low).since(5, 4).on(X86).given(&[affected("itlb_multihit")]).by(&[Kernel])
        .why("A virtual machine may stop the processor with large pages of changing size."),
    boot("kpti", Not(&["0", "off"]), Medium).only(Arm64).since(4, 16).by(&[Kernel])
        .why("Leaves Meltdown open and lets programs find the kernel's addresses."),
    boot("ssbd", Not(&["force-off"]), Low).only(Arm64).since(4, 18).by(&[Kernel])
        .why("Leaves Speculative Store Bypass open."),
    boot("nospectre_bhb", Off, Medium).only(Arm64).since(5, 17).by(&[Kernel])
        .why("Leaves the injection of branch history open."),
    boot("dis_ucode_ldr", Off, Medium).on(X86).by(&[Kernel])
        .why("The processor keeps its built-in microcode, without the mends of several flaws."),
    config("CONFIG_MITIGATION_PAGE_TABLE_ISOLATION", On, High).on(X86).since(4, 15).was(&[before(6, 9, "CONFIG_PAGE_TABLE_ISOLATION")]).by(&[Kspp, ClipOs])
        .or(&[alt(Vulnerability("meltdown"), Is("Not affected"))]).shared(High, SHARED)
        .why("Programs run without the kernel in their page tables, which closes Meltdown and hides kernel addresses."),
    config("CONFIG_UNMAP_KERNEL_AT_EL0", On, Medium).only(Arm64).since(4, 16).by(&[Kspp])
        .why("Programs run without the kernel in their page tables, which closes Meltdown and hides kernel addresses."),
    config("CONFIG_MITIGATION_RETPOLINE", On, Medium).on(X86).since(4, 15).was(&[before(6, 9, "CONFIG_RETPOLINE")]).by(&[ClipOs]).shared(High, SHARED)
        .why("Indirect jumps of the kernel are built so that a trained predictor does not matter."),
    config("CONFIG_MITIGATION_SLS", On, Low).only(X86_64).since(5, 17).was(&[before(6, 9, "CONFIG_SLS")]).by(&[Kspp])
        .why("A trap behind each return and jump keeps the processor from speculating straight on."),
    config("CONFIG_CPU_MITIGATIONS", On, High).on(X86).since(6, 9).was(&[before(6, 9, "CONFIG_SPECULATION_MITIGATIONS")]).by(&[Kernel]).shared(High, SHARED)
        .why("Without it the kernel has no defence against flaws of the processor at all."),
    config("CONFIG_MITIGATION_RETHUNK", On, Medium).only(X86_64).since(5, 19).was(&[before(6, 9, "CONFIG_RETHUNK")]).by(&[Kernel])
        .why("Returns can be rerouted, on which the defences against Retbleed and Inception rest."),
    config("CONFIG_MITIGATION_UNRET_ENTRY", On, Medium).only(X86_64).since(5, 19).was(&[before(6, 9, "CONFIG_CPU_UNRET_ENTRY")]).by(&[Kernel])
        .or(&[alt(Vulnerability("retbleed"), Is("Not affected"))])
        .why("Closes Retbleed on AMD processors."),
    config("CONFIG_MITIGATION_IBPB_ENTRY", On, Low).only(X86_64).since(5, 19).was(&[before(6, 9, "CONFIG_CPU_IBPB_ENTRY")]).by(&[Kernel])
        .or(&[alt(Vulnerability("retbleed"), Is("Not affected"))])
        .why("Offers the costlier but complete defence against Retbleed on AMD processors."),
    config("CONFIG_MITIGATION_IBRS_ENTRY", On, Medium).only(X86_64).since(5, 19).was(&[before(6, 9, "CONFIG_CPU_IBRS_ENTRY")]).by(&[Kernel])
        .or(&[alt(Vulnerability("retbleed"), Is("Not affected"))])
        .why("Closes Retbleed on Intel processors."),
    config("CONFIG_MITIGATION_SRSO", On, Medium).only(X86_64).since(6, 5).was(&[before(6, 9, "CONFIG_CPU_SRSO")]).by(&[Kernel])
        .or(&[alt(Vulnerability("spec_rstack_overflow"), Is("Not affected"))])
        .why("Closes the poisoned prediction of returns (Inception) on AMD processors."),
    config("CONFIG_MITIGATION_CALL_DEPTH_TRACKING", On, Negligible).only(X86_64).since(6, 2).was(&[before(6, 9, "CONFIG_CALL_DEPTH_TRACKING")]).by(&[Kernel])
        .or(&[alt(Vulnerability("retbleed"), Is("Not affected"))])
        .why("A cheaper defence against Retbleed for Intel's Skylake, so that nobody turns the dear one off."),
    config("CONFIG_MITIGATION_SPECTRE_BHI", On, Medium).only(X86_64).since(6, 9).was(&[before(6, 9, "CONFIG_SPECTRE_BHI_ON")]).by(&[Kernel])
        .why("Closes the injection of branch history."),
    config("CONFIG_MITIGATION_RFDS", On, Medium).on(X86).since(6, 9).by(&[Kernel])
        .or(&[alt(Vulnerability("reg_file_data_sampling"), Is("Not affected"))])
        .why("Clears register files of Intel's small cores."),
    config("CONFIG_MITIGATION_GDS", On, Medium).on(X86).since(6, 12).by(&[Kernel])
        .or(&[alt(Vulnerability("gather_data_sampling"), Is("Not affected"))])
        .why("Closes the leak of vector registers where microcode offers it."),
    config("CONFIG_MITIGATION_MDS", On, Medium).on(X86).since(6, 12).by(&[Kernel])
        .or(&[alt(Vulnerability("mds"), Is("Not affected"))])
        .why("Clears the processor's buffers between kernel and programs."),
    config("CONFIG_MITIGATION_TAA", On, Medium).on(X86).since(6, 12).by(&[Kernel])
        .or(&[alt(Vulnerability("tsx_async_abort"), Is("Not affected"))])
        .why("Clears the buffers that aborted memory transactions leak."),
    config("CONFIG_MITIGATION_MMIO_STALE_DATA", On, Medium).on(X86).since(6, 12).by(&[Kernel])
        .or(&[alt(Vulnerability("mmio_stale_data"), Is("Not affected"))])
        .why("Clears buffers after access to memory of devices."),
    config("CONFIG_MITIGATION_L1TF", On, Medium).on(X86).since(6, 12).by(&[Kernel])
        .or(&[alt(Vulnerability("l1tf"), Is("Not affected"))])
        .why("Makes absent pages point to nothing that the first-level cache could hold."),
    config("CONFIG_MITIGATION_RETBLEED", On, Medium).on(X86).since(6, 12).by(&[Kernel])
        .or(&[alt(Vulnerability("retbleed"), Is("Not affected"))])
        .why("Chooses a defence against the wrong prediction of returns."),
    config("CONFIG_MITIGATION_SPECTRE_V1", On, Medium).on(X86).since(6, 12).by(&[Kernel])
        .why("Guards copies from programs and changes of context against speculation past checks."),
    config("CONFIG_MITIGATION_SPECTRE_V2", On, Medium).on(X86).since(6, 12).shared(High, SHARED).by(&[Kernel])
        .why("Chooses a defence against trained predictors of indirect jumps."),
    config("CONFIG_MITIGATION_SRBDS", On, Low).on(X86).since(6, 12).by(&[Kernel])
        .or(&[alt(Vulnerability("srbds"), Is("Not affected"))])
        .why("Closes the leak of random numbers between cores."),
    config("CONFIG_MITIGATION_SSB", On, Low).on(X86).since(6, 12).by(&[Kernel])
        .why("Lets programs ask for a defence against Speculative Store Bypass."),
    config("CONFIG_MITIGATION_ITS", On, Medium).only(X86_64).since(6, 15).by(&[Kernel])
        .or(&[alt(Vulnerability("indirect_target_selection"), Is("Not affected"))])
        .why("Moves jumps out of the lower halves of cache lines."),
    config("CONFIG_MITIGATION_TSA", On, Medium).on(X86).since(6, 16).by(&[Kernel])
        .or(&[alt(Vulnerability("tsa"), Is("Not affected"))])
        .why("Clears what falsely completed loads leak on AMD processors."),
    config("CONFIG_MITIGATION_VMSCAPE", On, Low).on(X86).since(6, 17).given(&[built("CONFIG_KVM", On)]).by(&[Kernel])
        .or(&[alt(Vulnerability("vmscape"), Is("Not affected"))])
        .why("Clears the predictor after a virtual machine ran."),
    config("CONFIG_MICROCODE", On, Medium).on(X86).by(&[ClipOs])
        .why("Loads the processor's corrections at boot; several flaws cannot be closed without."),
    config("CONFIG_X86_MCE", On, Low).on(X86).by(&[ClipOs])
        .why("Errors of processor and memory are noticed instead of silently used."),
    config("CONFIG_X86_MCE_INTEL", On, Negligible).on(X86).given(&[built("CONFIG_CPU_SUP_INTEL", On)]).by(&[ClipOs])
        .why("Reports of Intel processors on memory errors, which an attack by hammering causes."),
    config("CONFIG_X86_MCE_AMD", On, Negligible).on(X86).given(&[built("CONFIG_CPU_SUP_AMD", On)]).by(&[Kernel])
        .why("Reports of AMD processors on memory errors, which an attack by hammering causes."),
    config("CONFIG_SCHED_CORE", On, Low).since(5, 14).on(Architectures::X86.and(Arm64)).by(&[Kspp])
        .shared(Medium, "containers can be kept from sharing a core with strangers, which several processor flaws need")
        .why("Tasks that trust each other can be put on the threads of one core, and strangers kept off."),
    config("CONFIG_X86_INTEL_TSX_MODE_OFF", On, Low).on(X86).since(5, 4).live(&[booted("tsx", Is("off"))]).by(&[ClipOs])
        .or(&[built("CONFIG_X86_INTEL_TSX_MODE_AUTO", On)])
        .why("Memory transactions have been the way into several leaks."),
    config("CONFIG_X86_INTEL_MEMORY_PROTECTION_KEYS", Off, Negligible).on(X86).since(4, 6).by(&[ClipOs])
        .withheld("Programs in images guard parts of their own memory by these keys, which is a defence.")
        .why("CLIP OS leaves out what its programs do not use; a host that runs foreign images loses more than it wins."),
    config("CONFIG_X86_INTEL_MPX", Off, Negligible).on(X86).until(5, 6).by(&[ClipOs])
        .why("An abandoned extension of the processor that only adds code."),
    config("CONFIG_MTRR", On, Negligible).on(X86).by(&[ClipOs])
        .why("The kernel corrects wrong kinds of caching that the firmware left."),
    config("CONFIG_ARM64_ERRATUM_1742098", On, Negligible).only(Arm64).since(5, 19).by(&[Kernel])
        .why("Closes a flaw of encryption instructions on affected cores."),
    config("CONFIG_MITIGATE_SPECTRE_BRANCH_HISTORY", On, Medium).only(Arm64).since(5, 17).by(&[Kernel])
        .why("Closes the injection of branch history."),
    config("CONFIG_HARDEN_BRANCH_PREDICTOR", On, Medium).on(Architectures::only(Arm64).and(Arm)).since(4, 16).until(5, 15).by(&[Kernel])
        .why("Clears trained predictors; newer kernels always can."),
    config("CONFIG_ARM64_SSBD", On, Low).only(Arm64).since(4, 18).until(5, 10).by(&[Kernel])
        .why("Closes Speculative Store Bypass; newer kernels always can."),
    config("CONFIG_ERRATA_THEAD_GHOSTWRITE", On, High).only(Riscv64).since(6, 14).by(&[Kernel])
        .why("Turns off the vector unit that lets any program of some processors write any memory."),
];
