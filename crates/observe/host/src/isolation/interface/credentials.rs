//! What the kernel lets a process write, from its ids, capabilities and user
//! namespace.
//!
//! A file that nobody has a write bit for takes nothing, whatever may be opened.
//! For the others three rules, as the kernel has them:
//! - Most files: the class of owner, group or others decides; `CAP_DAC_OVERRIDE`
//!   decides instead when the owner's and the group's ids are mapped in the
//!   process's user namespace. Host root's files are not, in a namespace of its
//!   own.
//! - Kernel parameters below `/proc/sys`: host root has the owner's bits, host
//!   root's group the group's, all others the others'; capabilities count nothing.
//! - Parameters of a namespace: of the network, `CAP_NET_ADMIN` over that
//!   namespace gives the owner's bits; of users, `CAP_SYS_RESOURCE`; of message
//!   queues and System V objects, being root of the namespace.

use seaworthy_core::facts::{IdMapRange, LiveFacts, Observed, Reason};

use super::tree::Node;
use crate::isolation::Subject;

const DAC_OVERRIDE: u32 = 1;
const DAC_READ_SEARCH: u32 = 2;
const NET_ADMIN: u32 = 12;
const SYS_RESOURCE: u32 = 24;
const SEARCH: u32 = 1;
const WRITE: u32 = 2;
/// Shown for an id that the reader's namespace does not map,
/// `/proc/sys/kernel/overflowuid`.
const OVERFLOW: u32 = 65_534;
/// Parameters of System V objects, which belong to the ipc namespace.
const IPC: [&str; 12] = [
    "auto_msgmni",
    "msg_next_id",
    "msgmax",
    "msgmnb",
    "msgmni",
    "sem",
    "sem_next_id",
    "shm_next_id",
    "shm_rmid_forced",
    "shmall",
    "shmmax",
    "shmmni",
];

/// Who asks.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) struct Credentials {
    uid: u32,
    gid: u32,
    groups: Vec<u32>,
    effective: u64,
    users: Vec<Range>,
    user_groups: Vec<Range>,
    /// Its user namespace is the machine's own.
    is_first: bool,
    /// Its ipc namespace is not the one that the files were read in.
    own_ipc: bool,
    is_global_root: bool,
}

/// Ids of files, as the observer sees them, that a user namespace maps.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct Range {
    first: u32,
    length: u32,
}

impl Credentials {
    /// From what was read; whatever is missing leaves the answer open.
    pub(super) fn of(subject: Subject, live: &LiveFacts, own_ipc: bool) -> Result<Self, Reason> {
        let users = read(&live.uid_map)?;
        let groups = read(&live.gid_map)?;
        let is_first = users.iter().any(IdMapRange::is_identity);
        let uid = *read(&live.uid)?;
        let ranges = |map: &[IdMapRange]| {
            let range = |range: &IdMapRange| Range {
                // A process sees the ids of its own namespace.
                first: if subject == Subject::Observer { range.inside } else { range.outside },
                length: range.length,
            };
            map.iter().map(range).collect::<Vec<_>>()
        };
        let outside = users.iter().find_map(|range| {
            let inside = subject == Subject::Observer;
            let first = if inside { range.inside } else { range.outside };
            let above = uid.checked_sub(first).filter(|above| *above < range.length)?;
            range.outside.checked_add(above)
        });
        Ok(Self {
            uid,
            gid: *read(&live.gid)?,
            groups: read(&live.groups)?.clone(),
            effective: read(&live.capabilities)?.effective,
            users: ranges(users),
            user_groups: ranges(groups),
            is_first,
            own_ipc,
            is_global_root: outside == Some(0) || (outside.is_none() && uid == 0 && is_first),
        })
    }

    /// Whether it may write the file; of `/proc`, the path decides the rule.
    pub(super) fn may_write(&self, node: &Node, is_proc: bool) -> bool {
        if node.mode & 0o222 == 0 {
            return false;
        }
        match node.path.strip_prefix("/sys/").filter(|_| is_proc) {
            Some(parameter) => self.class_of(parameter, node) & WRITE != 0,
            None => self.has(node, WRITE, false),
        }
    }

    /// Whether it may go into the folder.
    pub(super) fn may_enter(&self, node: &Node, is_proc: bool) -> bool {
        if is_proc && (node.path == "/sys" || node.path.starts_with("/sys/")) {
            // Every folder of parameters is open to all.
            return node.mode & SEARCH != 0;
        }
        self.has(node, SEARCH, true)
    }

    fn has(&self, node: &Node, wanted: u32, is_folder: bool) -> bool {
        let shift = if self.uid == node.uid {
            6
        } else if self.is_member(node.gid) {
            3
        } else {
            0
        };
        if node.mode >> shift & wanted != 0 {
            return true;
        }
        let overrides = self.can(DAC_OVERRIDE) || is_folder && self.can(DAC_READ_SEARCH);
        overrides && self.maps(&self.users, node.uid) && self.maps(&self.user_groups, node.gid)
    }

    /// Bits that a kernel parameter, below `/proc/sys`, gives.
    fn class_of(&self, parameter: &str, node: &Node) -> u32 {
        let mode = node.mode;
        let owner = mode >> 6 & 7;
        let (area, name) = parameter.split_once('/').unwrap_or((parameter, ""));
        let of_ipc = area == "kernel" && IPC.contains(&name) || parameter.starts_with("fs/mqueue/");
        // The kernel shows the root of the user namespace that a network belongs
        // to as the owner: a capability counts over one's own and those below.
        if area == "net" && self.can(NET_ADMIN) && self.maps(&self.users, node.uid) {
            return owner;
        }
        if area == "user" {
            return if self.can(SYS_RESOURCE) { owner } else { mode & 7 };
        }
        let own = self.own_ipc || self.users.first().is_some_and(|users| users.first == node.uid);
        if of_ipc && own && !self.is_first && self.is_namespace_root() {
            return owner;
        }
        if self.is_global_root {
            owner
        } else if self.is_first && self.is_member(0) {
            mode >> 3 & 7
        } else {
            mode & 7
        }
    }

    /// Root of its own user namespace.
    fn is_namespace_root(&self) -> bool {
        self.users.first().is_some_and(|range| range.first == self.uid)
    }

    fn is_member(&self, group: u32) -> bool {
        self.gid == group || self.groups.contains(&group)
    }

    fn can(&self, capability: u32) -> bool {
        self.effective >> capability & 1 != 0
    }

    fn maps(&self, ranges: &[Range], id: u32) -> bool {
        let shown_as_nobody = !self.is_first && id == OVERFLOW;
        let holds = |range: &Range| id.checked_sub(range.first).is_some_and(|at| at < range.length);
        !shown_as_nobody && ranges.iter().any(holds)
    }
}

fn read<T>(fact: &Observed<T>) -> Result<&T, Reason> {
    match fact {
        Observed::Known { value, .. } => Ok(value),
        Observed::Absent => Err(Reason::NotCollected),
        Observed::Unreadable(reason) => Err(*reason),
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_core::facts::CapabilitySets;

    use super::*;

    const ALL: u64 = (1 << 41) - 1;

    fn live(uid: u32, outside: u32, length: u32, effective: u64) -> LiveFacts {
        let map = vec![IdMapRange { inside: 0, outside, length }];
        LiveFacts {
            uid: Observed::known(uid, "t"),
            gid: Observed::known(uid, "t"),
            groups: Observed::known(Vec::new(), "t"),
            uid_map: Observed::known(map.clone(), "t"),
            gid_map: Observed::known(map, "t"),
            capabilities: Observed::known(
                CapabilitySets { effective, ..CapabilitySets::default() },
                "t",
            ),
            ..LiveFacts::default()
        }
    }

    fn of(live: &LiveFacts) -> Credentials {
        Credentials::of(Subject::Process(7), live, true).unwrap()
    }

    fn node(path: &str, mode: u32) -> Node {
        Node { path: path.to_owned(), mode, uid: 0, gid: 0, is_folder: false }
    }

    #[test]
    fn root_without_capabilities_still_writes_what_root_owns() {
        let root = of(&live(0, 0, u32::MAX, 0));
        assert!(root.may_write(&node("/sys/kernel/core_pattern", 0o644), true));
        assert!(root.may_write(&node("/sysrq-trigger", 0o200), true));
        let others = Node { uid: 7, gid: 7, ..node("/x", 0o644) };
        assert!(!root.may_write(&others, true));
        let strong = of(&live(0, 0, u32::MAX, 1 << DAC_OVERRIDE));
        assert!(strong.may_write(&others, true));
        assert!(!strong.may_write(&node("/cpuinfo", 0o444), true));
        assert!(!strong.may_write(&node("/sys/kernel/osrelease", 0o444), true));
    }

    #[test]
    fn a_user_with_capabilities_writes_files_but_no_parameters() {
        let user = of(&live(1000, 0, u32::MAX, 1 << DAC_OVERRIDE));
        assert!(user.may_write(&node("/power/state", 0o644), false));
        assert!(!user.may_write(&node("/sys/kernel/core_pattern", 0o644), true));
        let plain = of(&live(1000, 0, u32::MAX, 0));
        assert!(!plain.may_write(&node("/power/state", 0o644), false));
        assert!(plain.may_write(&node("/pressure/cpu", 0o666), true));
    }

    #[test]
    fn capabilities_of_a_user_namespace_end_at_its_ids() {
        let inside = of(&live(100_000, 100_000, 65_536, ALL));
        assert!(!inside.may_write(&node("/power/state", 0o644), false));
        assert!(!inside.may_write(&node("/sys/kernel/core_pattern", 0o644), true));
        let own = Node { uid: 100_000, gid: 100_000, ..node("/x", 0o420) };
        assert!(inside.may_write(&own, false));
        let half = Node { uid: 100_000, gid: 0, ..node("/x", 0o420) };
        assert!(!inside.may_write(&half, false));
        let own = Node { uid: 100_000, ..node("/sys/net/ipv4/ip_forward", 0o644) };
        assert!(inside.may_write(&own, true));
        assert!(inside.may_write(&node("/sys/kernel/shmmax", 0o644), true));
        assert!(inside.may_write(&node("/sys/user/max_user_namespaces", 0o644), true));
    }

    #[test]
    fn the_hosts_network_is_not_its_own() {
        let live = live(100_000, 100_000, 65_536, ALL);
        let inside = Credentials::of(Subject::Process(7), &live, false).unwrap();
        assert!(!inside.may_write(&node("/sys/net/ipv4/ip_forward", 0o644), true));
        assert!(!inside.may_write(&node("/sys/kernel/shmmax", 0o644), true));
    }

    #[test]
    fn from_inside_unmapped_owners_are_shown_as_nobody() {
        let live = live(0, 100_000, 65_536, ALL);
        let inside = Credentials::of(Subject::Observer, &live, false).unwrap();
        let hosts = Node { uid: OVERFLOW, gid: OVERFLOW, ..node("/power/state", 0o644) };
        assert!(!inside.may_write(&hosts, false));
        assert!(!inside.may_write(&node("/sys/kernel/core_pattern", 0o644), true));
        let mapped_to_root = self::live(0, 0, 1, 0);
        let rootlike = Credentials::of(Subject::Observer, &mapped_to_root, false).unwrap();
        assert!(rootlike.may_write(&node("/sys/kernel/core_pattern", 0o644), true));
    }

    #[test]
    fn a_closed_folder_hides_what_is_in_it() {
        let user = of(&live(1000, 0, u32::MAX, 0));
        assert!(!user.may_enter(&Node { is_folder: true, ..node("/kernel/debug", 0o700) }, false));
        let reader = of(&live(1000, 0, u32::MAX, 1 << DAC_READ_SEARCH));
        assert!(reader.may_enter(&Node { is_folder: true, ..node("/kernel/debug", 0o700) }, false));
    }

    #[test]
    fn missing_facts_leave_it_open() {
        let mut open = live(0, 0, u32::MAX, 0);
        open.uid_map = Observed::Unreadable(Reason::Permission);
        let found = Credentials::of(Subject::Process(7), &open, false);
        assert_eq!(found, Err(Reason::Permission));
    }
}
