//! What kind of system the machine runs, from what it does and not from what
//! it is called.

pub(crate) mod apt_config;
pub(crate) mod devices;
mod listening;
pub(crate) mod packages;
mod programs;
mod secure_boot;
mod setuid;
mod units;
mod updates;

use seaworthy_core::facts::{HostFacts, Observed, OperatingSystemFacts};

pub(crate) use setuid::setuid;
pub(crate) use units::Units;

use crate::processes::ProcessTable;
use crate::root::Root;
use crate::sockets::TcpTables;

/// Observes the system; `facts` holds what was read ahead: mounts, namespaces and
/// set-user-id files.
pub(crate) fn operating_system(
    root: &Root,
    facts: &HostFacts,
    table: &Observed<ProcessTable>,
    tables: &TcpTables<'_>,
    units: &Observed<Units>,
) -> OperatingSystemFacts {
    OperatingSystemFacts {
        devices: devices::below_system(root, &facts.mounts),
        partitions: devices::partitions(root),
        ostree: present(root, "/run/ostree-booted"),
        bootc: programs::bootc(root),
        shells: programs::found(root, programs::SHELLS),
        package_managers: programs::found(root, programs::PACKAGE_MANAGERS),
        image_updaters: programs::found(root, programs::IMAGE_UPDATERS),
        updates: updates::updates(root, units),
        secure_boot: secure_boot::secure_boot(root),
        listeners: listening::listeners(root, table, tables),
        setuid: facts.os.setuid.clone(),
        enabled_units: units.clone().map(Units::into_names),
        packages: packages::packages(root),
    }
}

/// Whether there is such a file.
fn present(root: &Root, path: &'static str) -> Observed<bool> {
    match root.stat(path) {
        Observed::Known { .. } => Observed::known(true, path),
        Observed::Absent => Observed::known(false, path),
        Observed::Unreadable(reason) => Observed::Unreadable(reason),
    }
}
