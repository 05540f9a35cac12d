//! The rules: which place, what is demanded of it.

use seaworthy_core::findings::Severity;

use crate::host::place::Place;

/// One row.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) severity: Severity,
    pub(super) cis: &'static [&'static str],
    pub(super) text: &'static str,
    pub(super) place: Place,
    pub(super) demand: Demand,
}

/// What is demanded of a file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Demand {
    /// Belongs to root, or to whom its place says.
    Owner,
    /// No permission beyond these; a key next to certificates only for its owner.
    Mode(u32),
    /// Readable by its owner alone.
    Secret,
}

impl Demand {
    /// Permissions that a file may have.
    pub(super) fn allowed(self, path: &str) -> u32 {
        match self {
            Self::Mode(mode) if !path.ends_with(".key") => mode,
            Self::Mode(_) | Self::Secret | Self::Owner => 0o400,
        }
    }
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "owner-docker-service",
        title: "docker.service unit not owned by root",
        severity: Severity::High,
        cis: &["3.1"],
        text: "The unit, its drop-ins and the environment files it reads decide with which flags root starts the daemon.",
        place: Place::Unit("docker.service"),
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-docker-service",
        title: "docker.service unit mode is looser than 644",
        severity: Severity::High,
        cis: &["3.2"],
        text: "Whoever may write to the unit, a drop-in or an environment file chooses what root runs at the next start.",
        place: Place::Unit("docker.service"),
        demand: Demand::Mode(0o644),
    },
    Rule {
        id: "owner-docker-socket-unit",
        title: "docker.socket unit not owned by root",
        severity: Severity::High,
        cis: &["3.3"],
        text: "The socket unit decides where the engine listens and who may connect.",
        place: Place::Unit("docker.socket"),
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-docker-socket-unit",
        title: "docker.socket unit mode is looser than 644",
        severity: Severity::High,
        cis: &["3.4"],
        text: "Whoever may write to the socket unit can open the engine to everybody.",
        place: Place::Unit("docker.socket"),
        demand: Demand::Mode(0o644),
    },
    Rule {
        id: "owner-etc-docker",
        title: "/etc/docker not owned by root",
        severity: Severity::High,
        cis: &["3.5"],
        text: "The folder holds the configuration of the daemon and the certificates that it trusts.",
        place: Place::ConfigFolder,
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-etc-docker",
        title: "/etc/docker mode is looser than 755",
        severity: Severity::High,
        cis: &["3.6"],
        text: "Whoever may write to the folder can replace the configuration of the daemon.",
        place: Place::ConfigFolder,
        demand: Demand::Mode(0o755),
    },
    Rule {
        id: "owner-registry-certs",
        title: "registry certificate not owned by root",
        severity: Severity::Medium,
        cis: &["3.7"],
        text: "Certificates below `certs.d` decide which registries the daemon believes, keys with which identity it logs in.",
        place: Place::RegistryCertificates,
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-registry-certs",
        title: "registry certificate mode is looser than 444",
        severity: Severity::Medium,
        cis: &["3.8"],
        text: "A replaced certificate makes the daemon believe a false registry; a key that others can read lets them log in as this machine.",
        place: Place::RegistryCertificates,
        demand: Demand::Mode(0o444),
    },
    Rule {
        id: "owner-tls-ca-cert",
        title: "daemon CA certificate not owned by root",
        severity: Severity::High,
        cis: &["3.9"],
        text: "The CA certificate decides whose client certificates open the API.",
        place: Place::Tls("tlscacert"),
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-tls-ca-cert",
        title: "daemon CA certificate mode is looser than 444",
        severity: Severity::High,
        cis: &["3.10"],
        text: "Whoever may write to the CA certificate can add an authority of their own and then control the engine.",
        place: Place::Tls("tlscacert"),
        demand: Demand::Mode(0o444),
    },
    Rule {
        id: "owner-tls-server-cert",
        title: "daemon TLS certificate not owned by root",
        severity: Severity::Medium,
        cis: &["3.11"],
        text: "The certificate with which the daemon proves itself to its clients.",
        place: Place::Tls("tlscert"),
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-tls-server-cert",
        title: "daemon TLS certificate mode is looser than 444",
        severity: Severity::Medium,
        cis: &["3.12"],
        text: "A replaced certificate cuts clients off or leads them astray.",
        place: Place::Tls("tlscert"),
        demand: Demand::Mode(0o444),
    },
    Rule {
        id: "owner-tls-server-key",
        title: "daemon TLS key not owned by root",
        severity: Severity::High,
        cis: &["3.13"],
        text: "The owner of the key can read it and pretend to be the daemon.",
        place: Place::Tls("tlskey"),
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-tls-server-key",
        title: "daemon TLS key mode is looser than 400",
        severity: Severity::High,
        cis: &["3.14"],
        text: "Whoever reads the key can pretend to be the daemon; mode 0400 or less keeps it with root.",
        place: Place::Tls("tlskey"),
        demand: Demand::Secret,
    },
    Rule {
        id: "owner-docker-socket",
        title: "docker.sock not owned by root and the docker group",
        severity: Severity::High,
        cis: &["3.15"],
        text: "Every socket of the API, by whatever name: its owner and its group control the engine, which is root.",
        place: Place::DockerSocket,
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-docker-socket",
        title: "docker.sock mode is looser than 660",
        severity: Severity::High,
        cis: &["3.16"],
        text: "Whoever may write to a socket of the API is root on this machine.",
        place: Place::DockerSocket,
        demand: Demand::Mode(0o660),
    },
    Rule {
        id: "owner-daemon-json",
        title: "daemon.json not owned by root",
        severity: Severity::High,
        cis: &["3.17"],
        text: "The file that the daemon reads at start; its owner decides over every setting.",
        place: Place::DaemonFile,
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-daemon-json",
        title: "daemon.json mode is looser than 644",
        severity: Severity::High,
        cis: &["3.18"],
        text: "Whoever may write to the daemon's configuration can switch its protection off and run code as root.",
        place: Place::DaemonFile,
        demand: Demand::Mode(0o644),
    },
    Rule {
        id: "owner-etc-default-docker",
        title: "/etc/default/docker not owned by root",
        severity: Severity::Medium,
        cis: &["3.19"],
        text: "Flags of the daemon on distributions whose unit or init script reads this file.",
        place: Place::Fixed("/etc/default/docker"),
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-etc-default-docker",
        title: "/etc/default/docker mode is looser than 644",
        severity: Severity::Medium,
        cis: &["3.20"],
        text: "Whoever may write to the file adds flags to the daemon where a unit or init script reads it.",
        place: Place::Fixed("/etc/default/docker"),
        demand: Demand::Mode(0o644),
    },
    Rule {
        id: "mode-etc-sysconfig-docker",
        title: "/etc/sysconfig/docker mode is looser than 644",
        severity: Severity::Medium,
        cis: &["3.21"],
        text: "Whoever may write to the file adds flags to the daemon where a unit or init script reads it.",
        place: Place::Fixed("/etc/sysconfig/docker"),
        demand: Demand::Mode(0o644),
    },
    Rule {
        id: "owner-etc-sysconfig-docker",
        title: "/etc/sysconfig/docker not owned by root",
        severity: Severity::Medium,
        cis: &["3.22"],
        text: "Flags of the daemon on distributions whose unit or init script reads this file.",
        place: Place::Fixed("/etc/sysconfig/docker"),
        demand: Demand::Owner,
    },
    Rule {
        id: "owner-containerd-socket",
        title: "containerd.sock not owned by root",
        severity: Severity::High,
        cis: &["3.23"],
        text: "Whoever talks to containerd can start containers past the engine and all its plugins.",
        place: Place::ContainerdSocket,
        demand: Demand::Owner,
    },
    Rule {
        id: "mode-containerd-socket",
        title: "containerd.sock mode is looser than 660",
        severity: Severity::High,
        cis: &["3.24"],
        text: "Whoever may write to a socket of containerd is root on this machine.",
        place: Place::ContainerdSocket,
        demand: Demand::Mode(0o660),
    },
];
