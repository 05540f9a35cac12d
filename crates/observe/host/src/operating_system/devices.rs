//! Block devices behind the system's own file systems, and the partitions of
//! all disks.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::facts::{BlockDevice, MountPoint, Observed, Reason};

use crate::root::Root;

const LIMIT: u64 = 64 << 10;
/// Partitions beyond which a machine is a storage server that only costs time.
const MOST_DEVICES: usize = 4096;

/// Devices of the mounts of `/` and `/usr`.
pub(super) fn below_system(
    root: &Root,
    mounts: &Observed<Vec<MountPoint>>,
) -> BTreeMap<String, Observed<BlockDevice>> {
    let mounts = mounts.value().map_or(&[][..], Vec::as_slice);
    let system = mounts.iter().filter(|mount| matches!(mount.path.as_str(), "/" | "/usr"));
    let numbers: BTreeSet<&str> = system.map(|mount| mount.device.as_str()).collect();
    numbers.into_iter().map(|number| (number.to_owned(), device(root, number))).collect()
}

fn device(root: &Root, number: &str) -> Observed<BlockDevice> {
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    if !is_number {
        return Observed::Unreadable(Reason::Malformed);
    }
    let folder = format!("/sys/dev/block/{number}");
    match root.names(&folder) {
        Observed::Absent if root.stat("/sys/dev/block").value().is_none() => {
            return Observed::default();
        }
        Observed::Absent => return Observed::Absent,
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        Observed::Known { .. } => {}
    }
    let line = |file: &str| {
        let text = root.text(&format!("{folder}/{file}"), LIMIT);
        text.value().map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let device = BlockDevice {
        mapper_uuid: line("dm/uuid"),
        backing_file: line("loop/backing_file"),
        read_only: line("ro") == "1",
    };
    Observed::known(device, folder)
}

/// Labels of partitions, as udev links them or as the kernel tells them.
pub(super) fn partitions(root: &Root) -> Observed<Vec<String>> {
    let links = "/dev/disk/by-partlabel";
    if let Observed::Known { value, source } = root.names(links) {
        return Observed::Known {
            value: value.iter().map(|name| unescaped_label(name)).collect(),
            source,
        };
    }
    let names = match root.names("/sys/class/block") {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Observed::default(),
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    };
    let label = |name: &String| {
        let event = root.text(&format!("/sys/class/block/{name}/uevent"), LIMIT);
        event.value().and_then(|text| parse_partition_name(text))
    };
    let labels = names.iter().take(MOST_DEVICES).filter_map(label).collect();
    Observed::known(labels, "/sys/class/block/*/uevent")
}

/// `PARTNAME=` of a partition's event file.
pub(crate) fn parse_partition_name(text: &str) -> Option<String> {
    text.lines().find_map(|line| line.strip_prefix("PARTNAME=")).map(str::to_owned)
}

/// udev writes a space as `\x20`.
pub(crate) fn unescaped_label(name: &str) -> String {
    let mut parts = name.split("\\x");
    let mut label = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(u8::is_ascii) {
            Some(byte) => {
                label.push(char::from(byte));
                label.push_str(part.get(2..).unwrap_or_default());
            }
            None => {
                label.push_str("\\x");
                label.push_str(part);
            }
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_their_escapes_and_nothing_else() {
        assert_eq!(unescaped_label("EFI\\x20System\\x2fX"), "EFI System/X");
        assert_eq!(unescaped_label("a\\xzz\\x"), "a\\xzz\\x");
        assert_eq!(parse_partition_name("MAJOR=8\nPARTNAME=USR-A\n").as_deref(), Some("USR-A"));
        assert_eq!(parse_partition_name("MAJOR=8\n"), None);
    }
}
