//! The paths that audit rules should watch.

use crate::host::place::Place;

/// One row.
pub(super) struct Watch {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) cis: &'static [&'static str],
    pub(super) text: &'static str,
    pub(super) place: Place,
}

pub(super) const WATCHES: &[Watch] = &[
    Watch {
        id: "audit-rule-dockerd",
        title: "no audit rule watches the dockerd binary",
        cis: &["1.1.3"],
        text: "The daemon's program, wherever the running daemon was started from.",
        place: Place::Program("dockerd"),
    },
    Watch {
        id: "audit-rule-run-containerd",
        title: "no audit rule watches /run/containerd",
        cis: &["1.1.4"],
        text: "State of containerd: bundles and sockets of all containers.",
        place: Place::Fixed("/run/containerd"),
    },
    Watch {
        id: "audit-rule-data-root",
        title: "no audit rule watches the Docker data root",
        cis: &["1.1.5"],
        text: "Images, volumes and the file systems of all containers.",
        place: Place::DataRoot,
    },
    Watch {
        id: "audit-rule-etc-docker",
        title: "no audit rule watches /etc/docker",
        cis: &["1.1.6"],
        text: "Configuration of the daemon and certificates for registries.",
        place: Place::ConfigFolder,
    },
    Watch {
        id: "audit-rule-docker-service",
        title: "no audit rule watches the docker.service unit",
        cis: &["1.1.7"],
        text: "The unit that starts the daemon, with its drop-ins and environment files.",
        place: Place::Unit("docker.service"),
    },
    Watch {
        id: "audit-rule-containerd-socket",
        title: "no audit rule watches containerd.sock",
        cis: &["1.1.8"],
        text: "Whoever talks to containerd starts containers past the engine.",
        place: Place::ContainerdSocket,
    },
    Watch {
        id: "audit-rule-docker-socket",
        title: "no audit rule watches docker.sock",
        cis: &["1.1.9"],
        text: "Whoever talks to the engine is root; who replaced its socket should be on record.",
        place: Place::DockerSocket,
    },
    Watch {
        id: "audit-rule-etc-default-docker",
        title: "no audit rule watches /etc/default/docker",
        cis: &["1.1.10"],
        text: "Flags of the daemon where a unit or init script reads this file.",
        place: Place::Fixed("/etc/default/docker"),
    },
    Watch {
        id: "audit-rule-daemon-json",
        title: "no audit rule watches daemon.json",
        cis: &["1.1.11"],
        text: "The daemon's configuration file, wherever it was told to look for it.",
        place: Place::DaemonFile,
    },
    Watch {
        id: "audit-rule-containerd-config",
        title: "no audit rule watches containerd's config.toml",
        cis: &["1.1.12"],
        text: "Configuration of containerd: plugins, runtimes, registries.",
        place: Place::Fixed("/etc/containerd/config.toml"),
    },
    Watch {
        id: "audit-rule-etc-sysconfig-docker",
        title: "no audit rule watches /etc/sysconfig/docker",
        cis: &["1.1.13"],
        text: "Flags of the daemon where a unit or init script reads this file.",
        place: Place::Fixed("/etc/sysconfig/docker"),
    },
    Watch {
        id: "audit-rule-containerd",
        title: "no audit rule watches the containerd binary",
        cis: &["1.1.14"],
        text: "The program that keeps all containers.",
        place: Place::Program("containerd"),
    },
    Watch {
        id: "audit-rule-containerd-shim",
        title: "no audit rule watches the containerd-shim binary",
        cis: &["1.1.15"],
        text: "The oldest shim between containerd and a container.",
        place: Place::Program("containerd-shim"),
    },
    Watch {
        id: "audit-rule-containerd-shim-runc-v1",
        title: "no audit rule watches the containerd-shim-runc-v1 binary",
        cis: &["1.1.16"],
        text: "The first runc shim between containerd and a container.",
        place: Place::Program("containerd-shim-runc-v1"),
    },
    Watch {
        id: "audit-rule-containerd-shim-runc-v2",
        title: "no audit rule watches the containerd-shim-runc-v2 binary",
        cis: &["1.1.17"],
        text: "The shim that stands between containerd and a container today.",
        place: Place::Program("containerd-shim-runc-v2"),
    },
    Watch {
        id: "audit-rule-runc",
        title: "no audit rule watches the runc binary",
        cis: &["1.1.18"],
        text: "The runtime that sets up every container as root.",
        place: Place::Program("runc"),
    },
];
