//! What a device of the host is good for.

use seaworthy_core::findings::Severity;

/// What a device node stands for.
pub(crate) struct DeviceMeaning {
    /// Beginnings of the path below `/dev/`.
    prefixes: &'static [&'static str],
    /// How bad it is in a container.
    pub(crate) severity: Severity,
    /// What it is.
    pub(crate) is: &'static str,
}

const fn meaning(
    prefixes: &'static [&'static str],
    severity: Severity,
    is: &'static str,
) -> DeviceMeaning {
    DeviceMeaning { prefixes, severity, is }
}

/// Every container has these, or they give nothing.
const HARMLESS: &[&str] = &[
    "null",
    "zero",
    "full",
    "random",
    "urandom",
    "tty",
    "ptmx",
    "stdin",
    "stdout",
    "stderr",
    "shm",
    "pts",
    "mqueue",
    "hugepages",
    "log",
    "fd",
];

const WHOLE: DeviceMeaning = meaning(&[], Severity::Critical, "every device of the host");
const OTHER: DeviceMeaning = meaning(&[], Severity::Medium, "a device of the host");

const MEANINGS: &[DeviceMeaning] = &[
    meaning(&["sgx"], Severity::Low, "enclaves of the processor"),
    meaning(
        &[
            "sd", "nvme", "vd", "xvd", "hd", "mmcblk", "dm-", "mapper/", "md", "loop", "disk/",
            "nbd", "rbd", "zd", "bcache", "block/", "sg", "bsg/",
        ],
        Severity::Critical,
        "a disk: file systems of the host, past every permission",
    ),
    meaning(&["mem", "kmem", "port"], Severity::Critical, "memory and ports of the machine"),
    meaning(&["cpu/", "cpu_dma_latency"], Severity::Critical, "registers of the processor"),
    meaning(&["vfio/"], Severity::High, "hardware with direct access to memory"),
    meaning(&["uinput", "input/", "hidraw"], Severity::High, "keyboard and mouse of the host"),
    meaning(&["watchdog"], Severity::High, "a timer that resets the machine"),
    meaning(&["tty", "console", "vcs"], Severity::Medium, "terminals of the host"),
    meaning(&["kmsg"], Severity::Medium, "the kernel's log, for reading and writing"),
    meaning(&["kvm"], Severity::Medium, "virtual machines, a large part of the kernel"),
    meaning(&["vhost-", "vsock"], Severity::Medium, "virtual machines and their host"),
    meaning(&["fuse"], Severity::Medium, "file systems of its own making"),
    meaning(&["tpm"], Severity::Medium, "keys and measurements of the machine"),
    meaning(&["bus/usb", "usb"], Severity::Medium, "USB devices"),
    meaning(&["net/tun"], Severity::Low, "network interfaces of its own"),
    meaning(&["dri/", "nvidia", "kfd", "mali"], Severity::Low, "a graphics processor"),
    meaning(&["snd/", "video", "media"], Severity::Low, "sound, cameras"),
    meaning(&["gpio", "i2c-", "spidev", "rtc"], Severity::Low, "pins and buses of the board"),
];

/// What a path below `/dev` means; `None` for one that every container has.
pub(crate) fn device_meaning(path: &str) -> Option<&'static DeviceMeaning> {
    let Some(name) = path.strip_prefix("/dev") else { return Some(&OTHER) };
    let name = name.trim_matches('/');
    if name.is_empty() {
        return Some(&WHOLE);
    }
    if HARMLESS.contains(&name.split('/').next().unwrap_or_default()) {
        return None;
    }
    let named = |each: &&DeviceMeaning| each.prefixes.iter().any(|prefix| name.starts_with(prefix));
    Some(MEANINGS.iter().find(named).unwrap_or(&OTHER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_by_meaning() {
        for (path, severity) in [
            ("/dev", Severity::Critical),
            ("/dev/sda1", Severity::Critical),
            ("/dev/mapper/vg-root", Severity::Critical),
            ("/dev/mem", Severity::Critical),
            ("/dev/media0", Severity::Low),
            ("/dev/kmsg", Severity::Medium),
            ("/dev/kvm", Severity::Medium),
            ("/dev/fuse", Severity::Medium),
            ("/dev/net/tun", Severity::Low),
            ("/dev/something-new", Severity::Medium),
        ] {
            assert_eq!(device_meaning(path).map(|each| each.severity), Some(severity), "{path}");
        }
        assert!(device_meaning("/dev/null").is_none());
        assert!(device_meaning("/dev/shm/x").is_none());
    }
}
