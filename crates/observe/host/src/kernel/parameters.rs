//! Run-time parameters: all of `/proc/sys` that says something about the kernel.

use std::collections::BTreeMap;

use rustix::fs::FileType;
use seaworthy_core::facts::{Observed, Problem, Reason};

use crate::root::Root;

const FOLDER: &str = "/proc/sys";
/// Deepest folder; the kernel's own tree has six levels.
const DEEPEST: usize = 12;
/// A usual machine has a thousand; interfaces that come and go must not make it
/// endless.
const MOST_PARAMETERS: usize = 8_192;
/// Largest value; longer ones are reports of devices.
const LARGEST_VALUE: u64 = 16 << 10;
/// Interfaces whose own settings are read; beyond them they are containers'.
const MOST_INTERFACES: usize = 64;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    /// Values by dotted name.
    pub(super) values: BTreeMap<String, Observed<String>>,
    /// Everything was listed, so that a name that is missing does not exist.
    pub(super) complete: bool,
}

/// What becomes of a parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Keep {
    /// Read and kept.
    Value,
    /// A secret, a random number or a counter: only its name is kept.
    Name,
    /// One of many that say the same, interface by interface.
    Nothing,
}

/// Values that are secret, made anew at each look, or no setting at all.
const ONLY_NAMES: &[&str] = &[
    "fs.aio-nr",
    "fs.dentry-state",
    "fs.file-nr",
    "fs.inode-nr",
    "fs.inode-state",
    "kernel.ns_last_pid",
    "kernel.pty.nr",
    "net.ipv4.tcp_fastopen_key",
    "net.netfilter.nf_conntrack_count",
    "vm.stat_refresh",
];

/// Parameters that checks ask about and not every kernel has: their absence is
/// written down, so that a facts file shows it.
const OF_SOME_KERNELS: &[&str] = &[
    "kernel.apparmor_restrict_unprivileged_userns",
    "kernel.io_uring_disabled",
    "kernel.kexec_load_disabled",
    "kernel.modules_disabled",
    "kernel.perf_event_paranoid",
    "kernel.unprivileged_bpf_disabled",
    "kernel.unprivileged_userns_clone",
    "kernel.yama.ptrace_scope",
    "user.max_user_namespaces",
];

/// Settings of single interfaces that say how open the machine is.
const OF_INTERFACES: &[&str] = &[
    "accept_local",
    "accept_ra",
    "accept_redirects",
    "accept_source_route",
    "arp_announce",
    "arp_filter",
    "arp_ignore",
    "disable_ipv6",
    "forwarding",
    "log_martians",
    "proxy_arp",
    "proxy_ndp",
    "route_localnet",
    "rp_filter",
    "secure_redirects",
    "send_redirects",
    "shared_media",
];

/// What becomes of a parameter, from its path below `/proc/sys`.
pub(super) fn keep(path: &str) -> Keep {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["net", _, "conf" | "neigh", "all" | "default", "stable_secret"] => Keep::Name,
        ["net", _, "conf" | "neigh", "all" | "default", ..] => Keep::Value,
        ["net", _, "conf", interface, name] => {
            let useful = !interface.starts_with("veth") && OF_INTERFACES.contains(name);
            if useful { Keep::Value } else { Keep::Nothing }
        }
        ["net", _, "neigh", ..] | ["kernel", "sched_domain", ..] | ["dev", "cdrom", ..] => {
            Keep::Nothing
        }
        ["kernel", "random", ..] => Keep::Name,
        _ if ONLY_NAMES.contains(&path.replace('/', ".").as_str()) => Keep::Name,
        _ => Keep::Value,
    }
}

/// `net/ipv4/conf/eth0.5/forwarding` as `sysctl` spells it: dots and slashes
/// change places.
pub(super) fn dotted(path: &str) -> String {
    let swapped = |letter| match letter {
        '/' => '.',
        '.' => '/',
        other => other,
    };
    path.chars().map(swapped).collect()
}

/// Reads them all.
pub(super) fn read(root: &Root, problems: &mut Vec<Problem>) -> Parameters {
    let mut walk = Walk { root, found: Parameters::default(), interfaces: 0, stopped: None };
    match root.entries(FOLDER) {
        // A container without /proc/sys, or the folder of a machine that is off.
        Observed::Known { value, .. } if value.is_empty() => return walk.found,
        Observed::Known { value, .. } => walk.folder("", value, 1),
        Observed::Absent => return walk.found,
        Observed::Unreadable(reason) => walk.stopped = Some((FOLDER.to_owned(), reason)),
    }
    let Walk { mut found, stopped, .. } = walk;
    found.complete = stopped.is_none() && root.is_live();
    if found.complete {
        for name in OF_SOME_KERNELS {
            found.values.entry((*name).to_owned()).or_insert(Observed::Absent);
        }
    }
    if let Some((path, reason)) = stopped {
        problems.push(Problem::new(path, format!("kernel parameters: {reason}")));
    }
    found
}

struct Walk<'a> {
    root: &'a Root,
    found: Parameters,
    interfaces: usize,
    stopped: Option<(String, Reason)>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &str, entries: Vec<(String, FileType)>, depth: usize) {
        for (name, kind) in entries {
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            match kind {
                FileType::RegularFile if keep(&path) != Keep::Nothing => self.parameter(&path),
                FileType::Directory if depth < DEEPEST && self.enters(&path) => {
                    match self.root.entries(&format!("{FOLDER}/{path}")) {
                        Observed::Known { value, .. } => self.folder(&path, value, depth + 1),
                        // An interface that went away.
                        Observed::Absent => {}
                        Observed::Unreadable(reason) => {
                            self.stopped
                                .get_or_insert_with(|| (format!("{FOLDER}/{path}"), reason));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Of single interfaces only settings that [`keep`] wants are opened by
    /// name: with hundreds of containers listing them all would take longest.
    fn enters(&mut self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["net", _, "conf" | "neigh", "all" | "default"] => true,
            ["net", _, "conf", interface] => {
                if !interface.starts_with("veth") && self.interfaces < MOST_INTERFACES {
                    self.interfaces += 1;
                    OF_INTERFACES.iter().for_each(|name| self.optional(&format!("{path}/{name}")));
                }
                false
            }
            ["net", _, "neigh", _] | ["kernel", "sched_domain"] | ["dev", "cdrom"] => false,
            // Its handlers are facts of their own.
            ["fs", "binfmt_misc"] => false,
            _ => true,
        }
    }

    fn optional(&mut self, path: &str) {
        let value = self.value(path);
        if value != Observed::Absent {
            self.insert(path, value);
        }
    }

    fn parameter(&mut self, path: &str) {
        let value = match keep(path) {
            Keep::Value => self.value(path),
            Keep::Name | Keep::Nothing => Observed::default(),
        };
        self.insert(path, value);
    }

    fn insert(&mut self, path: &str, value: Observed<String>) {
        if self.found.values.len() >= MOST_PARAMETERS {
            self.stopped.get_or_insert_with(|| (FOLDER.to_owned(), Reason::Limit));
            return;
        }
        self.found.values.insert(dotted(path), value);
    }

    fn value(&self, path: &str) -> Observed<String> {
        let text = self.root.text(&format!("{FOLDER}/{path}"), LARGEST_VALUE);
        text.map(|text| text.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn read_from(files: &[(&str, &str)]) -> (Parameters, Vec<Problem>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join("proc/sys").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            if text.is_empty() {
                std::fs::set_permissions(&path, PermissionsExt::from_mode(0o000)).unwrap();
            }
        }
        let mut problems = Vec::new();
        let found = read(&Root::open(folder.path()).unwrap(), &mut problems);
        (found, problems)
    }

    #[test]
    fn interfaces_are_spelt_as_sysctl_spells_them() {
        let (found, problems) = read_from(&[
            ("net/ipv4/conf/eth0.5/forwarding", "1\n"),
            ("net/ipv4/conf/eth0.5/mc_forwarding", "0\n"),
            ("net/ipv4/conf/veth12ab/forwarding", "1\n"),
            ("net/ipv4/conf/all/mc_forwarding", "0\n"),
            ("net/ipv4/neigh/eth0/ucast_solicit", "3\n"),
            ("net/ipv4/ip_local_port_range", "32768\t60999\n"),
            ("kernel/kptr_restrict", "1\n"),
        ]);
        assert!(problems.is_empty());
        let names: Vec<&str> = found.values.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "kernel.kptr_restrict",
                "net.ipv4.conf.all.mc_forwarding",
                "net.ipv4.conf.eth0/5.forwarding",
                "net.ipv4.ip_local_port_range",
            ]
        );
        let range = &found.values["net.ipv4.ip_local_port_range"];
        assert_eq!(range.value().unwrap(), "32768\t60999");
        // A folder is no running kernel: what it lacks says nothing.
        assert!(!found.complete);
    }

    #[test]
    fn secrets_stay_where_they_are() {
        let (found, _) = read_from(&[
            ("net/ipv4/tcp_fastopen_key", "hunter2"),
            ("net/ipv6/conf/all/stable_secret", "hunter2"),
            ("net/ipv6/conf/eth0/stable_secret", "hunter2"),
            ("kernel/random/uuid", "hunter2"),
        ]);
        assert!(!format!("{found:?}").contains("hunter2"));
        assert_eq!(found.values["kernel.random.uuid"], Observed::Unreadable(Reason::NotCollected));
    }

    #[test]
    fn a_refused_parameter_is_not_absent() {
        let (found, _) = read_from(&[("net/core/bpf_jit_harden", "")]);
        let refused = &found.values["net.core.bpf_jit_harden"];
        // Root reads everything but what the kernel itself refuses.
        let root = rustix::process::geteuid().is_root();
        assert_eq!(refused.is_known(), root);
        assert_eq!(*refused == Observed::Unreadable(Reason::Permission), !root);
    }

    #[test]
    fn a_tree_without_end_is_left() {
        let deep = format!("{}/x", ["d"; 40].join("/"));
        let (found, _) = read_from(&[(&deep, "1"), ("kernel/a", "1")]);
        assert_eq!(found.values.len(), 1);
    }
}
