//! Devices of the host that are ways out.

use super::inside::Wanted;

/// Block devices that hold file systems of the host. Majors as Linux assigns
/// them (`Documentation/admin-guide/devices.txt`): SCSI and SATA, virtio and
/// device mapper (both assigned when they load, from 252 to 254 where nothing
/// else was loaded before), NVMe, MMC, Xen, IDE, md.
pub(super) const DISKS: Wanted = Wanted {
    name: "disks of the host",
    kind: 'b',
    numbers: &[
        (8, None),
        (65, None),
        (252, None),
        (253, None),
        (254, None),
        (259, None),
        (179, None),
        (202, None),
        (3, None),
        (9, None),
    ],
    names: &[
        "sd", "vd", "xvd", "hd", "nvme", "mmcblk", "dm-", "mapper/", "md", "disk/", "block/", "sg",
        "bsg/", "nbd", "rbd", "zd", "bcache",
    ],
};

/// Memory of the machine.
pub(super) const MEMORY: Wanted = Wanted {
    name: "memory devices",
    kind: 'c',
    numbers: &[(1, Some(1)), (1, Some(2))],
    names: &["mem", "kmem"],
};

/// Ports of the processor.
pub(super) const PORTS: Wanted =
    Wanted { name: "port device", kind: 'c', numbers: &[(1, Some(4))], names: &["port"] };

/// What types, and what is typed into.
pub(super) const INPUT: Wanted = Wanted {
    name: "input devices and consoles",
    kind: 'c',
    numbers: &[(10, Some(223)), (13, None), (4, None), (7, None)],
    names: &["uinput", "input/", "hidraw", "tty0", "tty1", "vcs", "console"],
};
