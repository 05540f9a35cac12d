//! `/proc/PID` of a container's main process, and what else runs in it.

use seaworthy_core::facts::{ContainerFacts, LiveFacts, Observed, Problem, ProcessFacts, Reason};

use super::{Observer, layer_logs, oci};
use crate::isolation::Subject;
use crate::options::FilterDump;
use crate::processes::{Process, SMALL, container_id, parse_cgroup, parse_status};

impl Observer<'_> {
    /// The kernel's view, once the process is proven.
    pub(super) fn live(
        &mut self,
        container: &ContainerFacts,
        inside: &[&Process],
        problems: &mut Vec<Problem>,
    ) -> Observed<Box<LiveFacts>> {
        let Some(pid) = self.main_process(container, inside) else {
            return Observed::Unreadable(Reason::NotStarted);
        };
        let mut read = self.reader.live(Subject::Process(pid));
        let Some(live) = read.value_mut() else { return read };
        // The table is older than these facts: the id may be another's since.
        if !self.is_in(pid, &container.id) {
            return Observed::Unreadable(Reason::NotStarted);
        }
        if self.filter_dump == FilterDump::Ptrace {
            self.reader.dump_filters(live, problems);
        }
        let instructions = oci::read(self.root, &self.bundles, &container.id);
        (live.oci, live.seccomp.profile) = oci::Instructions::split(instructions, &mut self.texts);
        live.processes = Observed::known(self.processes(inside), "/proc");
        live.layer_logs = layer_logs::read(self.root, &live.mounts);
        read
    }

    fn is_in(&self, pid: u32, id: &str) -> bool {
        let cgroup = self.root.text(&format!("/proc/{pid}/cgroup"), SMALL);
        let named = cgroup.value().and_then(|text| container_id(&parse_cgroup(text)));
        named.as_deref() == Some(id)
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
