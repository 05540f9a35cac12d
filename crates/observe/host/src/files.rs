//! Owner, mode and ACL of the files that checks ask about, of every folder
//! above them and of what links point to.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::facts::{
    DaemonProcess, ENGINE_PATHS, ENGINE_PROGRAMS, FileFacts, Observed, PROGRAM_FOLDERS,
    normal_host_path,
};

use crate::root::Root;

/// Further files at fixed places.
const PATHS: &[&str] = &[
    "/etc/conf.d/docker",
    "/etc/containerd",
    "/etc/docker/key.json",
    "/etc/docker/tls",
    "/etc/group",
    "/etc/passwd",
    "/etc/sudoers",
    "/root/.docker",
    "/run/podman/podman.sock",
    "/var/lib/containers",
    "/var/run/docker.sock",
];
/// Further programs of engines.
const PROGRAMS: &[&str] =
    &["docker", "docker-init", "docker-proxy", "podman", "crun", "conmon", "ctr", "runsc"];
/// Keys of the configuration that name one path.
const PATH_KEYS: &[&str] = &[
    "containerd",
    "data-root",
    "exec-root",
    "pidfile",
    "seccomp-profile",
    "tlscacert",
    "tlscert",
    "tlskey",
    "userland-proxy-path",
    "init-path",
];
/// Sockets of container runtimes.
const RUNTIME_SOCKETS: &[&str] = &[
    "/run/buildkit/buildkitd.sock",
    "/run/containerd/containerd.sock",
    "/run/crio/crio.sock",
    "/run/cri-dockerd.sock",
    "/run/docker.sock",
    "/run/docker/containerd/containerd.sock",
    "/run/k3s/containerd/containerd.sock",
    "/run/podman/podman.sock",
    "/var/run/docker.sock",
    "/var/snap/docker/common/run/docker.sock",
];
const USER_SOCKETS: &[&str] = &[
    "docker.sock",
    "podman/podman.sock",
    "buildkit/buildkitd.sock",
    "containerd/containerd.sock",
    "docker/containerd/containerd.sock",
];
const MOST_LINKS: usize = 40;
/// Certificates of more registries than anybody has.
const MOST_BELOW: usize = 4096;

/// Files by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileMap(BTreeMap<String, Observed<FileFacts>>);

impl FileMap {
    /// The map with all fixed places.
    pub(crate) fn of_fixed_places(root: &Root) -> Self {
        let mut map = Self::default();
        for path in ENGINE_PATHS.iter().chain(PATHS).chain(RUNTIME_SOCKETS) {
            map.add(root, path);
        }
        for program in ENGINE_PROGRAMS.iter().chain(PROGRAMS) {
            for folder in PROGRAM_FOLDERS {
                map.add(root, &format!("{folder}/{program}"));
            }
        }
        map.add_below(root, "/etc/docker/certs.d", 2);
        map.add_below(root, "/etc/containerd/certs.d", 2);
        map
    }

    /// A path, all folders above it, and where links on the way point.
    pub(crate) fn add(&mut self, root: &Root, path: &str) {
        let mut waiting = vec![path.to_owned()];
        for _ in 0..MOST_LINKS {
            let Some(path) = waiting.pop() else { return };
            self.add_chain(root, &path, &mut waiting);
        }
    }

    fn add_chain(&mut self, root: &Root, path: &str, waiting: &mut Vec<String>) {
        let path = if path.starts_with('/') { path } else { return };
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for end in ends {
            let prefix = if end == 0 { "/" } else { &path[..end] };
            if self.0.contains_key(prefix) || prefix.ends_with("//") {
                continue;
            }
            let facts = root.stat(prefix);
            if let Some(target) = facts.value().and_then(|facts| facts.target.as_deref()) {
                let parent = prefix.rsplit_once('/').map_or("", |(parent, _)| parent);
                let start = if target.starts_with('/') { "" } else { parent };
                waiting.push(normal_host_path(&format!("{start}/{target}{}", &path[end..])));
            }
            self.0.insert(prefix.to_owned(), facts);
        }
    }

    /// Everything below a folder, `depth` levels deep.
    pub(crate) fn add_below(&mut self, root: &Root, folder: &str, depth: usize) {
        self.add(root, folder);
        if depth == 0 || self.0.len() > MOST_BELOW {
            return;
        }
        let names = root.names(folder);
        for name in names.value().into_iter().flatten() {
            self.add_below(root, &format!("{folder}/{name}"), depth - 1);
        }
    }

    /// What a daemon's own configuration names.
    pub(crate) fn add_daemon(&mut self, root: &Root, daemon: &DaemonProcess) {
        let mut paths = BTreeSet::from([daemon.exe.trim_end_matches(" (deleted)").to_owned()]);
        paths.insert(daemon.file.path.clone());
        for config in [&daemon.now, &daemon.after_restart] {
            let told = PATH_KEYS.iter().filter_map(|key| config.text(key).value().cloned());
            paths.extend(told);
            let exec_root = config.text("exec-root").value().cloned();
            let exec_root = exec_root.unwrap_or_else(|| "/run/docker".to_owned());
            paths.insert(format!("{exec_root}/containerd/containerd.sock"));
        }
        let listeners = daemon.listeners.value().into_iter().flatten();
        paths.extend(listeners.filter(|l| l.family == "unix").map(|l| l.address.clone()));
        for path in paths {
            self.add(root, &path);
        }
        if let Some((folder, _)) = daemon.file.path.rsplit_once('/') {
            self.add_below(root, &format!("{folder}/certs.d"), 2);
        }
    }

    /// The sockets of container runtimes among a fixed list that exist.
    pub(crate) fn runtime_sockets(&mut self, root: &Root) -> BTreeMap<String, FileFacts> {
        let users = root.names("/run/user");
        let of_users = users.value().into_iter().flatten().flat_map(|user| {
            USER_SOCKETS.iter().map(move |socket| format!("/run/user/{user}/{socket}"))
        });
        let paths = RUNTIME_SOCKETS.iter().map(|path| (*path).to_owned()).chain(of_users);
        let mut sockets = BTreeMap::new();
        for path in paths {
            if let Observed::Known { value, .. } = root.stat(&path) {
                self.add(root, &path);
                sockets.insert(path, value);
            }
        }
        sockets
    }

    /// The map as facts.
    pub(crate) fn into_facts(self) -> BTreeMap<String, Observed<FileFacts>> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn parents_and_targets_of_links_are_there_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir_all(path.join("opt/docker")).unwrap();
        std::fs::create_dir_all(path.join("etc")).unwrap();
        std::fs::write(path.join("opt/docker/daemon.json"), "{}").unwrap();
        symlink("../opt/docker", path.join("etc/docker")).unwrap();
        symlink("loop", path.join("etc/loop")).unwrap();
        let root = Root::open(path).unwrap();
        let mut map = FileMap::default();
        map.add(&root, "/etc/docker/daemon.json");
        map.add(&root, "/etc/loop/x");
        let files = map.into_facts();
        for path in [
            "/",
            "/etc",
            "/etc/docker",
            "/etc/docker/daemon.json",
            "/opt",
            "/opt/docker/daemon.json",
        ] {
            assert!(files[path].is_known(), "{path}");
        }
    }
}
