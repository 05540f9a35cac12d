//! Old binary interfaces that new programs do not need.

use super::vocabulary::*;

const X86: Architectures = Architectures::X86;
/// Why 32-bit calls count for containers.
const SECOND: &str = "the engine's default filter lets containers use the 32-bit calls too: a second, less used way into the shared kernel";

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_COMPAT", Off, Low).on(LARGE).or(&[booted("ia32_emulation", No)]).shared(Medium, SECOND).by(&[Kspp])
        .withheld("Images for 32-bit processors, and 32-bit programs in others, do not start.")
        .why("System calls of 32-bit programs are a second way into the kernel, less tested and with flaws of its own."),
    config("CONFIG_IA32_EMULATION", Off, Low).only(X86_64).or(&[booted("ia32_emulation", No)]).shared(Medium, SECOND).by(&[Kspp])
        .withheld("Images for 32-bit processors, and 32-bit programs in others, do not start.")
        .why("System calls of 32-bit programs are a second way into the kernel, less tested and with flaws of its own."),
    config("CONFIG_IA32_EMULATION_DEFAULT_DISABLED", On, Low).only(X86_64).since(6, 7).live(&[booted("ia32_emulation", No)])
        .or(&[built("CONFIG_IA32_EMULATION", Off)]).by(&[Kernel])
        .withheld("Images for 32-bit processors do not start unless the command line says ia32_emulation=1.")
        .why("System calls of 32-bit programs stay off unless somebody asks for them."),
    config("CONFIG_X86_X32_ABI", Off, Medium).only(X86_64).was(&[before(5, 18, "CONFIG_X86_X32")]).by(&[Kspp])
        .why("A third way into the kernel that hardly any program uses; it had flaws for root."),
    config("CONFIG_X86_VSYSCALL_EMULATION", Off, Low).on(X86).since(3, 19).or(&[booted("vsyscall", Is("none"))]).by(&[Kspp, ClipOs])
        .withheld("Programs in images with glibc before 2.14, such as CentOS 6, crash.")
        .why("A page at a fixed address in every program, which helps exploits to find code."),
    config("CONFIG_LEGACY_VSYSCALL_NONE", On, Low).on(X86).since(4, 4).live(&[booted("vsyscall", Is("none"))])
        .or(&[built("CONFIG_X86_VSYSCALL_EMULATION", Off)]).by(&[Kspp, ClipOs])
        .withheld("Programs in images with glibc before 2.14, such as CentOS 6, crash.")
        .why("The page at a fixed address in every program is gone."),
    config("CONFIG_LEGACY_VSYSCALL_EMULATE", Off, Low).on(X86).since(4, 4).until(6, 3).live(&[booted("vsyscall", Not(&["emulate", "native"]))]).by(&[ClipOs])
        .why("The page at a fixed address can be read as well as called."),
    config("CONFIG_LEGACY_VSYSCALL_XONLY", Off, Negligible).on(X86).since(5, 3).live(&[booted("vsyscall", Is("none"))]).by(&[ClipOs])
        .withheld("Programs in images with glibc before 2.14, such as CentOS 6, crash.")
        .why("The page at a fixed address can still be called."),
    boot("vsyscall", Is("none"), Low).only(X86_64).by(&[Kspp]).otherwise(&[built("CONFIG_LEGACY_VSYSCALL_NONE", On)]).or(&[built("CONFIG_X86_VSYSCALL_EMULATION", Off)])
        .withheld("Programs in images with glibc before 2.14, such as CentOS 6, crash.")
        .why("The page at a fixed address in every program is gone."),
    config("CONFIG_COMPAT_VDSO", Off, Low).on(X86).live(&[booted("vdso32", Is("0"))]).by(&[Kspp])
        .why("Puts the kernel's page in 32-bit programs at a fixed address, for a fault of glibc of 2003."),
    boot("vdso32", Is("0"), Negligible).only(X86_64).by(&[Kspp]).or(&[built("CONFIG_COMPAT_VDSO", Off), built("CONFIG_IA32_EMULATION", Off)])
        .why("32-bit programs get no page of the kernel at a fixed address."),
    config("CONFIG_MODIFY_LDT_SYSCALL", Off, Low).on(X86).since(4, 3).reached_by(&["modify_ldt"]).by(&[Kspp, ClipOs])
        .breaks("Wine and emulators of 16-bit programs.")
        .why("Programs change a table of the processor, which has ended in exploits."),
    config("CONFIG_X86_16BIT", Off, Low).on(X86).by(&[Kernel])
        .breaks("Wine for 16-bit programs.")
        .why("Segments of 16-bit programs, with a leak of the kernel's stack and later flaws."),
    config("CONFIG_X86_VM86", Off, Low).only(I386).was(&[before(4, 3, "CONFIG_VM86")]).reached_by(&["vm86"]).by(&[Kernel])
        .breaks("Emulators of DOS.")
        .why("Runs code of the eighties, with many special cases."),
    config("CONFIG_OABI_COMPAT", Off, Medium).only(Arm).by(&[Kspp])
        .why("The old binary interface of Arm passes filters of system calls."),
    config("CONFIG_KUSER_HELPERS", Off, Low).only(Arm).by(&[Kernel])
        .breaks("Old programs that call the kernel's page at a fixed address.")
        .why("A page with code at a fixed address in every program."),
    config("CONFIG_ARMV8_DEPRECATED", Off, Low).only(Arm64).by(&[Kernel])
        .breaks("Very old 32-bit programs.")
        .why("Carries out instructions that new processors have dropped."),
    config("CONFIG_LEGACY_PTYS", Off, Low).by(&[Kspp, ClipOs])
        .why("The old kind of terminals, at fixed names and open to races."),
    config("CONFIG_LEGACY_TIOCSTI", Off, Low).since(6, 2).live(&[set("dev.tty.legacy_tiocsti", No)]).by(&[Kspp])
        .shared(Medium, "a program that shares a terminal with its caller, as `docker run -it` does, types commands for it")
        .why("A program can put words into its terminal as if somebody had typed them, and the shell that called it obeys."),
    sysctl("dev.tty.legacy_tiocsti", No, Low).since(6, 2).by(&[Kspp])
        .shared(Medium, "a program that shares a terminal with its caller, as `docker run -it` does, types commands for it")
        .why("A program can put words into its terminal as if somebody had typed them, and the shell that called it obeys."),
    config("CONFIG_SECURITY_TIOCSTI_RESTRICT", On, Low).patch().by(&[ClipOs])
        .why("The same defence in older kernels with the linux-hardened patches."),
    sysctl("kernel.tiocsti_restrict", Yes, Low).by(&[ClipOs])
        .why("The same defence in older kernels with the linux-hardened patches."),
    config("CONFIG_DRM_LEGACY", Off, Low).until(6, 8).by(&[ClipOs])
        .why("Drivers for graphics of the nineties that let users reach the hardware."),
    config("CONFIG_STAGING", Off, Low).by(&[ClipOs])
        .breaks("Devices whose driver is not finished.")
        .why("Drivers that have not met the kernel's own standard yet."),
    config("CONFIG_FB_DEVICE", Off, Negligible).since(6, 6).by(&[Kernel])
        .why("Old interface to the screen; a server shows only text."),
    config("CONFIG_VT", Off, Negligible).by(&[Kernel])
        .breaks("Screen and keyboard at the machine.")
        .why("Consoles on a screen; machines in a cloud have a serial one."),
    config("CONFIG_GAMEPORT", Off, Negligible).by(&[Kernel])
        .why("Joysticks of the nineties."),
    config("CONFIG_INPUT_JOYSTICK", Off, Negligible).by(&[Kernel])
        .why("Joysticks."),
    config("CONFIG_FIREWIRE", Off, Negligible).or(&[alt(Module("firewire_core"), Is("blocked"))]).by(&[Kernel])
        .breaks("Devices on FireWire.")
        .why("A bus by which devices read and write all memory."),
    config("CONFIG_BINFMT_AOUT", Off, Low).until(5, 19).by(&[Kernel])
        .why("Programs of the time before ELF."),
    config("CONFIG_COMPAT_32BIT_TIME", Off, Negligible).since(5, 6).by(&[Kernel])
        .withheld("Programs in older images for 32-bit processors cannot tell the time.")
        .why("Calls with times that end in 2038."),
    config("CONFIG_PROC_MEM_ALWAYS_FORCE", Off, Low).since(6, 12).by(&[Kernel])
        .or(&[booted("proc_mem.force_override", OneOf(&["ptrace", "never"]))])
        .shared(Low, "writing /proc/PID/mem is how several ways out of containers overwrote the runtime")
        .breaks("Debuggers that write without tracing.")
        .why("A process writes read-only memory of another through /proc, past its protection; PROC_MEM_RESTRICT_PTRACE_FORCE leaves it to debuggers."),
];
