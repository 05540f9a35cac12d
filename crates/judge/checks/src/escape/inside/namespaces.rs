//! Namespaces that it shares with the host.

use seaworthy_core::facts::SharedNamespace;
use seaworthy_core::findings::Evidence;

use super::Inside;
use crate::escape::chain::Link;
use crate::exposure::host_namespace::host_namespace;

impl Inside<'_> {
    /// It sees the host's processes.
    pub(in crate::escape) fn host_pids(&self) -> Link {
        self.shared(SharedNamespace::Pid, "PID namespace", "--pid=host")
    }

    /// It lives in the host's network.
    pub(in crate::escape) fn host_network(&self) -> Link {
        self.shared(SharedNamespace::Network, "network namespace", "--network=host")
    }

    /// It shares the host's System V and POSIX memory.
    pub(in crate::escape) fn host_ipc(&self) -> Link {
        self.shared(SharedNamespace::Ipc, "IPC namespace", "--ipc=host")
    }

    /// The host's own `/proc` is mounted, in which every process of it has a
    /// folder.
    pub(in crate::escape) fn host_proc(&self) -> Link {
        const FACT: &str = "the host's /proc";
        let mounts = match self.host_mounts() {
            Ok(mounts) => mounts,
            Err(undecided) => return undecided.into(),
        };
        let found = mounts.iter().find(|each| matches!(each.path.as_str(), "/" | "/proc"));
        match found {
            Some(each) => {
                let text = format!("{} at {}", each.path, each.mount.destination);
                Link::open(Evidence::new(FACT, text, "Mounts"))
                    .closed_by(format!("Leave out the mount of {}", each.path))
            }
            None => Link::Closed(Evidence::new(FACT, "not mounted", "Mounts")),
        }
    }

    fn shared(&self, which: SharedNamespace, fact: &str, option: &str) -> Link {
        match host_namespace(self.container, self.context, which) {
            Err(undecided) => undecided.into(),
            Ok(seen) if seen.shared => {
                let change = if seen.through.is_empty() {
                    format!("Remove {option}")
                } else {
                    format!("Remove {option} from the container that it joins")
                };
                let text = format!("the host's{}", seen.through);
                Link::open(Evidence::new(fact, text, seen.evidence.source)).closed_by(change)
            }
            Ok(seen) => Link::Closed(seen.evidence),
        }
    }
}
