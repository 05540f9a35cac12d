//! Sockets on which an engine usually listens.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};

use super::{Address, Endpoint, Origin};
use crate::Environment;

/// What a connection attempt says of a socket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Life {
    /// Something listens.
    Live,
    /// Something may listen, but not for this user.
    Denied,
    /// Nothing there.
    Dead,
}

/// The sockets in the order of preference: rootful Docker, rootless Docker, Podman.
pub(super) fn candidates(environment: &Environment) -> Vec<PathBuf> {
    let runtime = environment.variable("XDG_RUNTIME_DIR").map(PathBuf::from);
    let mut paths = vec![environment.below_root("/run/docker.sock")];
    // Below another root the link /var/run -> /run leads out of it.
    if environment.root == Path::new("/") {
        paths.insert(0, PathBuf::from("/var/run/docker.sock"));
    }
    paths.extend(runtime.as_ref().map(|folder| folder.join("docker.sock")));
    paths.push(environment.below_root("/run/podman/podman.sock"));
    paths.extend(runtime.as_ref().map(|folder| folder.join("podman/podman.sock")));
    paths
}

/// Sockets of every user who is logged in: only for `--all-engines`, because
/// somebody else's engine is not what a plain run is about.
pub(super) fn of_all_users(environment: &Environment) -> Vec<PathBuf> {
    let Ok(folders) = fs::read_dir(environment.below_root("/run/user")) else { return Vec::new() };
    let mut users: Vec<PathBuf> = folders.flatten().map(|entry| entry.path()).collect();
    users.sort();
    users
        .iter()
        .flat_map(|user| [user.join("docker.sock"), user.join("podman/podman.sock")])
        .collect()
}

/// The live ones, each once though it has two names. When none is live, those
/// that refused this user: the audit then says so, instead of "no engine".
pub(super) fn alive(paths: &[PathBuf]) -> Vec<Endpoint> {
    let mut seen = BTreeSet::new();
    let (mut live, mut denied) = (Vec::new(), Vec::new());
    for path in paths {
        let life = life(path);
        if life == Life::Dead
            || !seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone()))
        {
            continue;
        }
        let endpoint =
            Endpoint { address: Address::Unix(path.clone()), tls: None, origin: Origin::Found };
        if life == Life::Live { live.push(endpoint) } else { denied.push(endpoint) }
    }
    if live.is_empty() { denied } else { live }
}

fn life(path: &Path) -> Life {
    match try_connect(path) {
        // EAGAIN: the queue of connections is full, so somebody made one.
        Ok(()) | Err(Errno::AGAIN) => Life::Live,
        Err(Errno::ACCESS | Errno::PERM) => Life::Denied,
        Err(_) => Life::Dead,
    }
}

/// Without blocking: a stopped daemon with a full queue would hold a blocking
/// connect for ever.
fn try_connect(path: &Path) -> Result<(), Errno> {
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    connect(&socket, &SocketAddrUnix::new(path)?)
}
