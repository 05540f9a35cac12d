//! File systems, and what of the host they reach.

use std::collections::BTreeSet;

use seaworthy_core::facts::{
    EngineKind, HostFacts, HostMount, LiveFacts, MountKind, MountPoint, Observed, PathRelation,
    is_below, normal_host_path, relate,
};
use seaworthy_core::findings::Undecided;
use seaworthy_core::report::isolation::{Files, MountReach, Reading, Resource};

use crate::compare::Place;

/// Folders of the host by what is in them; the first that fits names it.
const FOLDERS: &[(&str, Resource)] = &[
    ("/proc", Resource::Kernel),
    ("/sys", Resource::Kernel),
    ("/dev", Resource::Devices),
    ("/var/lib/docker", Resource::EngineFiles),
    ("/var/lib/containerd", Resource::EngineFiles),
    ("/var/lib/containers", Resource::EngineFiles),
    ("/var/lib/kubelet", Resource::EngineFiles),
    ("/run/docker", Resource::EngineFiles),
    ("/run/containerd", Resource::EngineFiles),
    ("/etc", Resource::Configuration),
    ("/boot", Resource::Programs),
    ("/bin", Resource::Programs),
    ("/sbin", Resource::Programs),
    ("/lib", Resource::Programs),
    ("/lib64", Resource::Programs),
    ("/usr", Resource::Programs),
    ("/opt", Resource::Programs),
    ("/root", Resource::Homes),
    ("/home", Resource::Homes),
];

/// Sockets of engines at their usual places.
const SOCKETS: [&str; 5] = [
    "/run/docker.sock",
    "/run/podman/podman.sock",
    "/run/containerd/containerd.sock",
    "/run/docker/containerd/containerd.sock",
    "/run/crio/crio.sock",
];

/// A process of the host: nothing is mounted into it.
pub(crate) fn of_process(own: &LiveFacts) -> Files {
    Files {
        read_only_root: root_of(own),
        mounts: Reading::known(Vec::new(), "it is a process of the host: all files are the host's"),
        masked: covered(own),
        read_only_paths: read_only(own),
        engine_sockets: Reading::unknown("what it may open depends on users and permissions"),
    }
}

pub(crate) fn of_container(place: &Place<'_>) -> Files {
    let live = place.live();
    let reaches = match reaches(place) {
        Ok(reaches) => Reading::known(reaches, "Mounts, mountinfo"),
        Err(Undecided::Unknown(why) | Undecided::NotApplicable(why)) => Reading::unknown(why),
    };
    let settings = place.container.settings().ok();
    let why = || Reading::unknown(place.why_not_live());
    Files {
        read_only_root: live.map_or_else(
            || settings.map_or_else(why_unread, |settings| Reading::from(&settings.read_only_root)),
            root_of,
        ),
        engine_sockets: reaches.clone().map(|reaches| sockets_in(&reaches)),
        mounts: reaches,
        masked: live.map_or_else(why, covered),
        read_only_paths: live.map_or_else(why, read_only),
    }
}

fn why_unread<T>() -> Reading<T> {
    Reading::unknown("the container could not be inspected")
}

fn sockets_in(reaches: &[MountReach]) -> Vec<String> {
    let sockets = reaches.iter().filter(|reach| reach.resource == Resource::EngineSocket);
    sockets.map(|reach| reach.path.clone()).collect()
}

/// Whether `/` is read-only, by mount or by file system.
fn root_of(live: &LiveFacts) -> Reading<bool> {
    let Observed::Known { value: mounts, source } = &live.mounts else {
        return Reading::from(&live.mounts).map(|_| false);
    };
    match mounts.iter().rev().find(|mount| mount.path == "/") {
        Some(root) => Reading::known(root.has("ro"), source.as_str()),
        None => Reading::unknown("its mount table has no root"),
    }
}

/// Paths over which something else is mounted so that nothing is seen.
fn covered(live: &LiveFacts) -> Reading<Vec<String>> {
    kernel_paths(live, |mount| {
        mount.fs_type == "tmpfs" || (mount.fs_type == "devtmpfs" && mount.root == "/null")
    })
}

/// Parts of `/proc` and `/sys` that are mounted again, read-only.
fn read_only(live: &LiveFacts) -> Reading<Vec<String>> {
    kernel_paths(live, |mount| {
        mount.has("ro") && matches!(mount.fs_type.as_str(), "proc" | "sysfs" | "cgroup" | "cgroup2")
    })
}

fn kernel_paths(live: &LiveFacts, wanted: impl Fn(&MountPoint) -> bool) -> Reading<Vec<String>> {
    Reading::from(&live.mounts).map(|mounts: Vec<MountPoint>| {
        let of_kernel =
            |mount: &&MountPoint| is_below(&mount.path, "/proc") || is_below(&mount.path, "/sys");
        let paths: BTreeSet<String> = mounts
            .iter()
            .filter(of_kernel)
            .filter(|mount| wanted(mount) && !is_folder_of_cgroups(mount))
            .map(|mount| mount.path.clone())
            .collect();
        paths.into_iter().collect()
    })
}

/// Version 1 hangs its hierarchies into a tmpfs: nothing is masked there.
fn is_folder_of_cgroups(mount: &MountPoint) -> bool {
    mount.path == "/sys/fs/cgroup" && mount.fs_type == "tmpfs"
}

/// Host paths and volumes, gravest first.
fn reaches(place: &Place<'_>) -> Result<Vec<MountReach>, Undecided> {
    let sockets = Sockets::of(place);
    let host_mounts = place.container.host_mounts(Some(place.engine), place.host)?;
    let mut found: Vec<MountReach> = host_mounts
        .iter()
        .map(|mount| MountReach {
            path: mount.mount.destination.clone(),
            host_path: mount.path.clone(),
            resource: sockets.resource(mount),
            writable: writable(place, &mount.mount.destination, mount.mount.writable),
            route: mount.route.clone(),
        })
        .collect();
    let settings = place.container.settings()?;
    let volumes = settings.mounts.value().into_iter().flatten();
    let known: BTreeSet<String> = found.iter().map(|reach| reach.path.clone()).collect();
    for volume in volumes.filter(|mount| mount.kind == MountKind::Volume) {
        if !known.contains(&volume.destination) {
            found.push(MountReach {
                path: volume.destination.clone(),
                host_path: volume.name.clone(),
                resource: Resource::Volume,
                writable: writable(place, &volume.destination, volume.writable),
                route: "volume".to_owned(),
            });
        }
    }
    found.sort_by(|one, other| {
        (one.resource, !one.writable).cmp(&(other.resource, !other.writable))
    });
    Ok(found)
}

/// The kernel's word before the engine's.
fn writable(place: &Place<'_>, path: &str, configured: bool) -> bool {
    let mounts = place.live().and_then(|live| live.mounts.value());
    let seen = mounts.and_then(|mounts| mounts.iter().rev().find(|mount| mount.path == path));
    seen.map_or(configured, |mount| !mount.has("ro"))
}

/// Sockets through which whoever connects commands an engine.
struct Sockets<'a> {
    paths: BTreeSet<String>,
    host: Option<&'a HostFacts>,
    data_root: Option<String>,
}

impl<'a> Sockets<'a> {
    fn of(place: &Place<'a>) -> Self {
        let mut paths: BTreeSet<String> = SOCKETS.map(str::to_owned).into();
        let engine = place.engine;
        paths.extend(engine.endpoint.strip_prefix("unix://").map(normal_host_path));
        if engine.kind == EngineKind::Podman {
            paths.remove("/run/docker.sock");
        }
        let listeners = place.daemon.and_then(|daemon| daemon.listeners.value());
        let unix = listeners.into_iter().flatten().filter(|each| each.family == "unix");
        paths.extend(unix.map(|each| normal_host_path(&each.address)));
        let seen = place.host.into_iter().flat_map(|host| host.runtime_sockets.keys());
        paths.extend(seen.map(|path| normal_host_path(path)));
        let data_root = place.info().and_then(|info| info.root_dir.value());
        Self { paths, host: place.host, data_root: data_root.map(|path| normal_host_path(path)) }
    }

    fn resource(&self, mount: &HostMount<'_>) -> Resource {
        let path = mount.path.as_str();
        if path == "/" {
            return Resource::HostRoot;
        }
        if self.paths.iter().any(|socket| self.reaches(path, socket)) {
            return Resource::EngineSocket;
        }
        if self.data_root.as_deref().is_some_and(|root| relate(path, root) != PathRelation::Apart) {
            return Resource::EngineFiles;
        }
        let below = |folder: &str| is_below(path, folder);
        let found = FOLDERS.iter().find(|(folder, _)| below(folder));
        found.map_or(Resource::Files, |(_, resource)| *resource)
    }

    /// The socket itself, a folder that holds it, or the same inode under
    /// another name.
    fn reaches(&self, path: &str, socket: &str) -> bool {
        match relate(path, socket) {
            PathRelation::Same | PathRelation::Above => return true,
            PathRelation::Below | PathRelation::Apart => {}
        }
        let stat = |path: &str| {
            let host = self.host?;
            let seen = host.runtime_sockets.get(path);
            seen.or_else(|| host.files.get(path)?.value())
        };
        match (stat(path), stat(socket)) {
            (Some(one), Some(other)) => {
                one.inode != 0 && (one.device, one.inode) == (other.device, other.inode)
            }
            _ => false,
        }
    }
}
