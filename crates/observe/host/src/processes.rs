//! The process table, read once: what runs, told by executable and cgroup and
//! never by name or command line, which anybody can choose.

mod cgroup_path;
mod stat;
mod status;

use std::collections::BTreeMap;

use seaworthy_core::facts::{Observed, Reason};

pub(crate) use cgroup_path::{CgroupLine, container_id, parse as parse_cgroup};
pub(crate) use stat::parse as parse_stat;
pub(crate) use status::{Status, parse as parse_status};

use crate::root::Root;

/// One of the small files of `/proc/PID`.
pub(crate) const SMALL: u64 = 1 << 20;

/// A process with an executable; kernel threads have none.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Process {
    /// Process id.
    pub(crate) pid: u32,
    /// Executable, when it may be read.
    pub(crate) exe: Option<String>,
    /// Id of the container whose cgroup it is in.
    pub(crate) container: Option<String>,
}

impl Process {
    /// Name of the executable's file, also when that was replaced since.
    pub(crate) fn program(&self) -> &str {
        self.exe.as_deref().map_or("", program)
    }
}

/// `/usr/bin/dockerd (deleted)` is `dockerd`.
pub(crate) fn program(exe: &str) -> &str {
    exe.strip_suffix(" (deleted)").unwrap_or(exe).rsplit('/').next().unwrap_or_default()
}

/// All processes.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProcessTable {
    processes: BTreeMap<u32, Process>,
    /// Executables that may not be read.
    pub(crate) denied: usize,
}

impl ProcessTable {
    /// Scans `/proc`.
    pub(crate) fn read(root: &Root) -> Observed<Self> {
        root.names("/proc").map(|names| {
            let mut table = Self::default();
            for pid in names.iter().filter_map(|name| name.parse().ok()) {
                if let Some(process) = table.look_at(root, pid) {
                    table.processes.insert(pid, process);
                }
            }
            table
        })
    }

    fn look_at(&mut self, root: &Root, pid: u32) -> Option<Process> {
        let exe = match root.target(&format!("/proc/{pid}/exe")) {
            Observed::Known { value, .. } => Some(value),
            Observed::Unreadable(Reason::Permission) => {
                self.denied += 1;
                None
            }
            Observed::Absent | Observed::Unreadable(_) => return None,
        };
        let cgroup = root.text(&format!("/proc/{pid}/cgroup"), SMALL);
        let container = cgroup.value().and_then(|text| container_id(&parse_cgroup(text)));
        Some(Process { pid, exe, container })
    }

    /// All of them, by process id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Process> {
        self.processes.values()
    }

    /// One of them.
    pub(crate) fn process(&self, pid: u32) -> Option<&Process> {
        self.processes.get(&pid)
    }

    /// Those whose executable's file has this name.
    pub(crate) fn running<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Process> {
        self.iter().filter(move |process| process.program() == name)
    }
}

/// Parent of a process.
pub(crate) fn parent(root: &Root, pid: u32) -> Option<u32> {
    parent_of(root, &format!("/proc/{pid}"))
}

/// Parent of the process in a folder of `/proc`.
pub(crate) fn parent_of(root: &Root, folder: &str) -> Option<u32> {
    let stat = root.text(&format!("{folder}/stat"), SMALL);
    stat.value().and_then(|text| parse_stat(text)).map(|stat| stat.parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_updated_executable_keeps_its_name() {
        assert_eq!(program("/usr/bin/dockerd (deleted)"), "dockerd");
        assert_eq!(program("/usr/bin/editor"), "editor");
    }
}
