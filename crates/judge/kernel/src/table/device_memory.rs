//! Memory and ports that devices, or programs that pose as drivers, reach.

use super::vocabulary::*;

const X86: Architectures = Architectures::X86;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_DEVMEM", Off, Low).by(&[Kspp, ClipOs]).or(&[alt(Lockdown, OneOf(&["integrity", "confidentiality"]))])
        .breaks("Old X servers and tools that flash firmware.")
        .why("Physical memory as a file: root, or a container that is given it, reads and writes the kernel."),
    config("CONFIG_STRICT_DEVMEM", On, Medium).or(&[built("CONFIG_DEVMEM", Off), alt(Lockdown, OneOf(&["integrity", "confidentiality"]))]).by(&[Kspp])
        .shared(High, "a container that gets /dev/mem would otherwise have the whole machine's memory")
        .why("Of physical memory only the parts of devices can be opened, not the kernel's and the programs'."),
    config("CONFIG_IO_STRICT_DEVMEM", On, Low).since(4, 5).or(&[built("CONFIG_DEVMEM", Off)]).by(&[Kspp])
        .why("Memory of a device that a driver uses cannot be opened beside it."),
    config("CONFIG_DEVKMEM", Off, High).until(5, 13).by(&[Kspp, ClipOs])
        .why("Kernel memory as a file; gone since 5.13."),
    config("CONFIG_DEVPORT", Off, Low).on(X86).by(&[ClipOs])
        .why("All ports of devices as a file."),
    config("CONFIG_X86_MSR", Off, Low).on(X86).by(&[Kspp, ClipOs])
        .breaks("Tools that read the processor's counters and temperatures, and power management from user space.")
        .why("Root writes the processor's registers, which changes what the kernel believes of itself."),
    config("CONFIG_X86_CPUID", Off, Negligible).on(X86).by(&[ClipOs])
        .why("A device for what every program can ask of the processor anyhow."),
    config("CONFIG_X86_IOPL_IOPERM", Off, Low).on(X86).since(5, 5).by(&[ClipOs])
        .breaks("Old X servers.")
        .why("Programs with privilege may talk to ports of devices directly."),
    config("CONFIG_IOMMU_SUPPORT", On, Medium).by(&[Kspp, ClipOs])
        .why("Devices reach only the memory that they were given."),
    config("CONFIG_IOMMU_DEFAULT_DMA_STRICT", On, Low).since(5, 15).live(&[booted("iommu.strict", Yes)]).by(&[Kspp])
        .breaks("Fast networks and disks get slower.")
        .why("A device loses access to memory at once, not some time after the buffer was freed."),
    config("CONFIG_IOMMU_DEFAULT_PASSTHROUGH", Off, Medium).since(5, 4).live(&[booted("iommu.passthrough", No)]).by(&[Kspp])
        .why("Devices would reach all memory unless told otherwise."),
    boot("iommu.passthrough", Not(&["1", "on", "y"]), Medium).by(&[Kspp])
        .why("Lets devices reach all memory."),
    boot("iommu.strict", Yes, Low).since(4, 19).otherwise(&[built("CONFIG_IOMMU_DEFAULT_DMA_STRICT", On)]).by(&[Kspp])
        .breaks("Fast networks and disks get slower.")
        .why("A device loses access to memory at once, not some time after the buffer was freed."),
    boot("iommu", HasWord("force"), Low).on(X86).by(&[ClipOs])
        .breaks("Old machines with faulty tables do not start.")
        .why("The unit that confines devices is used even where the kernel sees no need."),
    boot("iommu", LacksWord("off"), Medium).id("kernel-boot-iommu-off").on(X86).by(&[Kernel])
        .titled("devices reach all memory: iommu=off")
        .why("Devices that are not confined read and write all memory."),
    config("CONFIG_INTEL_IOMMU", On, Medium).on(X86).by(&[Kspp, ClipOs])
        .why("Confines devices on Intel machines to the memory that they were given."),
    config("CONFIG_INTEL_IOMMU_DEFAULT_ON", On, Low).on(X86).given(&[built("CONFIG_INTEL_IOMMU", On)]).live(&[booted("intel_iommu", HasWord("on"))]).by(&[Kspp, ClipOs])
        .why("The unit that confines devices is on without a word on the command line."),
    config("CONFIG_INTEL_IOMMU_SVM", On, Negligible).on(X86).given(&[built("CONFIG_INTEL_IOMMU", On)]).by(&[Kspp, ClipOs])
        .why("Devices use a program's own page tables instead of wide windows into memory."),
    config("CONFIG_AMD_IOMMU", On, Medium).only(X86_64).by(&[Kspp])
        .why("Confines devices on AMD machines to the memory that they were given."),
    config("CONFIG_AMD_IOMMU_V2", On, Negligible).only(X86_64).until(6, 7).given(&[built("CONFIG_AMD_IOMMU", On)]).by(&[Kspp])
        .why("Devices use a program's own page tables instead of wide windows into memory."),
    config("CONFIG_ARM_SMMU_V3", On, Low).only(Arm64).by(&[Kernel, Distributions])
        .why("Confines devices on Arm servers to the memory that they were given."),
    config("CONFIG_ARM_SMMU", On, Low).only(Arm64).by(&[Kernel, Distributions])
        .why("Confines devices of older Arm machines to the memory that they were given."),
    config("CONFIG_ARM_SMMU_DISABLE_BYPASS_BY_DEFAULT", On, Low).only(Arm64).since(5, 2).given(&[built("CONFIG_ARM_SMMU", On)]).by(&[Kernel])
        .why("A device for which nothing was set up reaches nothing, instead of everything."),
    config("CONFIG_EFI_DISABLE_PCI_DMA", On, Low).since(5, 6).given(&[built("CONFIG_EFI", On)]).live(&[booted("efi", HasWord("disable_early_pci_dma"))]).by(&[Kspp, ClipOs])
        .breaks("Some machines hang while starting.")
        .why("Between firmware and kernel no device may write memory."),
    config("CONFIG_RESET_ATTACK_MITIGATION", On, Negligible).since(4, 13).given(&[built("CONFIG_EFI", On)]).by(&[Kspp])
        .but("CLIP OS turns it off, as user space must then tell the firmware that the shutdown was clean.")
        .why("The firmware clears memory after an unexpected restart, so that keys in it are not read."),
    config("CONFIG_ACPI_CUSTOM_METHOD", Off, Medium).given(&[built("CONFIG_ACPI", On)]).by(&[Kspp])
        .why("Root adds firmware code at run time that runs beside the kernel."),
    config("CONFIG_ACPI_TABLE_UPGRADE", Off, Low).since(4, 7).given(&[built("CONFIG_ACPI", On)]).or(&[alt(Lockdown, OneOf(&["integrity", "confidentiality"]))]).by(&[ClipOs])
        .why("Tables in the boot archive replace the firmware's, with code in them."),
    config("CONFIG_ACPI_CONFIGFS", Off, Low).since(4, 8).or(&[alt(Lockdown, OneOf(&["integrity", "confidentiality"]))]).by(&[Kernel])
        .why("Root loads further firmware tables at run time, with code in them."),
    config("CONFIG_ACPI_DEBUGGER", Off, Low).since(4, 5).by(&[Kernel])
        .why("A debugger inside the firmware's interpreter."),
    config("CONFIG_ACPI_APEI_EINJ", Off, Negligible).by(&[Kernel])
        .why("Root makes the hardware report errors, for tests."),
    config("CONFIG_EFI_CUSTOM_SSDT_OVERLAYS", Off, Low).since(4, 8).by(&[ClipOs])
        .why("A variable of the firmware brings further tables, with code in them."),
    config("CONFIG_EFI_TEST", Off, Low).by(&[Kernel])
        .why("A device for tests that calls the firmware's functions."),
    config("CONFIG_INTEL_TXT", Off, Negligible).on(X86).by(&[ClipOs])
        .breaks("Measured start by Intel's own means.")
        .why("CLIP OS starts another way; the code would only be surface."),
    config("CONFIG_DMA_API_DEBUG", Off, Negligible).by(&[Kernel])
        .why("Meant for driver developers; slow and talkative."),
    config("CONFIG_MEM_SOFT_DIRTY", Off, Negligible).by(&[Kernel])
        .withheld("Checkpoint and restore of containers count changed pages with it.")
        .why("Lets a process follow which pages another one writes."),
    config("CONFIG_UIO", Off, Low).by(&[Kernel])
        .breaks("Drivers in user space, such as those of fast network stacks.")
        .why("Drivers in user space reach a device that nothing confines."),
    config("CONFIG_VFIO_NOIOMMU", Off, Medium).since(4, 5).by(&[Kernel])
        .why("Hands devices to programs without confining what the device reaches: all memory."),
    sysctl("kernel.deny_new_usb", Is("0"), Negligible).by(&[ClipOs])
        .why("With the linux-hardened patches 1 refuses every new USB device; CLIP OS decides that later, at run time."),
];
