//! Switches of the kernel below `/proc` and `/sys`.

use seaworthy_core::facts::{MountPoint, PathRelation, is_below, relate};
use seaworthy_core::findings::Evidence;

use super::Inside;
use crate::escape::chain::Link;

/// The file systems in which the kernel shows its switches.
#[derive(Clone, Copy, Debug)]
struct Tree {
    at: &'static str,
    fs_type: &'static str,
}

const PROC: Tree = Tree { at: "/proc", fs_type: "proc" };
const SYS: Tree = Tree { at: "/sys", fs_type: "sysfs" };

impl Inside<'_> {
    /// Some mount lets it write a file of `/proc` or `/sys`: its own that was
    /// left writable, or one of the host's.
    pub(in crate::escape) fn writes(&self, file: &str) -> Link {
        let tree = if is_below(file, PROC.at) { PROC } else { SYS };
        match self.live().and_then(|live| live.mounts.value()) {
            Some(mounts) => self.writes_in_kernel(mounts, tree, file),
            None => Link::any([self.own_writable(tree, file), self.host_tree(file)], hidden(file)),
        }
    }

    fn writes_in_kernel(&self, mounts: &[MountPoint], tree: Tree, file: &str) -> Link {
        const SOURCE: &str = "/proc/PID/mountinfo";
        let own = covering(mounts, file).filter(|mount| mount.fs_type == tree.fs_type);
        if own.is_some_and(is_writable) {
            return Link::open(Evidence::new(file, "writable", SOURCE))
                .closed_by(self.hiding("systempaths=unconfined"));
        }
        let host = mounts.iter().find(|mount| {
            mount.fs_type == tree.fs_type
                && !is_below(&mount.path, tree.at)
                && is_writable(mount)
                && is_below(file, &format!("{}{}", tree.at, mount.root.trim_end_matches('/')))
        });
        if let Some(mount) = host {
            let text = format!("writable through {}", mount.path);
            return Link::open(Evidence::new(file, text, SOURCE))
                .closed_by(format!("Leave out the mount at {}", mount.path));
        }
        let text = if own.is_some() { "read-only" } else { "hidden" };
        Link::Closed(Evidence::new(file, text, SOURCE))
    }

    /// Its own `/proc` or `/sys`, as it was configured.
    fn own_writable(&self, tree: Tree, file: &str) -> Link {
        let open = |source: &str| {
            Link::open(Evidence::new(file, "writable", source))
                .closed_by(self.hiding("systempaths=unconfined"))
        };
        if self.is_privileged() {
            return open("HostConfig.Privileged");
        }
        if tree.at == SYS.at {
            return Link::Closed(Evidence::new(file, "read-only", "default"));
        }
        self.outside(file, true).map_or_else(
            |link| link,
            |source| match source {
                Some(source) => open(source),
                None => Link::Closed(Evidence::new(file, "read-only", "HostConfig.ReadonlyPaths")),
            },
        )
    }

    /// It sees a file of `/proc` that the engine hides.
    pub(in crate::escape) fn sees(&self, file: &str) -> Link {
        if let Some(mounts) = self.live().and_then(|live| live.mounts.value()) {
            let shown = covering(mounts, file).is_some_and(|mount| mount.fs_type == PROC.fs_type);
            let text = if shown { "not masked" } else { "masked" };
            return Link::when(shown, Evidence::new(file, text, "/proc/PID/mountinfo"))
                .closed_by(self.hiding("systempaths=unconfined"));
        }
        let open = |source: &str| {
            Link::open(Evidence::new(file, "not masked", source))
                .closed_by(self.hiding("systempaths=unconfined"))
        };
        if self.is_privileged() {
            return open("HostConfig.Privileged");
        }
        let own = match self.outside(file, false) {
            Err(link) => link,
            Ok(Some(source)) => open(source),
            Ok(None) => Link::Closed(Evidence::new(file, "masked", "HostConfig.MaskedPaths")),
        };
        Link::any([own, self.host_tree(file)], hidden(file))
    }

    /// Who says that a file is not among the read-only, or masked, paths.
    fn outside(&self, file: &str, read_only: bool) -> Result<Option<&'static str>, Link> {
        let options = self.settings.security.seen_or_default("security options")?;
        if options.system_paths_unconfined {
            return Ok(Some("HostConfig.SecurityOpt"));
        }
        let (paths, fact, source, default) = if read_only {
            let paths = &self.settings.readonly_paths;
            (paths, "read-only paths", "HostConfig.ReadonlyPaths", "/proc/sys")
        } else {
            (&self.settings.masked_paths, "masked paths", "HostConfig.MaskedPaths", "/proc/kcore")
        };
        let default = || vec![default.to_owned(), "/proc/sysrq-trigger".to_owned()];
        let paths = paths.seen_or(fact, default())?;
        let covered = paths.iter().any(|path| is_below(file, path));
        Ok((!covered).then_some(source))
    }

    /// The host's own file, mounted writable.
    fn host_tree(&self, file: &str) -> Link {
        let mounts = match self.container.host_mounts(self.context.engine, self.host()) {
            Ok(mounts) => mounts,
            Err(undecided) => return undecided.into(),
        };
        let holds =
            |path: &str| matches!(relate(path, file), PathRelation::Same | PathRelation::Above);
        match mounts.iter().find(|each| each.mount.writable && holds(&each.path)) {
            Some(found) => {
                let text = format!("writable through {}", found.mount.destination);
                Link::open(Evidence::new(file, text, "Mounts"))
                    .closed_by(format!("Leave out the mount of {}", found.path))
            }
            None => Link::Closed(hidden(file)),
        }
    }

    fn hiding(&self, option: &str) -> String {
        self.without(&format!("--security-opt {option}"))
    }
}

fn hidden(file: &str) -> Evidence {
    Evidence::new(file, "not mounted from the host", "Mounts")
}

/// The mount that a path lies on; of several at one place the last counts.
pub(super) fn covering<'m>(mounts: &'m [MountPoint], path: &str) -> Option<&'m MountPoint> {
    let above = mounts.iter().filter(|mount| is_below(path, &mount.path));
    above.max_by_key(|mount| mount.path.len())
}

pub(super) fn is_writable(mount: &MountPoint) -> bool {
    !mount.has("ro") && !mount.super_options.iter().any(|option| option == "ro")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mount(path: &str, fs_type: &str, option: &str) -> MountPoint {
        MountPoint {
            path: path.into(),
            fs_type: fs_type.into(),
            options: vec![option.into()],
            ..MountPoint::default()
        }
    }

    #[test]
    fn what_is_mounted_over_a_path_counts() {
        let mounts = [mount("/proc", "proc", "rw"), mount("/proc/sys", "proc", "ro")];
        assert!(!is_writable(covering(&mounts, "/proc/sys/kernel/modprobe").unwrap()));
        assert!(is_writable(covering(&mounts, "/proc/sysrq-trigger").unwrap()));
        let masked = [mount("/proc", "proc", "rw"), mount("/proc/kcore", "tmpfs", "rw")];
        assert_eq!(covering(&masked, "/proc/kcore").unwrap().fs_type, "tmpfs");
        let last = [mount("/proc", "proc", "ro"), mount("/proc", "proc", "rw")];
        assert!(is_writable(covering(&last, "/proc/sys").unwrap()));
    }
}
