//! How many packages are installed, where the database says so in plain text.

use seaworthy_core::facts::{InstalledPackages, Observed};

use crate::root::Root;

/// A full desktop has some ten megabytes.
const LIMIT: u64 = 64 << 20;
const APK: &[&str] = &["/lib/apk/db/installed", "/usr/lib/apk/db/installed"];
const RPM: &[&str] = &[
    "/usr/lib/sysimage/rpm/rpmdb.sqlite",
    "/usr/share/rpm/rpmdb.sqlite",
    "/var/lib/rpm/rpmdb.sqlite",
    "/usr/lib/sysimage/rpm/Packages.db",
    "/var/lib/rpm/Packages.db",
    "/var/lib/rpm/Packages",
];

/// The first database found; absent when there is none.
pub(super) fn packages(root: &Root) -> Observed<InstalledPackages> {
    let counted = |database: &str, path: &str, count: fn(&str) -> usize| {
        let text = root.text(path, LIMIT);
        if text == Observed::Absent {
            return None;
        }
        let count = text.map(|text| count(&text));
        let packages = InstalledPackages { database: database.to_owned(), count };
        Some(Observed::known(packages, path.to_owned()))
    };
    let text = counted("dpkg", "/var/lib/dpkg/status", count_dpkg)
        .or_else(|| APK.iter().find_map(|path| counted("apk", path, count_apk)));
    if let Some(found) = text {
        return found;
    }
    for path in RPM {
        if root.stat(path).is_known() {
            let packages =
                InstalledPackages { database: "rpm".to_owned(), count: Observed::default() };
            return Observed::known(packages, *path);
        }
    }
    let folder = "/var/lib/pacman/local";
    match root.names(folder) {
        Observed::Absent => Observed::Absent,
        names => {
            let count = names.map(|names| names.iter().filter(|name| name.contains('-')).count());
            let packages = InstalledPackages { database: "pacman".to_owned(), count };
            Observed::known(packages, folder)
        }
    }
}

/// Stanzas whose state is installed; removed packages leave theirs behind.
pub(crate) fn count_dpkg(text: &str) -> usize {
    text.lines()
        .filter_map(|line| line.strip_prefix("Status:"))
        .filter(|state| state.trim_end().ends_with(" installed"))
        .count()
}

pub(crate) fn count_apk(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("P:")).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_removed_does_not_count() {
        let text = "Package: a\nStatus: install ok installed\n\nPackage: b\n\
                    Status: deinstall ok config-files\n\nPackage: c\nStatus: hold ok installed\n";
        assert_eq!(count_dpkg(text), 2);
        assert_eq!(count_apk("P:musl\nV:1\n\nP:busybox\n"), 2);
    }
}
