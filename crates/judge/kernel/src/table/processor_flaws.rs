//! What the kernel says of the processor's flaws, one row a file of
//! `/sys/devices/system/cpu/vulnerabilities`.

use super::vocabulary::*;

/// Why such a flaw matters more where strangers share a kernel.
const SHARED: &str =
    "containers share kernel and cores: one container may read what another computes";

pub(super) const ROWS: &[Recommendation] = &[
    flaw("meltdown", High).since(4, 15).shared(High, SHARED).by(&[Kernel])
        .why("A program reads kernel memory, and through it that of every other program, by speculation."),
    flaw("spectre_v1", Medium).since(4, 15).shared(Medium, SHARED).by(&[Kernel])
        .why("The kernel is led to speculate past a check of bounds and leaves traces of what it read."),
    flaw("spectre_v2", Medium).since(4, 15).shared(High, SHARED).by(&[Kernel])
        .why("A program trains the predictor of indirect jumps so that the kernel or another program speculates where it wants."),
    flaw("spec_store_bypass", Medium).since(4, 17).shared(Medium, SHARED).by(&[Kernel])
        .why("A load overtakes an older store and sees old content. Programs that run foreign code, such as browsers, are at risk."),
    flaw("l1tf", Medium).since(4, 19).shared(High, SHARED).by(&[Kernel])
        .why("A page that is not present is read from the first-level cache, also across the border of a virtual machine."),
    flaw("mds", Medium).since(5, 2).shared(High, SHARED).by(&[Kernel])
        .why("Buffers inside the processor leak what the same core handled before, also for its other thread."),
    flaw("tsx_async_abort", Medium).since(5, 4).shared(Medium, SHARED).by(&[Kernel])
        .why("An aborted memory transaction leaks what the processor's buffers held."),
    flaw("itlb_multihit", Low).since(5, 4).by(&[Kernel])
        .why("A virtual machine can stop the processor with large pages of changing size."),
    flaw("srbds", Low).since(5, 8).by(&[Kernel])
        .why("Random numbers that another core drew can be read from a shared buffer."),
    flaw("mmio_stale_data", Medium).since(5, 19).shared(Medium, SHARED).by(&[Kernel])
        .why("Access to memory of devices leaves data in buffers from which others read them."),
    flaw("retbleed", Medium).since(5, 19).shared(High, SHARED).by(&[Kernel])
        .why("Return instructions are predicted like indirect jumps, which passes the older defence against Spectre."),
    flaw("gather_data_sampling", Medium).since(6, 5).shared(Medium, SHARED).by(&[Kernel])
        .why("The gather instruction leaks content of vector registers of others on the same core."),
    flaw("spec_rstack_overflow", Medium).since(6, 5).shared(Medium, SHARED).by(&[Kernel])
        .why("A program poisons the prediction of returns, so that the kernel speculates where it wants (Inception)."),
    flaw("reg_file_data_sampling", Medium).since(6, 9).shared(Medium, SHARED).by(&[Kernel])
        .why("Register files of some small Intel cores leak old values."),
    flaw("ghostwrite", High).since(6, 14).shared(High, "a container with a plain program writes any memory of the machine").by(&[Kernel])
        .why("Vector stores of some RISC-V processors write physical memory without any check."),
    flaw("indirect_target_selection", Medium).since(6, 15).shared(Medium, SHARED).by(&[Kernel])
        .why("Jumps in the lower half of a cache line are predicted wrongly, which passes older defences against Spectre."),
    flaw("tsa", Medium).since(6, 16).shared(Medium, SHARED).by(&[Kernel])
        .why("Timing of falsely completed loads leaks data between programs on some AMD processors."),
    flaw("vmscape", Medium).since(6, 17).by(&[Kernel])
        .why("A virtual machine steers the speculation of the program that runs it. It matters where containers and virtual machines share a host."),
    flaw("old_microcode", Medium).since(6, 16).by(&[Kernel])
        .titled("processor runs old microcode")
        .why("The kernel knows of newer microcode for this processor: flaws that it closes stay open."),
];
