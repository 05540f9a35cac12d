//! Which mount a process meets at a path: mounts cover one another, and only
//! the uppermost counts.

use std::collections::HashMap;

use seaworthy_core::facts::{MountPoint, Reason, is_below};

use crate::mounts;

/// Comparing each mount with each other is bounded by this; a container that
/// mounts more does so to keep an observer busy.
const MOST_MOUNTS: usize = 4096;

/// All mounts of a process with what is mounted on what.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    mounts: Vec<MountPoint>,
    /// Positions of what is mounted on each, in the order of mounting.
    children: Vec<Vec<usize>>,
    tops: Vec<usize>,
}

impl Layout {
    /// Reads `mountinfo`.
    pub(super) fn parse(text: &str) -> Result<Self, Reason> {
        let mut ids = HashMap::new();
        let mut parents = Vec::new();
        let mut layout = Self::default();
        for (id, parent, mount) in mounts::parse_with_ids(text).take(MOST_MOUNTS + 1) {
            ids.insert(id, layout.mounts.len());
            parents.push((id, parent));
            layout.mounts.push(mount);
        }
        if layout.mounts.len() > MOST_MOUNTS {
            return Err(Reason::Limit);
        }
        layout.children = vec![Vec::new(); layout.mounts.len()];
        for (position, (id, parent)) in parents.into_iter().enumerate() {
            let above = ids.get(&parent).filter(|_| parent != id);
            match above.and_then(|above| layout.children.get_mut(*above)) {
                Some(children) => children.push(position),
                None => layout.tops.push(position),
            }
        }
        Ok(layout)
    }

    /// The mount whose file system a path ends in: from the root on, the first
    /// mount on the way leads into the next.
    pub(super) fn at(&self, path: &str) -> Option<usize> {
        let mut here = None;
        let mut candidates = &self.tops;
        // Each step goes one mount deeper.
        for _ in 0..=self.mounts.len() {
            let next = candidates
                .iter()
                .filter_map(|position| Some((*position, self.mounts.get(*position)?)))
                .filter(|(_, mount)| is_below(path, &mount.path))
                .rev()
                .min_by_key(|(_, mount)| mount.path.len());
            let Some((position, _)) = next else { break };
            here = Some(position);
            candidates = self.children.get(position)?;
        }
        here
    }

    /// Mounts that a process can enter, with the paths at which others begin.
    pub(super) fn visible(
        &self,
        wanted: impl Fn(&MountPoint) -> bool,
    ) -> impl Iterator<Item = (&MountPoint, Vec<&str>)> {
        let mounts = self.mounts.iter().enumerate();
        mounts
            .filter(move |(_, mount)| wanted(mount))
            .filter(|(position, mount)| self.at(&mount.path) == Some(*position))
            .map(|(position, mount)| (mount, self.covered(position)))
    }

    fn covered(&self, position: usize) -> Vec<&str> {
        let children = self.children.get(position).into_iter().flatten();
        children.filter_map(|child| self.mounts.get(*child)).map(|m| m.path.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shaped as runc leaves it, the root listed after what is mounted on it.
    const TEXT: &str = "22 27 0:21 / /proc rw - proc proc rw\n\
        27 1 254:0 / / rw - overlay overlay rw\n\
        30 22 0:21 /sys /proc/sys ro - proc proc rw\n\
        31 22 0:5 /null /proc/kcore rw - tmpfs tmpfs rw\n\
        32 30 0:40 / /proc/sys/fs/binfmt_misc rw - binfmt_misc none rw\n\
        40 27 0:50 / /a/b rw - sysfs sysfs rw\n\
        41 27 0:51 / /a rw - tmpfs tmpfs rw\n\
        42 27 0:52 / /s rw - sysfs one rw\n\
        43 42 0:53 / /s ro - sysfs two rw\n";

    #[test]
    fn the_uppermost_mount_is_met() {
        let layout = Layout::parse(TEXT).unwrap();
        let source = |path: &str| {
            let mount = layout.at(path).and_then(|position| layout.mounts.get(position));
            mount.map(|mount| mount.path.clone())
        };
        assert_eq!(source("/proc/sys/kernel/x").unwrap(), "/proc/sys");
        assert_eq!(source("/proc/kcore").unwrap(), "/proc/kcore");
        assert_eq!(source("/proc/sysrq-trigger").unwrap(), "/proc");
        assert_eq!(source("/procx").unwrap(), "/");
        assert_eq!(source("/a/b/c").unwrap(), "/a");
    }

    #[test]
    fn covered_mounts_are_not_visible() {
        let layout = Layout::parse(TEXT).unwrap();
        let kinds: Vec<(&str, Vec<&str>)> = layout
            .visible(|mount| ["proc", "sysfs"].contains(&mount.fs_type.as_str()))
            .map(|(mount, covered)| (mount.source.as_str(), covered))
            .collect();
        assert_eq!(
            kinds,
            [
                ("proc", vec!["/proc/sys", "/proc/kcore"]),
                ("proc", vec!["/proc/sys/fs/binfmt_misc"]),
                ("two", vec![]),
            ]
        );
    }

    #[test]
    fn a_cycle_and_a_flood_end() {
        let cycle = "1 2 0:1 / /a rw - proc p rw\n2 1 0:1 / /a rw - proc p rw\n";
        assert_eq!(Layout::parse(cycle).unwrap().at("/a"), None);
        let flood: String =
            (0..5000).map(|n| format!("{n} 1 0:1 / /{n} rw - proc p rw\n")).collect();
        assert!(matches!(Layout::parse(&flood), Err(Reason::Limit)));
    }
}
