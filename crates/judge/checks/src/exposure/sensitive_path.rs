//! Which paths of a host matter, and what for.

use seaworthy_core::facts::{PathRelation, relate};
use seaworthy_core::findings::Severity;

/// A path of the host that is worth something to an attacker.
pub(crate) struct SensitivePath {
    path: &'static str,
    /// What it holds.
    pub(crate) holds: &'static str,
    /// How bad it is when it can be written, and when it can only be read.
    mounted: Access,
    /// The same for something inside it; `None` where a part is harmless.
    inside: Option<Access>,
}

/// Severity of write access and of read-only access; `None` where reading
/// gives nothing away.
#[derive(Clone, Copy)]
struct Access {
    writable: Severity,
    read_only: Option<Severity>,
}

const fn access(writable: Severity, read_only: Option<Severity>) -> Access {
    Access { writable, read_only }
}

/// Writing gives root on the host; reading gives secrets.
const SECRETS: Access = access(Severity::Critical, Some(Severity::High));
/// Writing gives root on the host; reading gives hints.
const RUNS_AS_ROOT: Access = access(Severity::Critical, Some(Severity::Low));
/// Only writing matters.
const WRITE_ONLY: Access = access(Severity::Medium, None);
/// Sockets answer through a read-only mount too.
const SOCKETS: Access = access(Severity::High, Some(Severity::High));

const fn whole(path: &'static str, holds: &'static str, mounted: Access) -> SensitivePath {
    SensitivePath { path, holds, mounted, inside: Some(mounted) }
}

const fn parts(
    path: &'static str,
    holds: &'static str,
    mounted: Access,
    inside: Option<Access>,
) -> SensitivePath {
    SensitivePath { path, holds, mounted, inside }
}

/// The most specific entry above or at a path speaks for it; a mounted folder
/// answers for the worst of what it holds.
const PATHS: &[SensitivePath] = &[
    parts("/", "the whole host", SECRETS, None),
    whole("/boot", "the kernel that the host starts next", RUNS_AS_ROOT),
    parts(
        "/dev",
        "every device of the host",
        access(Severity::Critical, Some(Severity::High)),
        None,
    ),
    parts("/etc", "the host's configuration", SECRETS, Some(WRITE_ONLY)),
    whole("/etc/shadow", "password hashes", SECRETS),
    whole("/etc/gshadow", "password hashes", SECRETS),
    whole("/etc/passwd", "the host's users", RUNS_AS_ROOT),
    whole("/etc/group", "the host's groups", RUNS_AS_ROOT),
    whole("/etc/sudoers", "who may become root", RUNS_AS_ROOT),
    whole("/etc/sudoers.d", "who may become root", RUNS_AS_ROOT),
    whole("/etc/pam.d", "how users are let in", RUNS_AS_ROOT),
    whole("/etc/ssh", "the host's SSH keys", SECRETS),
    whole("/etc/ld.so.preload", "code that every program loads", RUNS_AS_ROOT),
    whole("/etc/ld.so.conf.d", "code that every program loads", RUNS_AS_ROOT),
    whole("/etc/profile.d", "commands that every login runs", RUNS_AS_ROOT),
    whole("/etc/crontab", "commands that cron runs as root", RUNS_AS_ROOT),
    whole("/etc/cron.d", "commands that cron runs as root", RUNS_AS_ROOT),
    whole("/etc/cron.hourly", "commands that cron runs as root", RUNS_AS_ROOT),
    whole("/etc/cron.daily", "commands that cron runs as root", RUNS_AS_ROOT),
    whole("/etc/cron.weekly", "commands that cron runs as root", RUNS_AS_ROOT),
    whole("/etc/cron.monthly", "commands that cron runs as root", RUNS_AS_ROOT),
    whole("/var/spool/cron", "commands that cron runs as root", RUNS_AS_ROOT),
    whole("/etc/systemd", "units that systemd runs as root", RUNS_AS_ROOT),
    whole("/etc/init.d", "services that start as root", RUNS_AS_ROOT),
    whole("/usr/lib/systemd", "units that systemd runs as root", RUNS_AS_ROOT),
    whole("/lib/systemd", "units that systemd runs as root", RUNS_AS_ROOT),
    whole("/etc/docker", "the engine's configuration and keys", SECRETS),
    whole("/etc/containerd", "containerd's configuration", RUNS_AS_ROOT),
    whole("/etc/containers", "Podman's configuration", RUNS_AS_ROOT),
    whole("/etc/kubernetes", "keys of the cluster", SECRETS),
    whole("/etc/rancher", "keys of the cluster", SECRETS),
    whole("/var/lib/kubelet", "secrets of every pod", SECRETS),
    whole("/var/lib/rancher", "secrets of the cluster", SECRETS),
    whole("/var/lib/etcd", "secrets of the cluster", SECRETS),
    whole("/root", "root's files and SSH keys", SECRETS),
    parts(
        "/home",
        "users' files and SSH keys",
        access(Severity::High, Some(Severity::Medium)),
        None,
    ),
    whole("/var/lib/docker", "images, volumes and files of every container", SECRETS),
    whole(
        "/var/lib/docker/containers",
        "logs and settings of every container",
        access(Severity::Critical, Some(Severity::Medium)),
    ),
    whole("/var/lib/containerd", "images and files of every container", SECRETS),
    whole("/var/lib/containers", "images, volumes and files of every container", SECRETS),
    parts(
        "/run",
        "the sockets of the host's services",
        access(Severity::Critical, Some(Severity::Critical)),
        None,
    ),
    whole("/run/systemd", "the sockets of systemd", SOCKETS),
    parts(
        "/run/systemd/journal",
        "the sockets of the journal",
        access(Severity::Low, None),
        Some(access(Severity::Low, None)),
    ),
    whole("/run/dbus", "the bus on which systemd takes orders", SOCKETS),
    parts("/run/user", "the sockets of users' sessions", SOCKETS, None),
    parts(
        "/proc",
        "switches and processes of the kernel",
        access(Severity::Critical, Some(Severity::Medium)),
        Some(access(Severity::Critical, Some(Severity::Low))),
    ),
    parts(
        "/sys",
        "devices and switches of the kernel",
        access(Severity::High, Some(Severity::Low)),
        Some(access(Severity::High, Some(Severity::Low))),
    ),
    whole("/lib", "programs and libraries that root runs", RUNS_AS_ROOT),
    whole("/lib64", "programs and libraries that root runs", RUNS_AS_ROOT),
    whole("/bin", "programs and libraries that root runs", RUNS_AS_ROOT),
    whole("/sbin", "programs and libraries that root runs", RUNS_AS_ROOT),
    parts(
        "/usr",
        "programs and libraries that root runs",
        RUNS_AS_ROOT,
        Some(access(Severity::High, None)),
    ),
    whole("/usr/bin", "programs that root runs", access(Severity::Critical, None)),
    whole("/usr/sbin", "programs that root runs", access(Severity::Critical, None)),
    whole("/usr/lib", "libraries that root loads", RUNS_AS_ROOT),
    whole("/usr/local/bin", "programs that root runs", access(Severity::Critical, None)),
    whole("/usr/local/sbin", "programs that root runs", access(Severity::Critical, None)),
    parts("/usr/share", "shared data of the host", WRITE_ONLY, Some(access(Severity::Low, None))),
    parts("/var", "the host's state, with that of every container", SECRETS, None),
    parts("/var/lib", "the host's state, with that of every container", SECRETS, None),
    parts(
        "/var/log",
        "the host's logs",
        access(Severity::Medium, Some(Severity::Low)),
        Some(access(Severity::Low, None)),
    ),
];

/// Names of folders that hold credentials wherever they lie.
const CREDENTIALS: &[&str] = &[".ssh", ".aws", ".kube", ".docker", ".gnupg", ".azure"];

/// What a mounted host path gives away, and how bad that is; `None` when it is
/// nothing known.
pub(crate) fn sensitivity(path: &str, writable: bool) -> Option<(Severity, &'static str)> {
    let rate = |access: Access| if writable { Some(access.writable) } else { access.read_only };
    let own = PATHS
        .iter()
        .filter(|each| matches!(relate(path, each.path), PathRelation::Same | PathRelation::Below))
        .max_by_key(|each| each.path.len())
        .and_then(|each| {
            let access = if each.path == path { Some(each.mounted) } else { each.inside };
            Some((access.and_then(rate)?, each.holds))
        });
    let held = PATHS
        .iter()
        .filter(|each| relate(path, each.path) == PathRelation::Above)
        .filter_map(|each| Some((rate(each.mounted)?, each.holds)));
    own.into_iter()
        .chain(credentials(path, writable))
        .chain(held)
        .reduce(|worst, each| if each.0 > worst.0 { each } else { worst })
}

/// Folders of credentials, and the home folders that have them.
fn credentials(path: &str, writable: bool) -> Option<(Severity, &'static str)> {
    let severity = if writable { Severity::High } else { Severity::Medium };
    let mut parts = path.split('/').skip(1);
    let is_home = parts.next() == Some("home") && parts.count() == 1;
    if is_home {
        return Some((severity, "a user's files and SSH keys"));
    }
    path.split('/')
        .any(|part| CREDENTIALS.contains(&part))
        .then_some((Severity::High, "a user's keys and tokens"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(path: &str, writable: bool) -> Option<Severity> {
        sensitivity(path, writable).map(|(severity, _)| severity)
    }

    #[test]
    fn a_path_counts_by_what_it_is_holds_or_lies_in() {
        for (path, writable, read_only) in [
            ("/", Some(Severity::Critical), Some(Severity::Critical)),
            ("/etc", Some(Severity::Critical), Some(Severity::High)),
            ("/etc/shadow", Some(Severity::Critical), Some(Severity::High)),
            ("/etc/localtime", Some(Severity::Medium), None),
            ("/etc/cron.d/backup", Some(Severity::Critical), Some(Severity::Low)),
            ("/var", Some(Severity::Critical), Some(Severity::High)),
            ("/var/lib/docker/volumes", Some(Severity::Critical), Some(Severity::High)),
            ("/var/lib/docker/containers", Some(Severity::Critical), Some(Severity::Medium)),
            ("/var/lib/postgresql", None, None),
            ("/root/.ssh", Some(Severity::Critical), Some(Severity::High)),
            ("/home/ann", Some(Severity::High), Some(Severity::Medium)),
            ("/home/ann/shop", None, None),
            ("/home/ann/.ssh", Some(Severity::High), Some(Severity::High)),
            ("/proc", Some(Severity::Critical), Some(Severity::Medium)),
            ("/lib/modules", Some(Severity::Critical), Some(Severity::Low)),
            ("/run", Some(Severity::Critical), Some(Severity::Critical)),
            ("/run/shop", None, None),
            ("/srv/shop", None, None),
            ("/etcetera", None, None),
        ] {
            assert_eq!(rated(path, true), writable, "{path} writable");
            assert_eq!(rated(path, false), read_only, "{path} read-only");
        }
    }
}
