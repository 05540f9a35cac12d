//! `/proc/PID` of a container's main process, and what else runs in it.

use seaworthy_core::facts::{
    ContainerFacts, IdMapRange, LiveFacts, Observed, ProcessFacts, Reason, SeccompFacts, Source,
};

use super::{Observer, layer_logs, oci};
use crate::daemon::namespaces;
use crate::mounts;
use crate::processes::{Process, SMALL, parse_cgroup, parse_status};

impl Observer<'_> {
    /// The kernel's view, once the process is proven.
    pub(super) fn live(
        &mut self,
        container: &ContainerFacts,
        inside: &[&Process],
    ) -> Observed<Box<LiveFacts>> {
        let Some(pid) = self.main_process(container, inside) else {
            return Observed::Unreadable(Reason::NotStarted);
        };
        let folder = format!("/proc/{pid}");
        let cgroup = self.root.text(&format!("{folder}/cgroup"), SMALL);
        let instructions = oci::read(self.root, &self.bundles, &container.id);
        let (oci, profile) = oci::Instructions::split(instructions, &mut self.texts);
        let mut live = LiveFacts {
            pid,
            namespaces: namespaces(self.root, pid),
            uid_map: self.id_map(&format!("{folder}/uid_map")),
            gid_map: self.id_map(&format!("{folder}/gid_map")),
            lsm_label: self.label(&folder),
            mounts: self
                .root
                .text(&format!("{folder}/mountinfo"), mounts::LIMIT)
                .map(|text| mounts::parse(&text)),
            limits: self.limits.read(cgroup.map(|text| parse_cgroup(&text))),
            oci,
            seccomp: SeccompFacts { profile, ..SeccompFacts::default() },
            processes: Observed::known(self.processes(inside), "/proc"),
            ..LiveFacts::default()
        };
        live.layer_logs = layer_logs::read(self.root, &live.mounts);
        self.fill_status(&mut live, &format!("{folder}/status"));
        Observed::known(Box::new(live), folder)
    }

    fn id_map(&self, path: &str) -> Observed<Vec<IdMapRange>> {
        self.root.text(path, SMALL).map(|text| parse_id_map(&text))
    }

    fn fill_status(&self, live: &mut LiveFacts, path: &str) {
        match self.root.text(path, SMALL).map(|text| parse_status(&text)) {
            Observed::Known { value, source } => {
                live.uid = field(value.uid.map(|(_, effective)| effective), &source);
                live.gid = field(value.gid.map(|(_, effective)| effective), &source);
                live.capabilities = field(value.capabilities, &source);
                live.seccomp_mode = field(value.seccomp, &source);
                live.no_new_privileges = field(value.no_new_privileges, &source);
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => {
                live.uid = Observed::Unreadable(reason);
                live.gid = Observed::Unreadable(reason);
                live.capabilities = Observed::Unreadable(reason);
                live.seccomp_mode = Observed::Unreadable(reason);
                live.no_new_privileges = Observed::Unreadable(reason);
            }
        }
    }

    /// Label of AppArmor, else of whatever module answers; a kernel without
    /// one refuses the reading, which means that there is no label.
    fn label(&self, folder: &str) -> Observed<String> {
        for file in ["attr/apparmor/current", "attr/current"] {
            let label = self.root.text(&format!("{folder}/{file}"), SMALL);
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

    fn processes(&self, inside: &[&Process]) -> Vec<ProcessFacts> {
        let facts = |process: &&Process| {
            let status = self.root.text(&format!("/proc/{}/status", process.pid), SMALL);
            let (uid, _) = parse_status(status.value()?).uid?;
            Some(ProcessFacts {
                pid: process.pid,
                exe: process.exe.clone().unwrap_or_default(),
                uid,
            })
        };
        inside.iter().filter_map(facts).collect()
    }
}

/// A line that this kernel does not have was not collected.
fn field<T>(value: Option<T>, source: &Source) -> Observed<T> {
    value.map_or_else(Observed::default, |value| Observed::known(value, source.clone()))
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
