//! What starts by itself: the links that `systemctl enable` and vendors make,
//! and OpenRC's run levels.

use std::collections::BTreeSet;

use seaworthy_core::facts::Observed;

use crate::root::Root;

/// Folders of units, the highest first.
const FOLDERS: &[&str] = &[
    "/etc/systemd/system",
    "/run/systemd/system",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
];
const RUN_LEVELS: &[&str] =
    &["/etc/runlevels/sysinit", "/etc/runlevels/boot", "/etc/runlevels/default"];

/// Names of units that start by themselves.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Units {
    enabled: BTreeSet<String>,
    masked: BTreeSet<String>,
}

impl Units {
    /// Reads the links; absent when there is neither systemd nor OpenRC.
    pub(crate) fn read(root: &Root) -> Observed<Self> {
        let mut units = Self::default();
        let mut seen = false;
        for folder in FOLDERS {
            match root.names(folder) {
                Observed::Known { value, .. } => {
                    seen = true;
                    units.add_folder(root, folder, &value);
                }
                Observed::Absent => {}
                Observed::Unreadable(reason) => return Observed::Unreadable(reason),
            }
        }
        for folder in RUN_LEVELS {
            if let Observed::Known { value, .. } = root.names(folder) {
                seen = true;
                units.enabled.extend(value);
            }
        }
        if !seen {
            return Observed::Absent;
        }
        let Self { enabled, masked } = &mut units;
        enabled.retain(|name| !masked.contains(name));
        Observed::known(units, "*.wants, *.requires, /etc/runlevels")
    }

    fn add_folder(&mut self, root: &Root, folder: &str, names: &[String]) {
        for name in names {
            if name.ends_with(".wants") || name.ends_with(".requires") {
                let units = root.names(&format!("{folder}/{name}"));
                self.enabled.extend(units.value().cloned().unwrap_or_default());
            } else if is_unit(name) && folder.starts_with("/etc") {
                let target = root.target(&format!("{folder}/{name}"));
                if target.value().is_some_and(|target| target == "/dev/null") {
                    self.masked.insert(name.clone());
                }
            }
        }
    }

    /// Whether one starts by itself, whatever its suffix of a template.
    pub(crate) fn enables(&self, name: &str) -> bool {
        self.enabled.contains(name)
    }

    /// Whether the administrator forbade it.
    pub(crate) fn masks(&self, name: &str) -> bool {
        self.masked.contains(name)
    }

    pub(super) fn into_names(self) -> Vec<String> {
        self.enabled.into_iter().collect()
    }
}

fn is_unit(name: &str) -> bool {
    let suffix = name.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    matches!(suffix, "service" | "socket" | "timer" | "path" | "mount" | "target")
}
