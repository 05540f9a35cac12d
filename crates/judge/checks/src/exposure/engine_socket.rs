//! Sockets through which whoever connects commands an engine.

use std::collections::BTreeMap;

use seaworthy_core::facts::{
    EngineKind, FileFacts, HostFacts, HostMount, Observed, PathRelation, normal_host_path, relate,
};

use crate::Context;

/// Sockets by path, with the file where it was seen, to know it by another name.
pub(crate) struct Sockets(BTreeMap<String, Option<FileFacts>>);

/// Other runtimes' sockets by the end of their path.
const RUNTIME_NAMES: &[&str] = &[
    "containerd.sock",
    "containerd.sock.ttrpc",
    "podman.sock",
    "crio.sock",
    "buildkitd.sock",
    "cri-dockerd.sock",
    "dockershim.sock",
    "lxd/unix.socket",
    "incus/unix.socket",
];

/// Where containerd listens beside Docker, on its own and under dockerd.
const CONTAINERD: [&str; 2] =
    ["/run/containerd/containerd.sock", "/run/docker/containerd/containerd.sock"];

impl Sockets {
    /// The engine's own: Docker's where it listens and where it usually does,
    /// for Podman its compatible one.
    pub(crate) fn of_engine(context: &Context<'_>) -> Self {
        let mut paths = vec!["/run/docker.sock".to_owned()];
        if let Some(engine) = context.engine {
            if engine.kind == EngineKind::Podman {
                paths.push("/run/podman/podman.sock".to_owned());
            }
            paths.extend(engine.endpoint.strip_prefix("unix://").map(normal_host_path));
        }
        let listeners = context.daemon().ok().and_then(|daemon| daemon.listeners.value());
        let mut stats = BTreeMap::new();
        for listener in listeners.into_iter().flatten().filter(|each| each.family == "unix") {
            let path = normal_host_path(&listener.address);
            stats.extend(listener.stat.value().map(|stat| (path.clone(), stat.clone())));
            paths.push(path);
        }
        Self::seen(paths, stats, context)
    }

    /// Those of containerd and of every other runtime seen on the host.
    pub(crate) fn of_runtimes(context: &Context<'_>) -> Self {
        let mut paths: Vec<String> = Vec::new();
        let mut stats = BTreeMap::new();
        if let Ok(host) = context.host() {
            for (path, stat) in &host.runtime_sockets {
                stats.insert(normal_host_path(path), stat.clone());
                paths.push(normal_host_path(path));
            }
        }
        match context.info().ok().and_then(|info| info.containerd_address.value()) {
            Some(address) => paths.push(normal_host_path(address)),
            None => paths.extend(CONTAINERD.map(str::to_owned)),
        }
        let engine = Self::of_engine(context);
        paths.retain(|path| !engine.0.contains_key(path) && !path.ends_with("/docker.sock"));
        Self::seen(paths, stats, context)
    }

    /// Owner and mode of a socket, where they were seen.
    pub(crate) fn stat(&self, path: &str) -> Option<&FileFacts> {
        self.0.get(path)?.as_ref()
    }

    fn seen(
        paths: Vec<String>,
        mut stats: BTreeMap<String, FileFacts>,
        context: &Context<'_>,
    ) -> Self {
        let host = context.host().ok();
        let file = |path: &String| host.and_then(|host| host.files.get(path));
        let exists = |path: &String| !matches!(file(path), Some(Observed::Absent));
        Self(
            paths
                .into_iter()
                .filter(exists)
                .map(|path| {
                    let stat = stats
                        .remove(&path)
                        .or_else(|| file(&path).and_then(|at| at.value()).cloned());
                    (path, stat)
                })
                .collect(),
        )
    }

    /// The socket that a mount brings in: itself, under another name, or inside
    /// a folder.
    pub(crate) fn reached_by(
        &self,
        mount: &HostMount<'_>,
        host: Option<&HostFacts>,
    ) -> Option<String> {
        let reached = |path: &str| {
            matches!(relate(&mount.path, path), PathRelation::Same | PathRelation::Above)
        };
        if let Some(path) = self.0.keys().find(|path| reached(path)) {
            return Some(path.clone());
        }
        let mounted = host?.files.get(&mount.path)?.value()?;
        self.0
            .iter()
            .find(|(_, stat)| stat.as_ref().is_some_and(|stat| is_same_file(stat, mounted)))
            .map(|(path, _)| path.clone())
    }
}

fn is_same_file(one: &FileFacts, other: &FileFacts) -> bool {
    one.inode != 0 && (one.device, one.inode) == (other.device, other.inode)
}

/// A path that is called as Docker calls its socket.
pub(crate) fn is_docker_name(path: &str) -> bool {
    path.ends_with("/docker.sock")
}

/// A path that is called as another runtime calls its socket.
pub(crate) fn is_runtime_name(path: &str) -> bool {
    RUNTIME_NAMES.iter().any(|name| path.ends_with(&format!("/{name}")))
}
