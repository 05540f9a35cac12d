//! What one process sees and reaches: read by the same code for a container's
//! main process and for the observer itself, so that they compare.
//!
//! Everything is read from outside, by files of `/proc`. Two facts need more: a
//! host name is asked by a thread that enters the process's namespace and ends
//! there, and seccomp filters in full are asked by ptrace, only on request.

mod boundary;
mod filters;
mod guard;
mod hostname;
mod interface;
mod kernel_log;
pub(crate) mod network;
mod population;
mod ptrace;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use seaworthy_core::facts::{
    DaemonProcess, IdMapRange, LiveFacts, NamespaceView, Observed, Problem, Reason, SeccompFacts,
};

use crate::cgroups::Cgroups;
use crate::daemon::namespaces;
use crate::mounts;
use crate::options::Depth;
use crate::processes::{SMALL, Status, parse_cgroup, parse_stat, parse_status};
use crate::root::Root;
use interface::{Interface, Others};
#[cfg(test)]
pub(crate) use kernel_log::excerpt as kernel_log_excerpt;
use network::Network;
use population::Population;

/// The process to read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Subject {
    /// Another one, by its id in the `/proc` that is read.
    Process(u32),
    /// The observer.
    Observer,
}

impl Subject {
    /// Its folder in `/proc`.
    pub(crate) fn folder(self) -> String {
        match self {
            Self::Process(pid) => format!("/proc/{pid}"),
            Self::Observer => "/proc/self".to_owned(),
        }
    }

    fn pid(self) -> u32 {
        match self {
            Self::Process(pid) => pid,
            Self::Observer => std::process::id(),
        }
    }
}

/// Reads processes; what they share is read once.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    root: &'a Root,
    depth: Depth,
    cgroups: Cgroups<'a>,
    /// Network namespaces of the machine itself and of engines.
    host_networks: BTreeSet<u64>,
    networks: HashMap<u64, Network>,
    hostnames: HashMap<u64, Observed<String>>,
    population: Option<Observed<Population>>,
    interface: Interface<'a>,
    own_namespaces: BTreeMap<String, Observed<u64>>,
}

impl<'a> Reader<'a> {
    /// Reads nothing yet but where cgroups are.
    pub(crate) fn new(root: &'a Root, depth: Depth) -> Self {
        let network = |process: &str| {
            let link = root.target(&format!("/proc/{process}/ns/net"));
            link.value().and_then(|link| crate::daemon::parse_namespace(link))
        };
        Self {
            root,
            depth,
            cgroups: Cgroups::of(root),
            host_networks: ["1", "self"].into_iter().filter_map(network).collect(),
            networks: HashMap::new(),
            hostnames: HashMap::new(),
            population: None,
            interface: Interface::new(root),
            own_namespaces: namespaces(root, "/proc/self"),
        }
    }

    /// Also knows the networks that engines live in.
    pub(crate) fn beside(mut self, daemons: &[DaemonProcess]) -> Self {
        let network = |daemon: &DaemonProcess| daemon.namespaces.get("net")?.value().copied();
        self.host_networks.extend(daemons.iter().filter_map(network));
        self
    }

    /// Asks the kernel for the filters of a process, which stops it for a moment.
    pub(crate) fn dump_filters(&self, live: &mut LiveFacts, problems: &mut Vec<Problem>) {
        live.seccomp.programs = match live.seccomp_mode.value() {
            Some(0) => Observed::known(Vec::new(), "/proc/PID/status"),
            _ if !self.root.is_live() => Observed::default(),
            _ => filters::dump(live.pid, problems),
        };
    }

    /// Everything about a process. Facts of two processes never mix: when it
    /// ended while it was read, and its id may be another's, it is not started.
    pub(crate) fn live(&mut self, subject: Subject) -> Observed<Box<LiveFacts>> {
        let folder = subject.folder();
        let begun = match self.start(&folder) {
            Observed::Known { value, .. } => value,
            Observed::Absent => return Observed::Unreadable(Reason::NotStarted),
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        };
        let live = self.read(subject, &folder);
        if self.start(&folder).value() == Some(&begun) {
            Observed::known(Box::new(live), folder)
        } else {
            Observed::Unreadable(Reason::NotStarted)
        }
    }

    /// Start in clock ticks, which tells a process from the next with its id.
    fn start(&self, folder: &str) -> Observed<u64> {
        self.root.parsed(&format!("{folder}/stat"), SMALL, parse_stat).map(|stat| stat.start)
    }

    fn read(&mut self, subject: Subject, folder: &str) -> LiveFacts {
        let root = self.root;
        let cgroup = root.text(&format!("{folder}/cgroup"), SMALL).map(|text| parse_cgroup(&text));
        let status = root.text(&format!("{folder}/status"), SMALL).map(|text| parse_status(&text));
        let mountinfo = root.text(&format!("{folder}/mountinfo"), mounts::PROCESS_LIMIT);
        let cpus = field(&status, |status| status.cpus.clone());
        let mut live = LiveFacts {
            pid: subject.pid(),
            namespaces: namespaces(root, folder),
            uid_map: id_map(root, &format!("{folder}/uid_map")),
            gid_map: id_map(root, &format!("{folder}/gid_map")),
            lsm_label: label(root, folder),
            mounts: mountinfo.clone().map(|text| mounts::parse(&text)),
            limits: self.cgroups.limits(&cgroup),
            controls: self.cgroups.controls(&cgroup, cpus),
            boundary: boundary::read(root, folder),
            uid: field(&status, |status| status.uid.map(|(_, effective)| effective)),
            gid: field(&status, |status| status.gid.map(|(_, effective)| effective)),
            groups: field(&status, |status| status.groups.clone()),
            capabilities: field(&status, |status| status.capabilities),
            seccomp_mode: field(&status, |status| status.seccomp),
            seccomp: SeccompFacts {
                filters: field(&status, |status| status.filters),
                ..SeccompFacts::default()
            },
            no_new_privileges: field(&status, |status| status.no_new_privileges),
            ..LiveFacts::default()
        };
        if subject == Subject::Observer {
            let release = rustix::system::uname().release().to_string_lossy().into_owned();
            live.boundary.kernel_release = Observed::known(release, "uname(2)");
            live.boundary.kernel_log = kernel_log::first_lines(&live.seccomp_mode);
        }
        live.view = self.view(subject, folder, &live);
        if self.depth == Depth::Isolation {
            let others = self.others(&live);
            live.interface = self.interface.read(subject, &live, &mountinfo, others);
        }
        live
    }

    /// Namespaces that differ from the observer's, whose `/proc` and `/sys` are
    /// looked at for all.
    fn others(&self, live: &LiveFacts) -> Others {
        let other = |kind: &str| {
            let theirs = live.namespaces.get(kind).and_then(|inode| inode.value().copied());
            let own = self.own_namespaces.get(kind).and_then(|inode| inode.value().copied());
            theirs.filter(|theirs| Some(*theirs) != own)
        };
        Others { ipc: other("ipc").is_some(), network: other("net") }
    }

    fn view(&mut self, subject: Subject, folder: &str, live: &LiveFacts) -> NamespaceView {
        let inode = |kind: &str| live.namespaces.get(kind).and_then(|inode| inode.value().copied());
        let net = inode("net");
        if self.depth == Depth::Audit {
            // Abstract sockets of the machine are a way out of any container
            // that shares its network; the others need not wait for theirs.
            let shared = net.filter(|net| self.host_networks.contains(net));
            return NamespaceView {
                abstract_sockets: match shared {
                    Some(net) => self.network(net, folder).abstract_sockets,
                    None => Observed::default(),
                },
                ..NamespaceView::default()
            };
        }
        let network = match net {
            Some(net) => self.network(net, folder),
            None => network::read(self.root, folder),
        };
        NamespaceView {
            hostname: self.hostname(subject, folder, inode("uts")),
            interfaces: network.interfaces,
            routes: network.routes,
            listeners: network.listeners,
            abstract_sockets: network.abstract_sockets,
            processes: self.visible_processes(subject, live),
        }
    }

    fn network(&mut self, inode: u64, folder: &str) -> Network {
        let read = || match self.depth {
            Depth::Isolation => network::read(self.root, folder),
            Depth::Audit => Network {
                abstract_sockets: network::abstract_sockets(self.root, folder),
                ..Network::default()
            },
        };
        self.networks.entry(inode).or_insert_with(read).clone()
    }

    fn hostname(&mut self, subject: Subject, folder: &str, uts: Option<u64>) -> Observed<String> {
        let read = || hostname::read(self.root, subject, folder);
        match uts {
            Some(inode) => self.hostnames.entry(inode).or_insert_with(read).clone(),
            None => read(),
        }
    }

    fn visible_processes(&mut self, subject: Subject, live: &LiveFacts) -> Observed<u32> {
        if subject == Subject::Observer {
            return population::listed(self.root);
        }
        let population = self.population.get_or_insert_with(|| Population::read(self.root));
        match population {
            Observed::Known { value, .. } => value.visible_to(live),
            Observed::Absent => Observed::Absent,
            Observed::Unreadable(reason) => Observed::Unreadable(*reason),
        }
    }
}

fn id_map(root: &Root, path: &str) -> Observed<Vec<IdMapRange>> {
    root.text(path, SMALL).map(|text| parse_id_map(&text))
}

/// Label of AppArmor, else of whatever module answers; a kernel without one
/// refuses the reading, which means that there is no label.
fn label(root: &Root, folder: &str) -> Observed<String> {
    for file in ["attr/apparmor/current", "attr/current"] {
        let label = root.text(&format!("{folder}/{file}"), SMALL);
        match label {
            Observed::Known { value, source } => {
                let value = value.trim_end_matches(['\0', '\n']).to_owned();
                return Observed::Known { value, source };
            }
            Observed::Unreadable(Reason::Permission) => {
                return Observed::Unreadable(Reason::Permission);
            }
            Observed::Absent | Observed::Unreadable(_) => {}
        }
    }
    Observed::Absent
}

/// A line of `/proc/PID/status`; one that this kernel does not have was not
/// collected.
fn field<T>(status: &Observed<Status>, choose: impl FnOnce(&Status) -> Option<T>) -> Observed<T> {
    match status {
        Observed::Known { value, source } => choose(value)
            .map_or_else(Observed::default, |value| Observed::known(value, source.clone())),
        Observed::Absent => Observed::default(),
        Observed::Unreadable(reason) => Observed::Unreadable(*reason),
    }
}

/// `uid_map`, user_namespaces(7).
pub(crate) fn parse_id_map(text: &str) -> Vec<IdMapRange> {
    let range = |line: &str| {
        let mut numbers = line.split_whitespace().map(|word| word.parse().ok());
        Some(IdMapRange {
            inside: numbers.next()??,
            outside: numbers.next()??,
            length: numbers.next()??,
        })
    };
    text.lines().filter_map(range).collect()
}

/// Namespace inodes of the first process, by kind.
pub(crate) fn init_namespaces(root: &Root) -> BTreeMap<String, Observed<u64>> {
    namespaces(root, "/proc/1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_of_the_first_namespace_is_the_identity() {
        let map = parse_id_map("         0          0 4294967295\n");
        assert!(map[0].is_identity());
        let map = parse_id_map("0 100000 65536\nbroken\n1 2\n");
        assert_eq!(map, [IdMapRange { inside: 0, outside: 100_000, length: 65_536 }]);
    }
}
