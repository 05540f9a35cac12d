//! Interfaces that only those need who debug the kernel.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_DEBUG_FS", Off, Low).by(&[ClipOs]).or(&[booted("debugfs", OneOf(&["off", "no-mount"])), built("CONFIG_DEBUG_FS_ALLOW_NONE", On)])
        .withheld("Tracers and network monitors for containers that use BPF reach the kernel's events below /sys/kernel/debug.")
        .why("Files for debugging give away internals and let root change them; they were never meant to be safe."),
    config("CONFIG_MAGIC_SYSRQ", Off, Negligible).by(&[ClipOs]).live(&[set("kernel.sysrq", BitsWithin(176))])
        .breaks("Rescuing a hanging machine by keys.")
        .why("Keys at the console, or a file for root, dump memory, kill processes and restart."),
    config("CONFIG_MAGIC_SYSRQ_DEFAULT_ENABLE", BitsWithin(176), Low).live(&[set("kernel.sysrq", BitsWithin(176))])
        .given(&[built("CONFIG_MAGIC_SYSRQ", On)]).by(&[Kspp])
        .why("Keys at the console may only sync, remount and restart, not dump memory or kill."),
    sysctl("kernel.sysrq", BitsWithin(176), Low).by(&[Kernel, Distributions])
        .why("Keys at the console may only sync, remount and restart (176) or nothing (0), not dump memory or kill."),
    config("CONFIG_MAGIC_SYSRQ_SERIAL", Off, Low).since(3, 0).given(&[built("CONFIG_MAGIC_SYSRQ", On)]).live(&[set("kernel.sysrq", BitsWithin(176))]).by(&[Kernel])
        .why("The same over a serial line, which in a cloud is somebody's console."),
    boot("sysrq_always_enabled", Off, Low).by(&[Kernel])
        .why("Allows all of it whatever kernel.sysrq says."),
    config("CONFIG_KPROBES", Off, Negligible).by(&[Kernel])
        .withheld("Security monitors and tracers for containers attach their BPF programs to such probes.")
        .why("Root puts code of its own at any place of the kernel."),
    config("CONFIG_KPROBE_EVENTS", Off, Negligible).by(&[Kernel])
        .withheld("Security monitors and tracers for containers attach their BPF programs to such probes.")
        .why("The same through files."),
    config("CONFIG_UPROBE_EVENTS", Off, Negligible).by(&[Kernel])
        .withheld("Tracers of programs in containers attach their BPF programs to such probes.")
        .why("Root puts probes into the programs of everybody."),
    config("CONFIG_BPF_KPROBE_OVERRIDE", Off, Low).since(4, 16).by(&[Kernel])
        .why("BPF programs replace what functions of the kernel return, for tests of errors."),
    config("CONFIG_FUNCTION_TRACER", Off, Negligible).by(&[Kernel])
        .withheld("Security monitors and tracers for containers attach their BPF programs through it.")
        .why("Every function of the kernel can be followed, which shows what others do."),
    config("CONFIG_STACK_TRACER", Off, Negligible).by(&[Kernel])
        .why("Follows how deep the kernel's stack goes; for developers."),
    config("CONFIG_HWLAT_TRACER", Off, Negligible).since(4, 9).by(&[Kernel])
        .why("Stops the processor to measure the hardware; for developers."),
    config("CONFIG_BLK_DEV_IO_TRACE", Off, Negligible).by(&[Kernel])
        .breaks("blktrace.")
        .why("Shows every access to a disk, whoever makes it."),
    config("CONFIG_MMIOTRACE", Off, Low).on(Architectures::X86).by(&[Kernel])
        .why("Records every access to memory of devices; for writers of drivers."),
    config("CONFIG_MMIOTRACE_TEST", Off, Low).on(Architectures::X86).by(&[Kernel])
        .why("A module that writes to memory of devices, for tests of the recorder."),
    config("CONFIG_PTDUMP_DEBUGFS", Off, Low).was(&[before(5, 6, "CONFIG_X86_PTDUMP")]).by(&[Kernel])
        .why("Shows how the kernel's memory is laid out."),
    config("CONFIG_DEBUG_KMEMLEAK", Off, Negligible).by(&[Kernel])
        .why("Searches memory for leaks; slow, and shows addresses."),
    config("CONFIG_PAGE_OWNER", Off, Negligible).by(&[Kernel])
        .or(&[booted("page_owner", Not(&["on"]))])
        .why("Shows who allocated which page; for developers, and on only when asked for."),
    config("CONFIG_SLUB_STATS", Off, Negligible).by(&[Kernel])
        .why("Shows in detail how slabs are used, which tells an exploit how its spraying goes."),
    config("CONFIG_KCOV", Off, Low).since(4, 6).by(&[Kernel])
        .why("Shows a program which parts of the kernel it ran; for finding bugs."),
    config("CONFIG_GCOV_KERNEL", Off, Low).by(&[Kernel])
        .why("Counts every branch of the kernel; for developers."),
    config("CONFIG_FAULT_INJECTION", Off, Low).by(&[Kernel])
        .why("Makes the kernel fail on purpose; for tests."),
    config("CONFIG_NOTIFIER_ERROR_INJECTION", Off, Low).by(&[Kernel])
        .why("Makes callbacks of the kernel fail on purpose; for tests."),
    config("CONFIG_FAIL_FUTEX", Off, Low).since(4, 3).by(&[Kernel])
        .why("Makes futexes fail on purpose; for tests."),
    config("CONFIG_LKDTM", Off, Medium).by(&[Kernel])
        .why("A module full of deliberate flaws, for tests of defences."),
    config("CONFIG_KGDB", Off, Low).by(&[Kernel])
        .or(&[alt(Lockdown, Is("confidentiality"))])
        .why("A debugger inside the kernel, to be had from a console."),
    config("CONFIG_KUNIT", Off, Negligible).since(5, 5).by(&[Kernel])
        .why("Tests that run inside the kernel."),
    config("CONFIG_RUNTIME_TESTING_MENU", Off, Negligible).since(4, 17).by(&[Kernel])
        .why("Opens the menu of tests that run inside the kernel."),
    config("CONFIG_TEST_BPF", Off, Negligible).by(&[Kernel])
        .why("A module of tests."),
    config("CONFIG_DEBUG_INFO_BTF", On, Negligible).since(5, 2).by(&[Docker, Distributions])
        .why("Types of the kernel for BPF programs that run on any version: security monitors of containers need it."),
    config("CONFIG_LATENCYTOP", Off, Negligible).by(&[Kernel])
        .why("Records for each process what it waits for; for developers."),
    config("CONFIG_PROVIDE_OHCI1394_DMA_INIT", Off, Medium).on(Architectures::X86).by(&[Kernel])
        .why("Opens all memory over a FireWire cable, for debugging of early starts."),
    config("CONFIG_PUNIT_ATOM_DEBUG", Off, Negligible).on(Architectures::X86).since(4, 2).by(&[Kernel])
        .why("Shows states of power of an old processor."),
    config("CONFIG_X86_DEBUG_FPU", Off, Negligible).on(Architectures::X86).since(4, 2).by(&[Kernel])
        .why("Slow checks for developers."),
    config("CONFIG_EDAC_DEBUG", Off, Negligible).by(&[Kernel])
        .why("Lets root make memory report errors; for tests."),
    config("CONFIG_CORESIGHT", Off, Negligible).on(Architectures::only(Arm64).and(Arm)).since(5, 7).by(&[Kernel])
        .why("Records what the processor executes, whoever runs it."),
    config("CONFIG_BACKTRACE_SELF_TEST", Off, Negligible).by(&[Kernel])
        .why("A module of tests."),
    config("CONFIG_USB_MON", Off, Negligible).or(&[alt(Module("usbmon"), Is("blocked"))]).by(&[Kernel])
        .breaks("Recording of USB traffic.")
        .why("Root reads what every USB device says, keyboards too."),
    config("CONFIG_NETCONSOLE", Off, Negligible).or(&[alt(Module("netconsole"), Is("blocked"))]).by(&[Kernel])
        .breaks("Kernel messages over the network.")
        .why("Sends the kernel's log over the network without encryption."),
];
