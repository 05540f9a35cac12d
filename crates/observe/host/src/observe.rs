//! One observation of the machine, part by part.

use std::path::Path;

use seaworthy_core::facts::{DaemonProcess, HostFacts, Listener, Observed, Problem, Reason};

use crate::accounts::{self, Account};
use crate::ahead::{Ahead, describe_system, observe_own_process};
use crate::cgroups::Cgroups;
use crate::daemon::{Surroundings, unit_facts};
use crate::files::FileMap;
use crate::operating_system::Units;
use crate::options::{Depth, HostOptions, Probe};
use crate::processes::{ProcessTable, SMALL, parse_cgroup};
use crate::root::{Root, RootError};
use crate::sockets::TcpTables;
use crate::systemd::{self, Unit};
use crate::{
    audit, certificates, clients, hardening, isolation, kernel, operating_system, probe, proxies,
    registries, sudoers,
};

/// Observes the machine below [`HostOptions::root`].
///
/// What cannot be read is unreadable in the facts; what a person should know
/// about it is added to `problems`.
///
/// # Errors
/// When the root itself cannot be opened.
pub fn observe(options: &HostOptions, problems: &mut Vec<Problem>) -> Result<HostFacts, RootError> {
    std::thread::scope(|scope| {
        // Looking for programs all over the disk takes longer than all the rest.
        let own = (options.depth == Depth::Isolation).then(|| scope.spawn(observe_own_process));
        let mut facts = Ahead::look(&options.root)?.observe(options, problems);
        if let Some(own) = own {
            facts.own_process = own.join().unwrap_or_default();
        }
        Ok(facts)
    })
}

/// Observes the calling process alone, from inside whatever holds it: without
/// privileges, and without any effect. Only files are read, of `/proc`, `/sys` and
/// `/etc`; no socket is opened, no process is traced and no call is tried out, so
/// that no module is loaded and no filter is offended. `own_process` is the
/// answer; the other facts are of the kernel and the system as the process sees
/// them. What a filter allows in full cannot be seen from inside.
///
/// # Errors
/// When `/` cannot be opened.
pub fn observe_self(problems: &mut Vec<Problem>) -> Result<HostFacts, RootError> {
    let root = Root::open(Path::new("/"))?;
    let mut facts = HostFacts {
        root: "/".to_owned(),
        observer_uid: rustix::process::geteuid().as_raw(),
        ..HostFacts::default()
    };
    describe_system(&root, &mut facts);
    kernel::describe(&root, &mut facts, problems);
    facts.init_namespaces = isolation::init_namespaces(&root);
    facts.own_process = observe_own_process();
    match &facts.own_process {
        Observed::Known { value, .. } if value.seccomp_mode.value() == Some(&2) => problems.push(
            Problem::new(
                "/proc/self/status",
                "a seccomp filter is in force; what it allows cannot be read from inside",
            )
            .hint("look from outside, as root: the runtime's instructions or --ptrace tell"),
        ),
        Observed::Unreadable(reason) => {
            problems.push(
                Problem::new("/proc/self", reason.to_string()).hint("mount /proc in the container"),
            );
        }
        _ => {}
    }
    Ok(facts)
}

/// The rest of an observation, of which the first part is there.
pub(crate) fn complete(
    root: &Root,
    mut facts: HostFacts,
    options: &HostOptions,
    problems: &mut Vec<Problem>,
) -> HostFacts {
    let users = accounts::accounts(root);
    facts.users = users.clone().map(|all| all.into_iter().map(|user| user.record).collect());
    let units = systemd::units(root);
    facts.units =
        Observed::known(unit_facts(&units), "/etc/systemd/system, /usr/lib/systemd/system");
    facts.systemd_runs = systemd::runs(root);

    facts.audit = audit::rules(root, problems);
    let accounts = users.value().map_or(&[][..], Vec::as_slice);
    facts.client_contexts = clients::contexts(root, accounts);
    (facts.registry_hosts, facts.unqualified_search_registries) = registries::registries(root);
    let table = ProcessTable::read(root);
    let tables = TcpTables::new(root);
    let known = Known { accounts, units: &units, table: &table, tables: &tables };
    observe_processes(root, options, &mut facts, known, problems);
    let daemons = facts.daemons.value().map_or(&[][..], Vec::as_slice);
    facts.certificates =
        certificates::certificates(root, daemons, accounts, &options.client_certificates);
    observe_setup(root, &mut facts, known);
    observe_files(root, options, &mut facts, &units);
    facts
}

/// What was read before, and others build on.
#[derive(Clone, Copy, Debug)]
struct Known<'a> {
    accounts: &'a [Account],
    units: &'a [Unit],
    table: &'a Observed<ProcessTable>,
    tables: &'a TcpTables<'a>,
}

fn observe_processes(
    root: &Root,
    options: &HostOptions,
    facts: &mut HostFacts,
    known: Known<'_>,
    problems: &mut Vec<Problem>,
) {
    let Known { accounts, units, table, tables } = known;
    report_processes(table, problems);
    let Some(table) = table.value() else { return };
    let systemd_runs = facts.systemd_runs.value() == Some(&true);
    let surroundings = Surroundings { root, table, tables, accounts, units, systemd_runs };
    facts.daemons = surroundings.daemons(&options.engine_peers, problems);
    let daemons = match &mut facts.daemons {
        Observed::Known { value, .. } => value,
        Observed::Absent => return,
        Observed::Unreadable(reason) => {
            facts.swarm_listeners = Observed::Unreadable(*reason);
            facts.proxies = Observed::Unreadable(*reason);
            facts.engine_pids_max = Observed::Unreadable(*reason);
            return;
        }
    };
    if options.probe == Probe::OwnListeners {
        probe::ask_daemons(root, daemons);
    }
    facts.swarm_listeners = Observed::known(swarm_listeners(daemons), "/proc/PID/net");
    facts.proxies = proxies::proxies(root, table, tables, daemons);
    facts.engine_pids_max = engine_pids_max(root, daemons);
}

/// The system and how it is set up, engine or not.
fn observe_setup(root: &Root, facts: &mut HostFacts, known: Known<'_>) {
    let Known { table, tables, .. } = known;
    let units = Units::read(root);
    let sudoers = sudoers::sudoers(root);
    facts.sudoers = sudoers.clients;
    facts.os = operating_system::operating_system(root, facts, table, tables, &units);
    facts.hardening = hardening::hardening(root, facts, table, &units, sudoers.passwordless);
}

/// Port of cluster management unless told otherwise.
const SWARM_PORT: &str = ":2377";

fn swarm_listeners(daemons: &[DaemonProcess]) -> Vec<Listener> {
    let listeners =
        daemons.iter().flat_map(|daemon| daemon.listeners.value().into_iter().flatten());
    let swarm = listeners.filter(|l| l.family != "unix" && l.address.ends_with(SWARM_PORT));
    swarm.cloned().collect()
}

fn engine_pids_max(root: &Root, daemons: &[DaemonProcess]) -> Observed<u64> {
    let Some(daemon) = daemons.iter().find(|daemon| daemon.container.is_none()) else {
        return Observed::Unreadable(Reason::NotStarted);
    };
    let cgroup = root.text(&format!("/proc/{}/cgroup", daemon.pid), SMALL);
    Cgroups::of(root).limits(&cgroup.map(|text| parse_cgroup(&text))).pids
}

fn observe_files(root: &Root, options: &HostOptions, facts: &mut HostFacts, units: &[Unit]) {
    let mut files = FileMap::of_fixed_places(root);
    let daemons = facts.daemons.value().into_iter().flatten();
    for daemon in daemons.filter(|daemon| daemon.container.is_none()) {
        files.add_daemon(root, daemon);
    }
    let certificates = facts.certificates.value().into_iter().flatten();
    let paths = certificates
        .map(|certificate| certificate.path.as_str())
        .chain(units.iter().flat_map(Unit::paths))
        .chain(options.paths.iter().map(String::as_str))
        .chain(facts.hardening.root_path.value().into_iter().flatten().map(String::as_str));
    for path in paths {
        files.add(root, path);
    }
    facts.runtime_sockets = files.runtime_sockets(root);
    facts.files = files.into_facts();
}

fn report_processes(table: &Observed<ProcessTable>, problems: &mut Vec<Problem>) {
    let message = match table {
        Observed::Known { value, .. } if value.iter().next().is_some() => return,
        Observed::Known { .. } => "no process is visible".to_owned(),
        Observed::Absent => "not there".to_owned(),
        Observed::Unreadable(reason) => reason.to_string(),
    };
    problems.push(
        Problem::new("/proc", message)
            .hint("mount the host's root recursively, and share its process namespace"),
    );
}
