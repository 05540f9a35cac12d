//! File systems of the kernel that are mounted for it, and mounting more.

use seaworthy_core::findings::{Evidence, Undecided};

use super::files::is_writable;
use super::{Act, Inside};
use crate::escape::chain::Link;

impl Inside<'_> {
    /// It may mount file systems where that counts for the host.
    pub(in crate::escape) fn mounts(&self) -> Link {
        Link::all([self.capability("SYS_ADMIN"), self.call("mount"), self.mandatory(Act::Mount)])
    }

    /// A file system of one of these types is mounted writable: as the kernel
    /// shows, else one of these paths of the host.
    pub(in crate::escape) fn writable_tree(
        &self,
        types: &[&str],
        paths: &[&str],
    ) -> Result<Link, Undecided> {
        let Some(mounts) = self.live().and_then(|live| live.mounts.value()) else {
            return Ok(self.host_written(paths)?.link);
        };
        const SOURCE: &str = "/proc/PID/mountinfo";
        let found = mounts
            .iter()
            .find(|mount| types.contains(&mount.fs_type.as_str()) && is_writable(mount));
        Ok(match found {
            Some(mount) => {
                let text = format!("{} at {}", mount.fs_type, mount.path);
                Link::open(Evidence::new("writable mount", text, SOURCE)).closed_by(format!(
                    "Leave out the mount at {}, or make it read-only",
                    mount.path
                ))
            }
            None => {
                let text = format!("none of {}", types.join(", "));
                Link::Closed(Evidence::new("writable mounts", text, SOURCE))
            }
        })
    }

    /// The top of a cgroup hierarchy of version 1 is mounted writable; below the
    /// top there is no release agent.
    pub(in crate::escape) fn writable_hierarchy(&self) -> Link {
        const FACT: &str = "writable cgroup hierarchy";
        if let Some(mounts) = self.live().and_then(|live| live.mounts.value()) {
            let top = mounts
                .iter()
                .find(|mount| mount.fs_type == "cgroup" && mount.root == "/" && is_writable(mount));
            let text = top.map_or("none", |mount| mount.path.as_str());
            return Link::when(top.is_some(), Evidence::new(FACT, text, "/proc/PID/mountinfo"));
        }
        match self.host_mounts() {
            Err(undecided) => undecided.into(),
            Ok(mounts) => {
                let top = mounts.iter().find(|each| {
                    each.mount.writable
                        && ["/", "/sys", "/sys/fs", "/sys/fs/cgroup"].contains(&each.path.as_str())
                });
                let text = top.map_or("none", |each| each.path.as_str());
                Link::when(top.is_some(), Evidence::new(FACT, text, "Mounts"))
            }
        }
    }
}
