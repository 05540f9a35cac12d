//! Device nodes in a process's root: those of its `/dev` and of any device file
//! system that is mounted elsewhere. Terminals of `/dev/pts` are left out: they
//! are its own.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rustix::fs::{AtFlags, FileType, Stat};
use seaworthy_core::facts::{DeviceNode, Observed, Reason, is_below};

use super::layout::Layout;
use crate::isolation::walk::{Bounds, Step, Walk};
use crate::isolation::{Subject, guard};
use crate::root::Root;

/// A container may fill its `/dev` to keep an observer busy.
const MOST_ENTRIES: usize = 50_000;
/// A server with thousands of disks has fewer.
const MOST_DEVICES: usize = 16_384;
const TIME: Duration = Duration::from_secs(1);

pub(super) fn read(root: &Root, subject: Subject, layout: &Layout) -> Observed<Vec<DeviceNode>> {
    let mut places = vec!["/dev".to_owned()];
    for (mount, _) in layout.visible(|mount| mount.fs_type == "devtmpfs") {
        if !is_below(&mount.path, "/dev") {
            places.push(mount.path.clone());
        }
    }
    let read = match subject {
        Subject::Observer => search(root, &places),
        Subject::Process(pid) => {
            let prefix = root.prefix().to_owned();
            guard::within(TIME, move || {
                let root = Root::open(&prefix).and_then(|root| root.of_process(pid));
                root.map_or(Err(Reason::Permission), |root| search(&root, &places))
            })
            .unwrap_or(Err(Reason::Timeout))
        }
    };
    match read {
        Ok(devices) => Observed::known(devices, "device nodes in its root"),
        Err(reason) => Observed::Unreadable(reason),
    }
}

fn search(root: &Root, places: &[String]) -> Result<Vec<DeviceNode>, Reason> {
    let mut bounds = Bounds { entries: MOST_ENTRIES, until: Instant::now() + TIME };
    let mut found = BTreeMap::new();
    for place in places {
        if let Ok(folder) = root.open_folder(place) {
            let end = Walk::run(folder, &mut bounds, &mut |entry| {
                // A device that is bound over a file is what is mounted there.
                if !matches!(entry.kind, FileType::Directory | FileType::Symlink)
                    && let Some(device) = entry.stat().ok().and_then(|stat| node(&stat))
                {
                    let path = format!("{}{}", place.trim_end_matches('/'), entry.path);
                    found.insert(path, device);
                }
                Step::Into
            });
            if end.map_or(true, |end| end.cut_off) || found.len() > MOST_DEVICES {
                return Err(Reason::Limit);
            }
        } else if let Some(device) = single(root, place) {
            found.insert(place.clone(), device);
        }
    }
    Ok(found.into_iter().map(|(path, device)| DeviceNode { path, ..device }).collect())
}

/// A mount of one device.
fn single(root: &Root, path: &str) -> Option<DeviceNode> {
    let file = root.open_path(path).ok()?;
    node(&rustix::fs::statat(&file, "", AtFlags::EMPTY_PATH).ok()?)
}

/// `None` for everything else, and for the mark by which an overlay hides a file.
fn node(stat: &Stat) -> Option<DeviceNode> {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::CharacterDevice => "c",
        FileType::BlockDevice => "b",
        _ => return None,
    };
    if stat.st_rdev == 0 {
        return None;
    }
    Some(DeviceNode {
        path: String::new(),
        kind: kind.to_owned(),
        major: rustix::fs::major(stat.st_rdev),
        minor: rustix::fs::minor(stat.st_rdev),
        mode: stat.st_mode & 0o7777,
    })
}
