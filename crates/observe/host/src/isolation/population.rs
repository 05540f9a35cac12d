//! How many processes a process can see: those of its process namespace and of
//! all below it, unless its `/proc` hides other users' processes.

use std::collections::HashMap;

use seaworthy_core::facts::{LiveFacts, MountPoint, Observed, Reason};

use crate::daemon::parse_namespace;
use crate::processes::{SMALL, parse_status};
use crate::root::Root;

/// Namespaces nest 32 deep, processes deeper.
const MOST_ANCESTORS: usize = 256;
/// `CAP_SYS_PTRACE`, which sees through a hiding `/proc`.
const SYS_PTRACE: u64 = 1 << 19;

/// Every process that `/proc` lists, for the observer itself.
pub(super) fn listed(root: &Root) -> Observed<u32> {
    let is_process = |name: &&String| name.bytes().all(|byte| byte.is_ascii_digit());
    root.names("/proc").map(|names| count(names.iter().filter(is_process).count()))
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// All processes with their namespaces.
#[derive(Clone, Debug, Default)]
pub(super) struct Population(HashMap<u32, Member>);

#[derive(Clone, Copy, Debug)]
struct Member {
    parent: u32,
    uid: u32,
    /// In how many process namespaces it has an id.
    depth: usize,
    /// `None` when it may not be read.
    namespace: Option<u64>,
}

impl Population {
    pub(super) fn read(root: &Root) -> Observed<Self> {
        root.names("/proc").map(|names| {
            let pids = names.iter().filter_map(|name| name.parse().ok());
            Self(pids.filter_map(|pid| Some((pid, Member::read(root, pid)?))).collect())
        })
    }

    pub(super) fn visible_to(&self, live: &LiveFacts) -> Observed<u32> {
        let namespace = match live.namespaces.get("pid") {
            Some(Observed::Known { value, .. }) => *value,
            Some(Observed::Unreadable(reason)) => return Observed::Unreadable(*reason),
            Some(Observed::Absent) | None => return Observed::default(),
        };
        let mounts = match &live.mounts {
            Observed::Known { value, .. } => value,
            Observed::Unreadable(reason) => return Observed::Unreadable(*reason),
            Observed::Absent => return Observed::default(),
        };
        let Some(proc) = mounts.iter().rfind(|mount| mount.path == "/proc") else {
            return Observed::known(0, "/proc/PID/mountinfo");
        };
        let Some(depth) = self.0.get(&live.pid).map(|member| member.depth) else {
            return Observed::Unreadable(Reason::NotStarted);
        };
        // Who has no id as deep as this namespace is cannot be in it.
        let unsure = |member: &Member| member.namespace.is_none() && member.depth >= depth;
        if depth > 1 && self.0.values().any(unsure) {
            return Observed::Unreadable(Reason::Permission);
        }
        let sees_all = live.capabilities.value().is_some_and(|c| c.effective & SYS_PTRACE != 0);
        let only = live.uid.value().filter(|_| hides(proc) && !sees_all);
        let visible = self
            .0
            .iter()
            .filter(|(_, member)| only.is_none_or(|uid| member.uid == *uid))
            .filter(|(pid, _)| depth == 1 || self.is_below(**pid, namespace));
        Observed::known(count(visible.count()), "/proc/PID/ns/pid")
    }

    /// Whether it or one of its ancestors is in the namespace. Namespaces nest
    /// as the processes that made them do.
    fn is_below(&self, pid: u32, namespace: u64) -> bool {
        let mut at = Some(pid);
        for _ in 0..MOST_ANCESTORS {
            let Some(member) = at.and_then(|pid| self.0.get(&pid)) else { return false };
            if member.namespace == Some(namespace) {
                return true;
            }
            at = Some(member.parent);
        }
        false
    }
}

impl Member {
    fn read(root: &Root, pid: u32) -> Option<Self> {
        let status = root.text(&format!("/proc/{pid}/status"), SMALL);
        let status = parse_status(status.value()?);
        let namespace = match root.target(&format!("/proc/{pid}/ns/pid")) {
            Observed::Known { value, .. } => Some(parse_namespace(&value)?),
            Observed::Unreadable(Reason::Permission) => None,
            // It ended meanwhile.
            Observed::Absent | Observed::Unreadable(_) => return None,
        };
        let depth = status.pids.len();
        Some(Self { parent: status.parent?, uid: status.uid?.1, depth, namespace })
    }
}

/// `hidepid=` of proc(5), as a number and as a word.
fn hides(mount: &MountPoint) -> bool {
    let hiding = ["hidepid=2", "hidepid=4", "hidepid=invisible", "hidepid=ptraceable"];
    mount.super_options.iter().any(|option| hiding.contains(&option.as_str()))
}

#[cfg(test)]
mod tests {
    use seaworthy_core::facts::CapabilitySets;

    use super::*;

    fn population() -> Population {
        let member = |parent, uid, namespace| {
            let depth = usize::try_from(namespace / 10).unwrap();
            Member { parent, uid, depth, namespace: Some(namespace) }
        };
        Population(HashMap::from([
            (1, member(0, 0, 10)),
            (2, member(1, 0, 10)),
            (3, member(2, 0, 20)),
            (4, member(3, 7, 20)),
            (5, member(4, 7, 30)),
            (6, member(1, 0, 20)),
            (7, member(7, 0, 40)),
            (99, Member { parent: 1, uid: 0, depth: 2, namespace: Some(99) }),
        ]))
    }

    fn live(namespace: u64, options: &[&str], capabilities: u64) -> LiveFacts {
        let mount = MountPoint {
            path: "/proc".to_owned(),
            super_options: options.iter().map(|option| (*option).to_owned()).collect(),
            ..MountPoint::default()
        };
        LiveFacts {
            pid: [(10, 1), (20, 3), (30, 5)]
                .into_iter()
                .find(|one| one.0 == namespace)
                .map_or(50, |one| one.1),
            namespaces: [("pid".to_owned(), Observed::known(namespace, "t"))].into(),
            mounts: Observed::known(vec![mount], "t"),
            uid: Observed::known(7, "t"),
            capabilities: Observed::known(
                CapabilitySets { effective: capabilities, ..Default::default() },
                "t",
            ),
            ..LiveFacts::default()
        }
    }

    #[test]
    fn its_own_namespace_and_those_below() {
        let all = population();
        assert_eq!(all.visible_to(&live(10, &[], 0)).value(), Some(&8));
        assert_eq!(all.visible_to(&live(20, &[], 0)).value(), Some(&4));
        assert_eq!(all.visible_to(&live(30, &[], 0)).value(), Some(&1));
        assert_eq!(all.visible_to(&live(98, &[], 0)), Observed::Unreadable(Reason::NotStarted));
    }

    #[test]
    fn a_hiding_proc_shows_other_users_to_who_may_trace() {
        let all = population();
        assert_eq!(all.visible_to(&live(20, &["rw", "hidepid=invisible"], 0)).value(), Some(&2));
        assert_eq!(all.visible_to(&live(20, &["hidepid=2"], SYS_PTRACE)).value(), Some(&4));
        let mut none = live(20, &[], 0);
        none.mounts = Observed::known(Vec::new(), "t");
        assert_eq!(all.visible_to(&none).value(), Some(&0));
    }

    #[test]
    fn a_namespace_that_may_not_be_read_leaves_the_number_open() {
        let mut all = population();
        all.0.insert(8, Member { parent: 1, uid: 0, depth: 1, namespace: None });
        assert_eq!(all.visible_to(&live(20, &[], 0)).value(), Some(&4));
        all.0.insert(8, Member { parent: 1, uid: 0, depth: 2, namespace: None });
        assert_eq!(all.visible_to(&live(20, &[], 0)), Observed::Unreadable(Reason::Permission));
        assert_eq!(all.visible_to(&live(10, &[], 0)).value(), Some(&9));
    }
}
