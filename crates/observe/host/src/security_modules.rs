//! Security modules of the kernel.

use seaworthy_core::facts::{HostLsm, Observed};

use crate::root::Root;

const LIMIT: u64 = 8 << 20;

/// Which modules are active, and AppArmor and SELinux in detail.
pub(crate) fn security_modules(root: &Root) -> HostLsm {
    let apparmor = apparmor(root);
    let profiles = root.text("/sys/kernel/security/apparmor/profiles", LIMIT);
    let profiles = profiles.map(|text| parse_profiles(&text));
    HostLsm {
        active: active(root),
        apparmor_profiles: if apparmor.value() == Some(&false) {
            profiles
        } else {
            mounted(root, profiles)
        },
        apparmor,
        selinux_enforcing: root.parsed("/sys/fs/selinux/enforce", LIMIT, |text| {
            match text.trim() {
                "0" => Some(false),
                "1" => Some(true),
                _ => None,
            }
        }),
    }
}

fn active(root: &Root) -> Observed<Vec<String>> {
    let split = |text: String| {
        let names = text.trim().split(',').map(str::to_owned);
        names.filter(|name| !name.is_empty()).collect()
    };
    mounted(root, root.text("/sys/kernel/security/lsm", LIMIT).map(split))
}

/// Without securityfs nothing is there to read, which says nothing.
pub(crate) fn mounted<T>(root: &Root, observed: Observed<T>) -> Observed<T> {
    let names = root.names("/sys/kernel/security");
    match observed {
        Observed::Absent if names.value().is_none_or(Vec::is_empty) => Observed::default(),
        other => other,
    }
}

/// The parameter file exists only when the module is built in.
fn apparmor(root: &Root) -> Observed<bool> {
    let path = "/sys/module/apparmor/parameters/enabled";
    match root.parsed(path, LIMIT, |text| match text.trim() {
        "Y" => Some(true),
        "N" => Some(false),
        _ => None,
    }) {
        Observed::Absent if root.stat("/sys/module").is_known() => Observed::known(false, path),
        // Below a root without sysfs nothing is there to read, which says nothing.
        Observed::Absent => Observed::default(),
        other => other,
    }
}

/// `docker-default (enforce)`: a name may hold spaces and parentheses.
pub(crate) fn parse_profiles(text: &str) -> Vec<String> {
    let name = |line: &str| line.rsplit_once(" (").map_or(line, |(name, _)| name).to_owned();
    text.lines().filter(|line| !line.is_empty()).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_without_sysfs_says_nothing_of_apparmor() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        assert_eq!(apparmor(&root), Observed::default());
        std::fs::create_dir_all(folder.path().join("sys/module")).unwrap();
        assert_eq!(apparmor(&root).value(), Some(&false));
    }

    #[test]
    fn profile_names_lose_their_mode() {
        assert_eq!(
            parse_profiles("docker-default (enforce)\n/usr/bin/a (b) (complain)\n"),
            ["docker-default", "/usr/bin/a (b)"]
        );
    }
}
