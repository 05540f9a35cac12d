//! What cgroups say beyond RAM, CPU time and processes.

use seaworthy_core::facts::{CgroupControls, Observed, Reason};

use super::io::{self, IoLimits, THROTTLES};
use super::{Cgroups, Place, SMALL, devices, whole};
use crate::processes::CgroupLine;

/// Lists of devices.
const LIST: u64 = 1 << 20;
/// `cpu.shares` and `cpu.weight` that every cgroup starts with.
const DEFAULT_SHARES: u64 = 1024;
const DEFAULT_WEIGHT: u64 = 100;
const MOST_WEIGHT: u64 = 10_000;

impl Cgroups<'_> {
    /// Controls of a process by its cgroups; `cpus` is what `/proc/PID/status`
    /// calls `Cpus_allowed_list`, for kernels whose cgroups do not tell.
    pub(crate) fn controls(
        &mut self,
        cgroups: &Observed<Vec<CgroupLine>>,
        cpus: Observed<String>,
    ) -> CgroupControls {
        let lines = match cgroups {
            Observed::Known { value, .. } => value,
            Observed::Absent => return CgroupControls::default(),
            Observed::Unreadable(reason) => return unreadable(*reason),
        };
        let mut controls = CgroupControls {
            swap: self.swap(lines),
            cpu_weight: self.cpu_weight(lines),
            cpuset: self.cpuset(lines, cpus),
            io: self.io(lines),
            devices: self.devices(lines),
            ..CgroupControls::default()
        };
        if let Some(place) = self.place(lines, "memory") {
            let version = if place.is_second { 2 } else { 1 };
            controls.version = Observed::known(version, "/proc/PID/cgroup");
        }
        for line in lines {
            let names: &[String] =
                if line.controllers.is_empty() { &[String::new()] } else { &line.controllers };
            let paths = names.iter().map(|name| (name.clone(), line.path.clone()));
            controls.paths.extend(paths);
        }
        controls
    }

    /// Version 1 limits RAM and swap together.
    fn swap(&mut self, lines: &[CgroupLine]) -> Observed<u64> {
        let both = "memory.memsw.limit_in_bytes";
        let swap = self.least(lines, "memory", [both, "memory.swap.max"]).map(whole);
        if self.place(lines, "memory").is_none_or(|place| place.is_second) {
            return swap;
        }
        let memory = self.least(lines, "memory", ["memory.limit_in_bytes", "memory.max"]);
        match memory.map(whole) {
            Observed::Known { value: memory, .. } => swap.map(|both| both.saturating_sub(memory)),
            // No limit of RAM within a limit of both: all of it may be swap.
            Observed::Absent => swap,
            Observed::Unreadable(reason) => Observed::Unreadable(reason),
        }
    }

    /// The weight of its own cgroup: it competes with its neighbours only.
    /// Shares are scaled so that the two defaults meet, which keeps ratios.
    fn cpu_weight(&mut self, lines: &[CgroupLine]) -> Observed<u64> {
        let Some(place) = self.place(lines, "cpu") else { return Observed::default() };
        let number = |text: &str| text.trim().parse::<u64>().ok();
        if place.is_second {
            return self.root.parsed(&format!("{}/cpu.weight", place.folder), SMALL, number);
        }
        let scaled = |shares: u64| {
            (shares.saturating_mul(DEFAULT_WEIGHT) / DEFAULT_SHARES).clamp(1, MOST_WEIGHT)
        };
        self.root.parsed(&format!("{}/cpu.shares", place.folder), SMALL, number).map(scaled)
    }

    fn cpuset(&self, lines: &[CgroupLine], cpus: Observed<String>) -> Observed<String> {
        if let Some(place) = self.place(lines, "cpuset") {
            let file =
                if place.is_second { "cpuset.cpus.effective" } else { "cpuset.effective_cpus" };
            let path = format!("{}/{file}", place.folder);
            let set = self.root.text(&path, SMALL).map(|text| text.trim().to_owned());
            if set.value().is_some_and(|set| !set.is_empty()) {
                return set;
            }
        }
        cpus
    }

    /// A machine may have both versions; the controller is in one of them.
    fn io(&self, lines: &[CgroupLine]) -> Observed<Vec<String>> {
        if let Some(first) = self.place(lines, "blkio").filter(|place| !place.is_second) {
            return self.throttles(&first);
        }
        let Some(second) = self.place(lines, "io").filter(|place| place.is_second) else {
            return Observed::default();
        };
        let mut limits = IoLimits::default();
        for folder in second.upwards() {
            match self.root.parsed(&format!("{folder}/io.max"), LIST, io::parse_max) {
                Observed::Known { value, .. } => limits.tighten(&value),
                Observed::Absent => {}
                Observed::Unreadable(reason) => return Observed::Unreadable(reason),
            }
        }
        some(limits, "io.max")
    }

    fn throttles(&self, place: &Place) -> Observed<Vec<String>> {
        let mut limits = IoLimits::default();
        for folder in place.upwards() {
            for (file, key) in THROTTLES {
                let parse = |text: &str| io::parse_throttle(text, key);
                match self.root.parsed(&format!("{folder}/{file}"), LIST, parse) {
                    Observed::Known { value, .. } => limits.tighten(&value),
                    Observed::Absent => {}
                    Observed::Unreadable(reason) => return Observed::Unreadable(reason),
                }
            }
        }
        some(limits, "blkio.throttle")
    }

    fn devices(&self, lines: &[CgroupLine]) -> Observed<Vec<String>> {
        match self.place(lines, "devices").filter(|place| !place.is_second) {
            Some(place) => {
                let path = format!("{}/devices.list", place.folder);
                self.root.parsed(&path, LIST, devices::parse)
            }
            None => Observed::default(),
        }
    }
}

/// No line is no limit.
fn some(limits: IoLimits, source: &'static str) -> Observed<Vec<String>> {
    let lines = limits.lines();
    if lines.is_empty() { Observed::Absent } else { Observed::known(lines, source) }
}

fn unreadable(reason: Reason) -> CgroupControls {
    CgroupControls {
        version: Observed::Unreadable(reason),
        swap: Observed::Unreadable(reason),
        cpu_weight: Observed::Unreadable(reason),
        cpuset: Observed::Unreadable(reason),
        io: Observed::Unreadable(reason),
        devices: Observed::Unreadable(reason),
        paths: Default::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::processes::parse_cgroup;
    use crate::root::Root;

    /// The controls of a process in a tree of files.
    fn controls(mounts: &str, files: &[(&str, &str)], cgroup: &str) -> CgroupControls {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("proc/1/mountinfo", mounts);
        for (path, text) in files {
            write(&format!("sys/fs/cgroup/{path}"), text);
        }
        let root = Root::open(folder.path()).unwrap();
        let lines = Observed::known(parse_cgroup(cgroup), "cgroup");
        Cgroups::of(&root).controls(&lines, Observed::known("0-7".to_owned(), "status"))
    }

    const FIRST: &str = "1 0 0:1 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n\
        2 0 0:2 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n\
        3 0 0:3 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio\n\
        4 0 0:4 / /sys/fs/cgroup/devices rw - cgroup cgroup rw,devices\n\
        5 0 0:5 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
    const FIRST_LINES: &str = "4:memory:/a/b\n3:cpu:/a/b\n2:blkio:/a/b\n1:devices:/a/b\n0::/\n";
    const SECOND: &str = "1 0 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

    #[test]
    fn the_first_version_limits_ram_and_swap_together() {
        let none = "9223372036854771712";
        let found = controls(
            FIRST,
            &[
                ("memory/a/b/memory.limit_in_bytes", "100"),
                ("memory/a/b/memory.memsw.limit_in_bytes", none),
                ("memory/a/memory.memsw.limit_in_bytes", "150"),
                ("cpu/a/b/cpu.shares", "512"),
                ("blkio/a/b/blkio.throttle.read_bps_device", "8:0 200\n"),
                ("blkio/a/blkio.throttle.read_bps_device", "8:0 100\n"),
                ("blkio/a/blkio.throttle.write_iops_device", "8:0 9\n"),
                ("devices/a/b/devices.list", "c 1:3 rwm\n"),
                ("devices/a/devices.list", "a *:* rwm\n"),
            ],
            FIRST_LINES,
        );
        assert_eq!(found.version.value(), Some(&1));
        assert_eq!(found.swap.value(), Some(&50));
        assert_eq!(found.cpu_weight.value(), Some(&50));
        assert_eq!(found.io.value().unwrap(), &["8:0 rbps=100 wiops=9"]);
        assert_eq!(found.devices.value().unwrap(), &["allow c 1:3 rwm"]);
        assert_eq!(found.cpuset.value().unwrap(), "0-7");
        assert_eq!(found.paths["blkio"], "/a/b");
    }

    #[test]
    fn the_second_version() {
        let found = controls(
            SECOND,
            &[
                ("a/b/memory.swap.max", "max"),
                ("a/memory.swap.max", "0"),
                ("a/b/cpu.weight", "79"),
                ("a/b/cpuset.cpus.effective", "2-3\n"),
                ("a/b/io.max", "8:0 rbps=max wbps=5 riops=max wiops=max\n"),
                ("a/io.max", ""),
            ],
            "0::/a/b\n",
        );
        assert_eq!(found.version.value(), Some(&2));
        assert_eq!(found.swap.value(), Some(&0));
        assert_eq!(found.cpu_weight.value(), Some(&79));
        assert_eq!(found.io.value().unwrap(), &["8:0 wbps=5"]);
        assert_eq!(found.devices, Observed::default());
        assert_eq!(found.cpuset.value().unwrap(), "2-3");
    }

    #[test]
    fn no_limit_is_absent_and_a_damaged_one_is_malformed() {
        let found = controls(SECOND, &[("a/io.max", ""), ("a/memory.swap.max", "max")], "0::/a\n");
        assert_eq!((found.swap, found.io), (Observed::Absent, Observed::Absent));
        let found = controls(SECOND, &[("a/io.max", "x\n"), ("a/memory.swap.max", "x")], "0::/a\n");
        assert_eq!(found.swap, Observed::Unreadable(Reason::Malformed));
        assert_eq!(found.io, Observed::Unreadable(Reason::Malformed));
    }
}
