//! Where engines keep their files unless told otherwise: the observer looks
//! there, checks ask there.

/// Folders in which distributions and people install engine programs.
pub const PROGRAM_FOLDERS: &[&str] =
    &["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

/// Programs of engine, shim and runtime that audit rules watch.
pub const ENGINE_PROGRAMS: &[&str] = &[
    "dockerd",
    "containerd",
    "containerd-shim",
    "containerd-shim-runc-v1",
    "containerd-shim-runc-v2",
    "runc",
];

/// Files and folders of the engine at fixed places. What the daemon's own
/// configuration names (data root, sockets, TLS material) comes on top, as do
/// the targets of links and all parent folders.
pub const ENGINE_PATHS: &[&str] = &[
    "/etc/docker",
    "/etc/docker/certs.d",
    "/etc/docker/daemon.json",
    "/etc/containerd/config.toml",
    "/etc/default/docker",
    "/etc/sysconfig/docker",
    "/run/containerd",
    "/run/containerd/containerd.sock",
    "/run/docker/containerd/containerd.sock",
    "/run/docker.sock",
    "/root/.docker/ca.pem",
    "/root/.docker/cert.pem",
    "/root/.docker/key.pem",
    "/var/lib/containerd",
    "/var/lib/docker",
];
