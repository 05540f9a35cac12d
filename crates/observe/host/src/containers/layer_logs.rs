//! Log files that a container writes into its own layer, seen from outside:
//! the upper folder of its overlay.

use seaworthy_core::facts::{FileKind, LayerLog, MountPoint, Observed, Reason};

use crate::root::Root;

/// Files listed; a container that makes millions must not hold up the audit.
const MOST: usize = 100;

/// Folders below `/var/log` that are opened, for the same reason.
const MOST_FOLDERS: usize = 50;

/// Files below `/var/log` of the writable layer that hold something. A root file
/// system that is no overlay has no such layer to look into.
pub(super) fn read(root: &Root, mounts: &Observed<Vec<MountPoint>>) -> Observed<Vec<LayerLog>> {
    let mounts = match mounts {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Observed::Unreadable(Reason::NotCollected),
        Observed::Unreadable(reason) => return Observed::Unreadable(*reason),
    };
    let Some(upper) = upper_folder(mounts) else {
        return Observed::Unreadable(Reason::NotCollected);
    };
    match root.stat(upper) {
        Observed::Known { .. } => Observed::known(below(root, upper), "writable layer"),
        Observed::Absent => Observed::Unreadable(Reason::NotCollected),
        Observed::Unreadable(reason) => Observed::Unreadable(reason),
    }
}

/// `upperdir=` of the overlay at `/`.
fn upper_folder(mounts: &[MountPoint]) -> Option<&str> {
    let overlay = mounts.iter().rfind(|mount| mount.path == "/" && mount.fs_type == "overlay")?;
    overlay.super_options.iter().find_map(|option| option.strip_prefix("upperdir="))
}

/// The container chooses what its layer holds: only real folders are entered,
/// so that a link of its making leads nowhere.
fn below(root: &Root, upper: &str) -> Vec<LayerLog> {
    let is_folder = |path: &str| {
        root.stat(&format!("{upper}{path}"))
            .value()
            .is_some_and(|file| file.kind == FileKind::Directory)
    };
    if !is_folder("/var") || !is_folder("/var/log") {
        return Vec::new();
    }
    let (mut logs, mut folders, mut opened) = (Vec::new(), vec!["/var/log".to_owned()], 0);
    while let Some(folder) = folders.pop() {
        opened += 1;
        let names = root.names(&format!("{upper}{folder}"));
        for name in names.value().into_iter().flatten() {
            if logs.len() >= MOST || opened > MOST_FOLDERS {
                return logs;
            }
            let path = format!("{folder}/{name}");
            match root.stat(&format!("{upper}{path}")).value() {
                Some(file) if file.kind == FileKind::Directory => folders.push(path),
                Some(file) if file.kind == FileKind::File && file.size > 0 => {
                    logs.push(LayerLog { path, size: file.size });
                }
                _ => {}
            }
        }
    }
    logs
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn logs_are_found_and_links_lead_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let upper = folder.path().join("upper/diff");
        fs::create_dir_all(upper.join("var/log/app")).unwrap();
        fs::create_dir_all(folder.path().join("secret")).unwrap();
        fs::write(folder.path().join("secret/key"), "x").unwrap();
        fs::write(upper.join("var/log/app/a.log"), "line").unwrap();
        fs::write(upper.join("var/log/empty.log"), "").unwrap();
        std::os::unix::fs::symlink("/secret", upper.join("var/log/elsewhere")).unwrap();
        let root = Root::open(folder.path()).unwrap();
        let mount = MountPoint {
            path: "/".into(),
            fs_type: "overlay".into(),
            super_options: vec!["rw".into(), "upperdir=/upper/diff".into()],
            ..MountPoint::default()
        };
        let found = read(&root, &Observed::known(vec![mount], "mountinfo"));
        assert_eq!(
            found.value().unwrap(),
            &[LayerLog { path: "/var/log/app/a.log".into(), size: 4 }]
        );
        assert!(!read(&root, &Observed::known(Vec::new(), "mountinfo")).is_known());
    }
}
