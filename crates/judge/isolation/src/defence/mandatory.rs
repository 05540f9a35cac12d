//! The columns of SELinux and AppArmor.

use seaworthy_core::facts::Observed;
use seaworthy_core::report::defence::{Cell, Defence};

use super::classes::Mac;
use super::confined::{Confined, tally};
use super::kernel::Machine;
use super::{by_design, cell};
use crate::boundary::seen;

/// Types under which SELinux lets a process do anything.
const UNCONFINED: &[&str] =
    &["spc_t", "unconfined_t", "unconfined_service_t", "container_runtime_t"];

pub(super) fn selinux(mac: &Mac, machine: &Machine<'_>, confined: &[Confined<'_>]) -> Cell {
    let how = match mac {
        Mac::Never(why) => return by_design(why),
        Mac::Stops(how) | Mac::Partly(how) => how,
    };
    let Some(host) = machine.host() else {
        return cell(Defence::Unknown, "the machine was not looked at", Vec::new());
    };
    match &host.lsm.selinux_enforcing {
        Observed::Known { value: true, .. } => {}
        Observed::Known { value: false, source } => {
            let evidence = seen("SELinux", "permissive", source.as_str());
            return cell(Defence::Absent, "it only reports", vec![evidence]);
        }
        Observed::Absent => return cell(Defence::Absent, "it is not in force here", Vec::new()),
        Observed::Unreadable(why) => {
            return cell(Defence::Unknown, format!("SELinux: {why}"), Vec::new());
        }
    }
    let labelled = |each: &Confined<'_>| {
        let label = each.label()?;
        let kind = label.split(':').nth(2)?;
        Some(!UNCONFINED.contains(&kind))
    };
    limited(mac, tally(confined, how, labelled))
}

pub(super) fn apparmor(mac: &Mac, machine: &Machine<'_>, confined: &[Confined<'_>]) -> Cell {
    let how = match mac {
        Mac::Never(why) => return by_design(why),
        Mac::Stops(how) | Mac::Partly(how) => how,
    };
    let Some(host) = machine.host() else {
        return cell(Defence::Unknown, "the machine was not looked at", Vec::new());
    };
    match &host.lsm.apparmor {
        Observed::Known { value: true, .. } => {}
        Observed::Known { value: false, source } => {
            let evidence = seen("AppArmor", "off", source.as_str());
            return cell(Defence::Absent, "it is not in force here", vec![evidence]);
        }
        Observed::Absent => return cell(Defence::Absent, "it is not in this kernel", Vec::new()),
        Observed::Unreadable(why) => {
            return cell(Defence::Unknown, format!("AppArmor: {why}"), Vec::new());
        }
    }
    let enforced = |each: &Confined<'_>| Some(each.label()?.ends_with("(enforce)"));
    limited(mac, tally(confined, how, enforced))
}

/// A policy that covers a part of the class is never the whole defence.
fn limited(mac: &Mac, mut cell: Cell) -> Cell {
    if matches!(mac, Mac::Partly(_)) && cell.state == Defence::Present {
        cell.state = Defence::Partly;
    }
    cell
}
