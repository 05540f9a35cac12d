//! Paths of the host that it has by mounts.

use seaworthy_core::facts::HostMount;
use seaworthy_core::findings::{Evidence, Undecided};

use super::Inside;
use crate::escape::chain::Link;

/// What was found of a list of paths: the condition, and the path for the
/// sentence.
pub(in crate::escape) struct HostPath {
    pub(in crate::escape) link: Link,
    pub(in crate::escape) path: String,
}

/// Folders that hold many ways out at once, and the check that tells of them:
/// one mount of such a folder is told once, not once a way.
const WHOLES: &[(&str, &str)] =
    &[("/", "escape-host-root-written"), ("/etc", "escape-host-configuration-written")];

impl<'a> Inside<'a> {
    /// One of these paths of the host is mounted writable.
    ///
    /// A path counts when it or a folder above it is mounted; one that ends in
    /// `/**` also when something below it is. The check does not apply where
    /// only the whole host or all of its configuration is mounted.
    pub(in crate::escape) fn host_written(&self, paths: &[&str]) -> Result<HostPath, Undecided> {
        self.host_path(paths, true)
    }

    /// One of these sockets of the host is mounted; a read-only mount does not
    /// keep anybody from talking to it.
    pub(in crate::escape) fn host_socket(&self, paths: &[&str]) -> Result<HostPath, Undecided> {
        self.host_path(paths, false)
    }

    /// One of these paths of the host is mounted to be read, and only that.
    pub(in crate::escape) fn host_read(&self, paths: &[&str]) -> Result<HostPath, Undecided> {
        let mounts = self.host_mounts()?;
        let read_only = || mounts.iter().filter(|each| !each.mount.writable);
        let found = paths
            .iter()
            .find_map(|path| Some((*path, read_only().find(|each| reaches(each, path))?)));
        Ok(match found {
            Some((path, mount)) => {
                found_at(mount, path, format!("Leave out the mount of {}", mount.path))
            }
            None => missing(paths, "read-only paths of the host", listed(read_only())),
        })
    }

    fn host_path(&self, paths: &[&str], writable: bool) -> Result<HostPath, Undecided> {
        let mounts = self.host_mounts()?;
        let usable = || mounts.iter().filter(|each| each.mount.writable || !writable);
        let whole = |each: &HostMount<'_>, path: &str| {
            WHOLES.iter().find(|(whole, _)| each.path == *whole && *whole != path)
        };
        let reached = |special: bool| {
            paths.iter().find_map(|path| {
                let fits = |each: &&HostMount<'_>| {
                    reaches(each, path) && (special == whole(each, path).is_none())
                };
                Some((*path, usable().find(fits)?))
            })
        };
        let Some((path, mount)) = reached(true) else {
            if let Some((path, mount)) = reached(false)
                && let Some((whole, check)) = whole(mount, path)
            {
                let reason = format!("all of {whole} is mounted, which {check} tells");
                return Err(Undecided::not_applicable(reason));
            }
            let fact = if writable { "writable paths of the host" } else { "paths of the host" };
            return Ok(missing(paths, fact, listed(usable())));
        };
        let change = if writable {
            format!("Mount {} read-only, or leave it out", mount.path)
        } else {
            format!("Leave out the mount of {}", mount.path)
        };
        Ok(found_at(mount, path, change))
    }

    /// A mounted folder of the host lies on a file system that obeys
    /// set-user-id bits.
    pub(in crate::escape) fn keeps_setuid(&self, path: &str) -> Link {
        let below = self.host().and_then(|host| host.mount_of(path));
        match below.filter(|mount| mount.has("nosuid")) {
            Some(mount) => {
                let text = format!("{path} lies on {}, mounted nosuid", mount.path);
                Link::Closed(Evidence::new("file system", text, "/proc/1/mountinfo"))
            }
            None => Link::open(Evidence::new("writable folder of the host", path, "Mounts"))
                .closed_by(format!("Mount {path} read-only")),
        }
    }

    /// Mounts of host paths, links followed where the host was seen.
    pub(in crate::escape) fn host_mounts(&self) -> Result<Vec<HostMount<'a>>, Undecided> {
        self.container.host_mounts(self.context.engine, self.host())
    }
}

fn found_at(mount: &HostMount<'_>, pattern: &str, change: String) -> HostPath {
    let mode = if mount.mount.writable { "writable" } else { "read-only" };
    let text = format!("{} at {}, {mode}", mount.path, mount.mount.destination);
    HostPath {
        link: Link::open(Evidence::new(mount.route.as_str(), text, "Mounts")).closed_by(change),
        path: deeper(&mount.path, pattern.trim_end_matches("/**")).to_owned(),
    }
}

fn missing(patterns: &[&str], fact: &str, mounted: String) -> HostPath {
    HostPath {
        link: Link::Closed(Evidence::new(fact, mounted, "Mounts")),
        path: patterns.first().copied().unwrap_or("/").to_owned(),
    }
}

/// Whether a mount brings in a pattern's path: `*` stands for one folder.
fn reaches(mount: &HostMount<'_>, pattern: &str) -> bool {
    let whole = pattern.strip_suffix("/**");
    let mut wanted = parts(whole.unwrap_or(pattern));
    let mut mounted = parts(&mount.path);
    loop {
        match (wanted.next(), mounted.next()) {
            // The path itself, or a folder above it.
            (_, None) => return true,
            (None, Some(_)) => return whole.is_some(),
            (Some(want), Some(have)) if want == "*" || want == have => {}
            _ => return false,
        }
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

/// The longer of two paths of which one holds the other.
fn deeper<'p>(one: &'p str, other: &'p str) -> &'p str {
    if one.len() > other.len() { one } else { other }
}

fn listed<'m>(mounts: impl Iterator<Item = &'m HostMount<'m>>) -> String {
    let paths: Vec<&str> = mounts.map(|each| each.path.as_str()).collect();
    if paths.is_empty() { "none".to_owned() } else { paths.join(", ") }
}

#[cfg(test)]
mod tests {
    use seaworthy_core::facts::Mount;

    use super::*;

    #[test]
    fn a_pattern_is_reached_by_itself_from_above_and_where_it_says_so_from_below() {
        let mount = Mount::default();
        let reached = |path: &str, pattern: &str| {
            reaches(&HostMount { path: path.into(), mount: &mount, route: "bind".into() }, pattern)
        };
        assert!(reached("/etc/cron.d", "/etc/cron.d") && reached("/", "/etc/cron.d"));
        assert!(!reached("/etc/cron.d/backup", "/etc/cron.d"));
        assert!(reached("/etc/cron.d/backup", "/etc/cron.d/**"));
        assert!(!reached("/etc/cron.daily", "/etc/cron.d/**"));
        assert!(reached("/home/ann", "/home/*/.ssh/**"));
        assert!(reached("/home/ann/.ssh/id", "/home/*/.ssh/**"));
        assert!(!reached("/home/ann/shop", "/home/*/.ssh/**"));
    }
}
