//! Who keeps the time.

use seaworthy_core::facts::{Observed, ServiceState};

use crate::operating_system::Units;
use crate::processes::ProcessTable;

/// Name, programs, and units that start it.
const SERVICES: &[(&str, &[&str], &[&str])] = &[
    (
        "systemd-timesyncd",
        &["systemd-timesyncd"],
        &["systemd-timesyncd.service", "dbus-org.freedesktop.timesync1.service"],
    ),
    ("chrony", &["chronyd"], &["chrony.service", "chronyd.service", "chronyd"]),
    ("ntp", &["ntpd"], &["ntp.service", "ntpd.service", "ntpsec.service", "ntpd"]),
    ("openntpd", &[], &["openntpd.service", "openntpd"]),
    ("ptp4l", &["ptp4l", "phc2sys"], &["ptp4l.service", "phc2sys.service"]),
    ("timed", &["timed"], &[]),
];

/// Those that run or start by themselves.
pub(super) fn time_services(
    table: &Observed<ProcessTable>,
    units: &Observed<Units>,
) -> Observed<Vec<ServiceState>> {
    let processes = match table {
        Observed::Known { value, .. } => Some(value),
        _ => None,
    };
    let state = |(name, programs, names): &(&str, &[&str], &[&str])| ServiceState {
        name: (*name).to_owned(),
        enabled: units.value().is_some_and(|units| names.iter().any(|name| units.enables(name))),
        running: processes.is_some_and(|table| {
            let on_host =
                |program: &&str| table.running(program).any(|process| process.container.is_none());
            programs.iter().any(on_host)
        }),
    };
    let found: Vec<ServiceState> =
        SERVICES.iter().map(state).filter(|found| found.enabled || found.running).collect();
    let sees = processes.is_some_and(|table| table.denied == 0 && table.iter().next().is_some());
    match units {
        Observed::Unreadable(reason) if found.is_empty() && !sees => Observed::Unreadable(*reason),
        _ if found.is_empty() && !sees && units.value().is_none() => Observed::default(),
        _ => Observed::known(found, "/proc, enabled units"),
    }
}
