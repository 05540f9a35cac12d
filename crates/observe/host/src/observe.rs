//! One observation of the machine, part by part.

use seaworthy_core::facts::{HostFacts, Observed, Problem};

use crate::daemon::{Surroundings, unit_facts};
use crate::files::FileMap;
use crate::options::HostOptions;
use crate::processes::ProcessTable;
use crate::root::{Root, RootError};
use crate::{accounts, environment_file, mounts, security_modules, sudoers, system, systemd};

/// Observes the machine below [`HostOptions::root`].
///
/// What cannot be read is unreadable in the facts; what a person should know
/// about it is added to `problems`.
///
/// # Errors
/// When the root itself cannot be opened.
pub fn observe(options: &HostOptions, problems: &mut Vec<Problem>) -> Result<HostFacts, RootError> {
    let root = Root::open(&options.root)?;
    let mut facts = HostFacts {
        root: options.root.display().to_string(),
        observer_uid: rustix::process::geteuid().as_raw(),
        ..HostFacts::default()
    };
    describe_system(&root, &mut facts);
    let users = accounts::accounts(&root);
    facts.users = users.clone().map(|all| all.into_iter().map(|user| user.record).collect());
    let units = systemd::units(&root);
    facts.units =
        Observed::known(unit_facts(&units), "/etc/systemd/system, /usr/lib/systemd/system");
    facts.systemd_runs = systemd::runs(&root);

    let table = ProcessTable::read(&root);
    report_processes(&table, problems);
    let mut files = FileMap::of_fixed_places(&root);
    if let Some(table) = table.value() {
        let surroundings = Surroundings {
            root: &root,
            table,
            accounts: users.value().map_or(&[], Vec::as_slice),
            units: &units,
            systemd_runs: facts.systemd_runs.value() == Some(&true),
        };
        facts.daemons = surroundings.daemons(&options.engine_peers, problems);
    }
    let own = |daemon: &&seaworthy_core::facts::DaemonProcess| daemon.container.is_none();
    for daemon in facts.daemons.value().into_iter().flatten().filter(own) {
        files.add_daemon(&root, daemon);
    }
    let unit_paths = units.iter().flat_map(systemd::Unit::paths);
    for path in unit_paths.chain(options.paths.iter().map(String::as_str)) {
        files.add(&root, path);
    }
    facts.runtime_sockets = files.runtime_sockets(&root);
    facts.files = files.into_facts();
    Ok(facts)
}

fn describe_system(root: &Root, facts: &mut HostFacts) {
    facts.hostname = system::hostname(root);
    facts.os_release = system::os_release(root);
    facts.kernel_release = system::kernel_release(root);
    facts.architecture = system::architecture(root);
    facts.sysctls = system::sysctls(root);
    facts.content_trust_env = system::content_trust(root);
    facts.mounts = mounts::mounts(root);
    facts.groups = accounts::groups(root);
    facts.subuid = accounts::subordinate(root, "/etc/subuid");
    facts.subgid = accounts::subordinate(root, "/etc/subgid");
    facts.sudoers = sudoers::entries(root);
    facts.lsm = security_modules::security_modules(root);
    facts.default_files = environment_file::default_files(root);
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
