//! The kernel's view of running containers.
//!
//! A process counts as a container's only when its cgroup names the container;
//! the engine's word for the process id alone is not enough, since ids are
//! reused and an engine may live in another process namespace.

mod layer_logs;
mod live;
mod oci;

use std::collections::BTreeMap;

use seaworthy_core::facts::{ContainerFacts, DaemonProcess, Observed, Problem, Reason};

#[cfg(test)]
pub(crate) use oci::parse as parse_oci;

use crate::isolation::Reader;
use crate::options::{FilterDump, HostOptions};
use crate::processes::{Process, ProcessTable, SMALL, parse_status};
use crate::root::{Root, RootError};

/// Fills [`ContainerFacts::live`] of the containers that run.
///
/// `daemons` are the engine's processes as [`crate::observe`] found them; their
/// configuration says where runtimes leave their instructions. A container
/// whose process cannot be proven is unreadable and named in `problems`.
///
/// # Errors
/// When the root itself cannot be opened.
pub fn observe_containers(
    options: &HostOptions,
    daemons: &[DaemonProcess],
    containers: &mut [ContainerFacts],
    problems: &mut Vec<Problem>,
) -> Result<(), RootError> {
    if !containers.iter().any(ContainerFacts::is_running) {
        return Ok(());
    }
    let root = Root::open(&options.root)?;
    let table = ProcessTable::read(&root);
    let Some(table) = table.value() else { return Ok(()) };
    let mut by_container: BTreeMap<&str, Vec<&Process>> = BTreeMap::new();
    for process in table.iter() {
        if let Some(id) = process.container.as_deref() {
            by_container.entry(id).or_default().push(process);
        }
    }
    let mut observer = Observer {
        root: &root,
        filter_dump: options.filter_dump,
        reader: Reader::new(&root, options.depth).beside(daemons),
        bundles: oci::bundle_folders(&root, daemons),
        texts: oci::Texts::default(),
    };
    for container in containers.iter_mut().filter(|container| container.is_running()) {
        let inside = by_container.get(container.id.as_str()).map_or(&[][..], Vec::as_slice);
        container.live = observer.live(container, inside, problems);
        if let Observed::Unreadable(reason) = container.live {
            problems.push(problem(container, reason));
        }
    }
    Ok(())
}

fn problem(container: &ContainerFacts, reason: Reason) -> Problem {
    let source = format!("container {}", container.name);
    match reason {
        Reason::NotStarted => Problem::new(source, "no process has a cgroup that names it")
            .hint("it ended meanwhile, or the engine keeps no cgroups or runs on another machine"),
        reason => Problem::new(source, reason.to_string()),
    }
}

/// What is shared between containers.
#[derive(Debug)]
struct Observer<'a> {
    root: &'a Root,
    reader: Reader<'a>,
    filter_dump: FilterDump,
    bundles: Vec<oci::BundleFolder>,
    texts: oci::Texts,
}

impl Observer<'_> {
    /// The main process: the engine's word when the cgroup confirms it, else
    /// the one that is the first of its own process namespace.
    fn main_process(&self, container: &ContainerFacts, inside: &[&Process]) -> Option<u32> {
        let told = container.state.pid.value().copied();
        let confirmed = inside.iter().find(|process| Some(process.pid) == told);
        let first = || inside.iter().find(|process| self.is_first(process.pid));
        confirmed.or_else(first).map(|process| process.pid)
    }

    fn is_first(&self, pid: u32) -> bool {
        let status = self.root.text(&format!("/proc/{pid}/status"), SMALL);
        status.value().is_some_and(|text| parse_status(text).innermost_pid() == Some(1))
    }
}
