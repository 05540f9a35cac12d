//! Engine daemons: found by pid file, socket peer or executable, believed only
//! when the executable is one. A process that merely has `dockerd` in its
//! command line is none.

mod clock;
mod configuration;

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::facts::{DaemonProcess, Listener, Observed, Problem, Reason, SystemdUnit};
use seaworthy_core::secrets::masked_arguments;

use crate::accounts::Account;
use crate::processes::{Process, ProcessTable, SMALL, parent, parse_stat, parse_status, program};
use crate::root::Root;
use crate::sockets::{self, TcpTables};
use crate::systemd::Unit;

const PROGRAM: &str = "dockerd";
/// Namespaces by kind.
pub(crate) const NAMESPACES: &[&str] =
    &["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"];
const PID_FILES: &[&str] = &["/run/docker.pid", "/var/run/docker.pid"];

/// What finding and reading daemons needs to know of the machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    /// The machine.
    pub(crate) root: &'a Root,
    /// What runs.
    pub(crate) table: &'a ProcessTable,
    /// What listens.
    pub(crate) tables: &'a TcpTables<'a>,
    /// Users.
    pub(crate) accounts: &'a [Account],
    /// Systemd units.
    pub(crate) units: &'a [Unit],
    /// Systemd is the first process.
    pub(crate) systemd_runs: bool,
}

impl Surroundings<'_> {
    /// All engine daemons that run.
    pub(crate) fn daemons(
        &self,
        peers: &[u32],
        problems: &mut Vec<Problem>,
    ) -> Observed<Vec<DaemonProcess>> {
        let mut pids: BTreeSet<u32> = self.table.running(PROGRAM).map(|each| each.pid).collect();
        pids.extend(peers.iter().filter(|pid| self.is_podman(**pid)));
        for (path, pid) in self.pid_files() {
            let exe = self.table.process(pid).map_or("", Process::program);
            if exe != PROGRAM {
                let message = format!("names process {pid}, which is not {PROGRAM}");
                problems.push(Problem::new(path, message));
            }
        }
        if pids.is_empty() && self.table.denied > 0 {
            problems.push(
                Problem::new(
                    "/proc",
                    format!("executables that may not be read: {}", self.table.denied),
                )
                .hint("run as root to see the engine's process"),
            );
            return Observed::Unreadable(Reason::Permission);
        }
        let daemons = pids.into_iter().filter_map(|pid| self.table.process(pid));
        Observed::known(daemons.map(|process| self.daemon(process, problems)).collect(), "/proc")
    }

    fn is_podman(&self, pid: u32) -> bool {
        self.table.process(pid).is_some_and(|process| process.program() == "podman")
    }

    fn pid_files(&self) -> Vec<(String, u32)> {
        let users = self.root.names("/run/user");
        let of_users = users.value().into_iter().flatten();
        let paths = PID_FILES.iter().map(|path| (*path).to_owned());
        let paths = paths.chain(of_users.map(|user| format!("/run/user/{user}/docker.pid")));
        let mut found: Vec<(String, u32)> = paths
            .filter_map(|path| {
                let pid = self.root.text(&path, SMALL).value()?.trim().parse().ok()?;
                Some((path, pid))
            })
            .collect();
        // `/var/run` is a link to `/run` nearly everywhere.
        found.dedup_by(|a, b| a.1 == b.1);
        found
    }

    fn daemon(&self, process: &Process, problems: &mut Vec<Problem>) -> DaemonProcess {
        let pid = process.pid;
        let arguments = words(self.root, pid, "cmdline");
        let environment = words(self.root, pid, "environ");
        let status = self.root.text(&format!("/proc/{pid}/status"), SMALL);
        let uid = status.value().and_then(|text| parse_status(text).uid).map_or(0, |(_, id)| id);
        let started = self.started(pid);
        let mut daemon = DaemonProcess {
            pid,
            exe: process.exe.clone().unwrap_or_default(),
            uid,
            started: started.clone().map(clock::seconds),
            arguments: arguments
                .clone()
                .map(|words| masked_arguments(words.iter().map(String::as_str))),
            environment: environment.clone().map(|words| {
                words
                    .iter()
                    .map(|word| word.split('=').next().unwrap_or_default().to_owned())
                    .collect()
            }),
            namespaces: namespaces(self.root, &format!("/proc/{pid}")),
            listeners: self.listeners(pid),
            userland_proxies: self.userland_proxies(pid),
            container: process.container.clone(),
            ..DaemonProcess::default()
        };
        if program(&daemon.exe) == PROGRAM {
            let process = configuration::RawProcess {
                arguments: &arguments,
                environment: &environment,
                started,
                own_unit: self.unit_of(pid),
            };
            self.configure(&mut daemon, &process, problems);
        }
        daemon
    }

    fn started(&self, pid: u32) -> Observed<i128> {
        let path = format!("/proc/{pid}/stat");
        let Some(boot) = clock::boot(self.root) else { return Observed::default() };
        let stat = self.root.parsed(&path, SMALL, parse_stat);
        stat.map(|stat| boot + clock::ticks(stat.start))
    }

    /// The root that a daemon sees; the machine's own unless it is in a container.
    fn root_of(&self, pid: u32) -> Option<Root> {
        self.root.of_process(pid).ok().filter(|root| !root.is_same(self.root))
    }

    fn listeners(&self, pid: u32) -> Observed<Vec<Listener>> {
        let mut listeners = sockets::listeners(self.root, pid, self.tables);
        let other = self.root_of(pid);
        let root = other.as_ref().unwrap_or(self.root);
        for listener in listeners.value_mut().into_iter().flatten() {
            if listener.address.starts_with('/') && listener.family == "unix" {
                listener.stat = root.stat(&listener.address);
            } else if listener.family == "unix" {
                listener.stat = Observed::Absent;
            }
        }
        listeners
    }

    fn userland_proxies(&self, pid: u32) -> Observed<u32> {
        let proxies = self.table.running("docker-proxy");
        let own = proxies.filter(|proxy| parent(self.root, proxy.pid) == Some(pid));
        Observed::known(u32::try_from(own.count()).unwrap_or(u32::MAX), "/proc")
    }

    /// The unit whose cgroup the process is in, when systemd runs.
    fn unit_of(&self, pid: u32) -> Option<&Unit> {
        if !self.systemd_runs {
            return None;
        }
        let cgroup = self.root.text(&format!("/proc/{pid}/cgroup"), SMALL);
        let lines = crate::processes::parse_cgroup(cgroup.value()?);
        let in_unit = |unit: &&Unit| {
            lines.iter().any(|line| line.path.split('/').any(|part| part == unit.name()))
        };
        self.units.iter().find(in_unit)
    }
}

/// Inode of each namespace of the process in a folder of `/proc`.
pub(crate) fn namespaces(root: &Root, folder: &str) -> BTreeMap<String, Observed<u64>> {
    let inode = |kind: &str| {
        let path = format!("{folder}/ns/{kind}");
        match root.target(&path) {
            Observed::Known { value, source } => match parse_namespace(&value) {
                Some(inode) => Observed::Known { value: inode, source },
                None => Observed::Unreadable(Reason::Malformed),
            },
            Observed::Absent => Observed::Absent,
            Observed::Unreadable(reason) => Observed::Unreadable(reason),
        }
    };
    NAMESPACES.iter().map(|kind| ((*kind).to_owned(), inode(kind))).collect()
}

/// `net:[4026531840]`.
pub(crate) fn parse_namespace(link: &str) -> Option<u64> {
    link.split_once(":[")?.1.strip_suffix(']')?.parse().ok()
}

/// NUL-separated words of a file of `/proc/PID`.
fn words(root: &Root, pid: u32, file: &str) -> Observed<Vec<String>> {
    root.text(&format!("/proc/{pid}/{file}"), SMALL).map(|text| {
        let text = text.strip_suffix('\0').unwrap_or(&text);
        if text.is_empty() { Vec::new() } else { text.split('\0').map(str::to_owned).collect() }
    })
}

/// The units as facts.
pub(crate) fn unit_facts(units: &[Unit]) -> Vec<SystemdUnit> {
    units.iter().map(Unit::facts).collect()
}
