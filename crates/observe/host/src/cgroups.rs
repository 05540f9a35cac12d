//! Limits of a process's cgroups, cgroups(7): the least of its own and of all
//! above it is what the kernel enforces.

mod controls;
mod devices;
mod io;

use std::collections::HashMap;

use seaworthy_core::facts::{CgroupLimits, MountPoint, Observed, Reason};

use crate::mounts;
use crate::processes::CgroupLine;
use crate::root::Root;

const SMALL: u64 = 4096;
/// `PAGE_COUNTER_MAX` of version 1 in bytes: no limit.
const UNLIMITED: u64 = 9_223_372_036_854_771_712;

#[cfg(test)]
pub(crate) use devices::parse as parse_devices;
#[cfg(test)]
pub(crate) use io::{parse_max, parse_throttle};

/// Reads limits; folders that containers share are read once.
#[derive(Debug)]
pub(crate) struct Cgroups<'a> {
    root: &'a Root,
    mounts: Vec<MountPoint>,
    cache: HashMap<String, Observed<f64>>,
}

impl<'a> Cgroups<'a> {
    /// With the cgroup hierarchies as mounted now.
    pub(crate) fn of(root: &'a Root) -> Self {
        let mut mounts = mounts::mounts(root).value().cloned().unwrap_or_default();
        mounts.retain(|mount| mount.fs_type.starts_with("cgroup"));
        Self { root, mounts, cache: HashMap::new() }
    }

    /// Limits of a process by its cgroups.
    pub(crate) fn limits(&mut self, cgroups: &Observed<Vec<CgroupLine>>) -> CgroupLimits {
        let (lines, source) = match cgroups {
            Observed::Known { value, source } => (value, source),
            Observed::Absent => return CgroupLimits::default(),
            Observed::Unreadable(reason) => {
                return CgroupLimits {
                    memory: Observed::Unreadable(*reason),
                    pids: Observed::Unreadable(*reason),
                    cpus: Observed::Unreadable(*reason),
                    path: Observed::Unreadable(*reason),
                };
            }
        };
        let path = |controller: &str| Some(&line_of(lines, controller)?.path);
        CgroupLimits {
            memory: self.least(lines, "memory", ["memory.limit_in_bytes", "memory.max"]).map(whole),
            pids: self.least(lines, "pids", ["pids.max", "pids.max"]).map(whole),
            cpus: self.least(lines, "cpu", ["cpu.cfs_quota_us", "cpu.max"]),
            path: path("memory")
                .map_or(Observed::Absent, |path| Observed::known(path.clone(), source.clone())),
        }
    }

    /// The least over the folder and all above it; `files` are those of
    /// version 1 and of version 2.
    fn least(&mut self, lines: &[CgroupLine], controller: &str, files: [&str; 2]) -> Observed<f64> {
        let Some(place) = self.place(lines, controller) else { return Observed::default() };
        let [first, second] = files;
        let file = if place.is_second { second } else { first };
        let mut least = Observed::Absent;
        for folder in place.upwards() {
            let here = self.limit(folder, file);
            match (&here, &least) {
                (Observed::Unreadable(_), _) => return here,
                (Observed::Known { value, .. }, Observed::Known { value: least, .. })
                    if value >= least => {}
                (Observed::Known { .. }, _) => least = here,
                (Observed::Absent, _) => {}
            }
        }
        least
    }

    /// Where the cgroup is that has a controller.
    fn place(&self, lines: &[CgroupLine], controller: &str) -> Option<Place> {
        let line = line_of(lines, controller)?;
        let (folder, top) = self.folder(line, controller)?;
        Some(Place { folder, top, is_second: line.controllers.is_empty() })
    }

    /// The folder of a cgroup and the mount point above it.
    fn folder(&self, line: &CgroupLine, controller: &str) -> Option<(String, usize)> {
        let holds = |mount: &&MountPoint| {
            if line.controllers.is_empty() {
                mount.fs_type == "cgroup2"
            } else {
                mount.fs_type == "cgroup" && mount.super_options.iter().any(|o| o == controller)
            }
        };
        let mount = self.mounts.iter().find(holds)?;
        let below = match mount.root.as_str() {
            "/" => line.path.as_str(),
            root => line.path.strip_prefix(root)?,
        };
        let folder = format!("{}{}", mount.path, below.trim_end_matches('/'));
        Some((folder, mount.path.len()))
    }

    fn limit(&mut self, folder: &str, file: &str) -> Observed<f64> {
        let path = format!("{folder}/{file}");
        if let Some(known) = self.cache.get(&path) {
            return known.clone();
        }
        let limit = match self.root.text(&path, SMALL) {
            Observed::Known { value, source } => {
                let read = match file {
                    "cpu.max" => parse_quota(&value),
                    "cpu.cfs_quota_us" => {
                        let period = self.root.text(&format!("{folder}/cpu.cfs_period_us"), SMALL);
                        let period = period.value().map_or("", String::as_str);
                        parse_quota(&format!("{value} {period}"))
                    }
                    _ => parse_amount(&value),
                };
                match read {
                    Limit::None => Observed::Absent,
                    Limit::Some(value) => Observed::Known { value, source },
                    Limit::Malformed => Observed::Unreadable(Reason::Malformed),
                }
            }
            // The first cgroup of a hierarchy has no limit files.
            Observed::Absent => Observed::Absent,
            Observed::Unreadable(reason) => Observed::Unreadable(reason),
        };
        self.cache.insert(path, limit.clone());
        limit
    }
}

/// A cgroup in the file system.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Place {
    folder: String,
    /// Length of the mount point of its hierarchy.
    top: usize,
    /// The hierarchy is of version 2.
    is_second: bool,
}

impl Place {
    /// The folder, then all above it up to the mount point.
    fn upwards(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.folder.as_str()), |folder| {
            if folder.len() <= self.top {
                return None;
            }
            folder.rsplit_once('/').map(|(parent, _)| parent).filter(|parent| !parent.is_empty())
        })
    }
}

/// The line of the hierarchy that has a controller.
fn line_of<'a>(lines: &'a [CgroupLine], controller: &str) -> Option<&'a CgroupLine> {
    let named = lines.iter().find(|line| line.controllers.iter().any(|name| name == controller));
    named.or_else(|| lines.iter().find(|line| line.controllers.is_empty()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "limits are parsed from whole numbers, and a cast of floats saturates"
)]
fn whole(limit: f64) -> u64 {
    limit as u64
}

/// What a limit file says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Limit {
    None,
    Some(f64),
    Malformed,
}

/// `max` or a number.
pub(crate) fn parse_amount(text: &str) -> Limit {
    match text.trim() {
        "max" => Limit::None,
        number => match number.parse::<u64>() {
            Ok(number) if number >= UNLIMITED => Limit::None,
            Ok(number) => Limit::Some(float(number)),
            Err(_) => Limit::Malformed,
        },
    }
}

/// `QUOTA PERIOD` in microseconds; a quota of `max` or -1 is no limit.
pub(crate) fn parse_quota(text: &str) -> Limit {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok());
    match (words.first(), number(0), number(1)) {
        (Some(&"max" | &"-1"), ..) => Limit::None,
        (_, Some(quota), Some(period)) if period > 0 => Limit::Some(float(quota) / float(period)),
        _ => Limit::Malformed,
    }
}

#[expect(clippy::cast_precision_loss, reason = "beyond 2^53 a byte more or less does not matter")]
fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::processes::parse_cgroup;

    #[test]
    fn what_counts_as_no_limit() {
        for text in ["max\n", "9223372036854771712\n"] {
            assert_eq!(parse_amount(text), Limit::None);
        }
        assert_eq!(parse_amount("1048576\n"), Limit::Some(1_048_576.0));
        assert_eq!(parse_quota("-1\n 100000\n"), Limit::None);
        assert_eq!(parse_quota("max 100000"), Limit::None);
        assert_eq!(parse_quota("150000 100000"), Limit::Some(1.5));
        for text in ["", "x", "1 0", "1"] {
            assert_eq!(parse_quota(text), Limit::Malformed, "{text}");
        }
    }

    #[test]
    fn the_least_of_all_above_holds() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("proc/1/mountinfo", "1 0 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        write("sys/fs/cgroup/a/memory.max", "1000\n");
        write("sys/fs/cgroup/a/b/memory.max", "2000\n");
        write("sys/fs/cgroup/a/b/pids.max", "max\n");
        write("sys/fs/cgroup/a/b/cpu.max", "50000 100000\n");
        let root = Root::open(folder.path()).unwrap();
        let mut cgroups = Cgroups::of(&root);
        let read = cgroups.limits(&Observed::known(parse_cgroup("0::/a/b\n"), "cgroup"));
        assert_eq!(read.memory.value(), Some(&1000));
        assert_eq!(read.pids, Observed::Absent);
        assert_eq!(read.cpus.value(), Some(&0.5));
        assert_eq!(read.path.value().unwrap(), "/a/b");
    }
}
