//! Programs whose presence says how a system is looked after.

use seaworthy_core::facts::{FileKind, Observed};

use crate::root::Root;

/// Folders of programs that every system looks into.
const FOLDERS: &[&str] =
    &["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin"];

pub(super) const SHELLS: &[&str] =
    &["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "tcsh", "nu"];

/// What installs single packages into the running system. `rpm` and `dpkg`
/// count: they install without their front ends.
pub(super) const PACKAGE_MANAGERS: &[&str] = &[
    "apt-get",
    "apt",
    "dpkg",
    "dnf",
    "dnf5",
    "microdnf",
    "yum",
    "rpm",
    "tdnf",
    "zypper",
    "apk",
    "pacman",
    "emerge",
    "xbps-install",
    "opkg",
    "nix-env",
];

/// What replaces the system as a whole.
pub(super) const IMAGE_UPDATERS: &[&str] = &[
    "rpm-ostree",
    "ostree",
    "bootc",
    "transactional-update",
    "update_engine_client",
    "updog",
    "snap",
    "rauc",
    "mender-update",
    "swupdate",
    "kairos-agent",
    "elemental",
    "abroot",
];

/// Paths at which programs of these names are.
pub(super) fn found(root: &Root, names: &[&str]) -> Observed<Vec<String>> {
    let mut paths = Vec::new();
    let mut real = Vec::new();
    for folder in FOLDERS {
        match root.stat(folder) {
            // On most systems `/bin` is a link to `/usr/bin`: one place is enough.
            Observed::Known { value, .. } if value.kind == FileKind::Directory => real.push(folder),
            Observed::Known { .. } | Observed::Absent => {}
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        }
    }
    for folder in real {
        for name in names {
            let path = format!("{folder}/{name}");
            match root.stat(&path) {
                Observed::Known { .. } => paths.push(path),
                Observed::Absent => {}
                Observed::Unreadable(reason) => return Observed::Unreadable(reason),
            }
        }
    }
    Observed::known(paths, "lstat")
}

/// Updated from a container image: `bootc` with the folder of its drop-ins or
/// its own tool.
pub(super) fn bootc(root: &Root) -> Observed<bool> {
    for path in ["/usr/bin/bootc", "/usr/lib/bootc"] {
        match root.stat(path) {
            Observed::Known { .. } => return Observed::known(true, path),
            Observed::Absent => {}
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        }
    }
    Observed::known(false, "/usr/bin/bootc, /usr/lib/bootc")
}
