//! How the machine around the engine is set up.

mod coredump;
mod firewall;
pub(crate) mod netfilter;
pub(crate) mod rare_modules;
pub(crate) mod root_path;
pub(crate) mod ssh;
mod time_services;

use seaworthy_core::facts::{HardeningFacts, HostFacts, Observed, SudoersEntry};

use crate::accounts;
use crate::operating_system::Units;
use crate::processes::ProcessTable;
use crate::root::Root;

/// Observes the settings; `facts` holds what was read before.
pub(crate) fn hardening(
    root: &Root,
    facts: &HostFacts,
    table: &Observed<ProcessTable>,
    units: &Observed<Units>,
    sudo_without_password: Observed<Vec<SudoersEntry>>,
) -> HardeningFacts {
    HardeningFacts {
        ssh: ssh::ssh(root),
        sudo_without_password,
        empty_passwords: accounts::empty_passwords(root),
        root_path: root_path::root_path(root),
        coredump: coredump::coredump(root),
        time_services: time_services::time_services(table, units),
        firewall: firewall::firewall(root, &facts.kernel, units),
        rare_modules: rare_modules::rare_modules(root, &facts.kernel_release),
    }
}
