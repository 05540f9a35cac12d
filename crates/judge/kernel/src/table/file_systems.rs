//! File systems that a container host has no use for: each parses images that
//! somebody else may have made.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_CRAMFS", Off, Low).or(&[alt(Module("cramfs"), Is("blocked"))]).by(&[Cis])
        .why("An old read-only file system; its successor is squashfs."),
    config("CONFIG_VXFS_FS", Off, Low).or(&[alt(Module("freevxfs"), Is("blocked"))]).by(&[Cis])
        .why("Reads disks of old Unix systems."),
    config("CONFIG_JFFS2_FS", Off, Low).or(&[alt(Module("jffs2"), Is("blocked"))]).by(&[Cis])
        .why("A file system for flash chips of small devices."),
    config("CONFIG_HFS_FS", Off, Low).or(&[alt(Module("hfs"), Is("blocked"))]).by(&[Cis])
        .why("Reads disks of old Macs; hardly anybody looks after the code."),
    config("CONFIG_HFSPLUS_FS", Off, Low).or(&[alt(Module("hfsplus"), Is("blocked"))]).by(&[Cis])
        .why("Reads disks of Macs; hardly anybody looks after the code."),
    config("CONFIG_SQUASHFS", Off, Negligible).or(&[alt(Module("squashfs"), Is("blocked"))]).by(&[Cis])
        .withheld("Snap packages, appliance systems and some image stores are squashfs images.")
        .why("A compressed read-only file system whose images anybody can make."),
    config("CONFIG_UDF_FS", Off, Low).or(&[alt(Module("udf"), Is("blocked"))]).by(&[Cis])
        .breaks("Some clouds hand their settings to a new machine on such a disk.")
        .why("The file system of DVDs."),
    config("CONFIG_VFAT_FS", Off, Negligible).or(&[alt(Module("vfat"), Is("blocked"))]).by(&[Cis])
        .withheld("The partition from which the machine starts is FAT on machines with EFI.")
        .why("The file system of memory sticks."),
    config("CONFIG_USB_STORAGE", Off, Low).or(&[alt(Module("usb_storage"), Is("blocked"))]).by(&[Cis])
        .breaks("Disks at the USB socket.")
        .why("A memory stick at the machine brings file systems to parse and carries data away."),
    config("CONFIG_ADFS_FS", Off, Low).or(&[alt(Module("adfs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of Acorn computers."),
    config("CONFIG_AFFS_FS", Off, Low).or(&[alt(Module("affs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of Amiga computers."),
    config("CONFIG_BEFS_FS", Off, Low).or(&[alt(Module("befs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of BeOS."),
    config("CONFIG_BFS_FS", Off, Low).or(&[alt(Module("bfs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads boot disks of UnixWare."),
    config("CONFIG_EFS_FS", Off, Low).or(&[alt(Module("efs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of IRIX."),
    config("CONFIG_HPFS_FS", Off, Low).or(&[alt(Module("hpfs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of OS/2."),
    config("CONFIG_MINIX_FS", Off, Low).or(&[alt(Module("minix"), Is("blocked"))]).by(&[Kernel])
        .why("Linux's first file system."),
    config("CONFIG_NTFS3_FS", Off, Low).since(5, 15).or(&[alt(Module("ntfs3"), Is("blocked"))]).by(&[Kernel])
        .breaks("Disks of Windows.")
        .why("Reads and writes disks of Windows; young code with a long list of flaws."),
    config("CONFIG_OMFS_FS", Off, Low).or(&[alt(Module("omfs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of two music players."),
    config("CONFIG_QNX4FS_FS", Off, Low).or(&[alt(Module("qnx4"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of QNX 4."),
    config("CONFIG_QNX6FS_FS", Off, Low).or(&[alt(Module("qnx6"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of QNX 6."),
    config("CONFIG_REISERFS_FS", Off, Low).until(6, 13).or(&[alt(Module("reiserfs"), Is("blocked"))]).by(&[Kernel])
        .breaks("Disks that still have it; the kernel has dropped it.")
        .why("Nobody looks after it any more; the kernel has dropped it."),
    config("CONFIG_ROMFS_FS", Off, Low).or(&[alt(Module("romfs"), Is("blocked"))]).by(&[Kernel])
        .why("A file system for the smallest devices."),
    config("CONFIG_SYSV_FS", Off, Low).until(6, 15).or(&[alt(Module("sysv"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of old Unix systems; the kernel has dropped it."),
    config("CONFIG_UFS_FS", Off, Low).or(&[alt(Module("ufs"), Is("blocked"))]).by(&[Kernel])
        .why("Reads disks of the BSD family."),
    config("CONFIG_JFS_FS", Off, Low).or(&[alt(Module("jfs"), Is("blocked"))]).by(&[Kernel])
        .breaks("Disks that have it.")
        .why("Hardly anybody looks after it, and damaged images crash it."),
    config("CONFIG_GFS2_FS", Off, Negligible).or(&[alt(Module("gfs2"), Is("blocked"))]).by(&[Kernel])
        .breaks("Clusters that share disks.")
        .why("A file system for clusters; who mounts an image of it meets much code."),
    config("CONFIG_OCFS2_FS", Off, Negligible).or(&[alt(Module("ocfs2"), Is("blocked"))]).by(&[Kernel])
        .breaks("Clusters that share disks.")
        .why("A file system for clusters; who mounts an image of it meets much code."),
    config("CONFIG_BLK_DEV_FD", Off, Low).or(&[alt(Module("floppy"), Is("blocked"))]).by(&[Kernel])
        .why("Floppy disks: nobody has them, but virtual machines bring the device and the driver had flaws."),
    config("CONFIG_FUSE_FS", Off, Negligible).or(&[alt(Module("fuse"), Is("blocked"))]).by(&[Kernel])
        .withheld("Rootless engines and some image stores mount layers through it.")
        .why("File systems of users' programs, which make the kernel wait for as long as they like."),
];
