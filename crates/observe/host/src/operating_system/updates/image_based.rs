//! Updaters that replace the system as a whole.

use seaworthy_core::facts::{AutomaticUpdate, UpdateState};
use toml::Table;

use super::{LIMIT, Machine, by_unit, last, update};

pub(super) const ALL: &[fn(&Machine<'_>) -> Option<AutomaticUpdate>] = &[
    zincati,
    update_engine,
    rpm_ostreed,
    bootc,
    transactional_update,
    sysupdate,
    snapd,
    bottlerocket,
    talos,
];

/// Fedora CoreOS. `updates.enabled = false` in any fragment, the last counts.
fn zincati(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    const FOLDERS: [&str; 3] =
        ["/usr/lib/zincati/config.d", "/run/zincati/config.d", "/etc/zincati/config.d"];
    let found = by_unit(machine, "zincati", "zincati.service")?;
    if found.state != UpdateState::On {
        return Some(found);
    }
    let mut enabled = (true, String::new());
    for folder in FOLDERS {
        let names = machine.root.names(folder);
        for name in names.value().into_iter().flatten().filter(|name| name.ends_with(".toml")) {
            let path = format!("{folder}/{name}");
            let text = machine.root.text(&path, LIMIT);
            let table = text.value().and_then(|text| text.parse::<Table>().ok());
            let value =
                table.as_ref().and_then(|table| table.get("updates")?.get("enabled")?.as_bool());
            if let Some(value) = value {
                enabled = (value, path);
            }
        }
    }
    match enabled {
        (true, _) => Some(found),
        (false, path) => update("zincati", UpdateState::Off, "updates.enabled is false", path),
    }
}

/// Flatcar, and Container Linux before it.
fn update_engine(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    let found = by_unit(machine, "update_engine", "update-engine.service")?;
    if found.state != UpdateState::On {
        return Some(found);
    }
    let settings = machine.settings(&[
        "/usr/share/coreos/update.conf",
        "/usr/share/flatcar/update.conf",
        "/etc/coreos/update.conf",
        "/etc/flatcar/update.conf",
    ]);
    if let Some(("disabled", source)) = last(&settings, "SERVER") {
        return update("update_engine", UpdateState::Off, "SERVER=disabled", source);
    }
    if let Some(("off", source)) = last(&settings, "REBOOT_STRATEGY") {
        let because = "updates are written to the other partition, and nothing starts it";
        return update("update_engine", UpdateState::Prepares, because, source);
    }
    Some(found)
}

/// Fedora IoT, RHEL for Edge: the policy says what the timer does.
fn rpm_ostreed(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    let found = by_unit(machine, "rpm-ostreed", "rpm-ostreed-automatic.timer")?;
    if found.state != UpdateState::On {
        return Some(found);
    }
    let file = "/etc/rpm-ostreed.conf";
    let settings = machine.settings(&[file]);
    let policy = last(&settings, "AutomaticUpdatePolicy").map_or("none", |(value, _)| value);
    let state = match policy {
        "apply" => UpdateState::On,
        "stage" | "ex-stage" => UpdateState::Prepares,
        _ => UpdateState::Off,
    };
    update("rpm-ostreed", state, format!("AutomaticUpdatePolicy={policy}"), file)
}

fn bootc(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    by_unit(machine, "bootc", "bootc-fetch-apply-updates.timer")
}

/// openSUSE MicroOS and SUSE Linux Micro.
fn transactional_update(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    by_unit(machine, "transactional-update", "transactional-update.timer")
}

fn sysupdate(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    by_unit(machine, "systemd-sysupdate", "systemd-sysupdate.timer")
}

/// Snaps refresh by themselves; only on Ubuntu Core they are the system.
fn snapd(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    if !machine.has("/writable/system-data") {
        return None;
    }
    by_unit(machine, "snapd", "snapd.service")
}

/// The update operator of the cluster decides.
fn bottlerocket(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    let path = "/usr/bin/updog";
    let because = "an update operator or a fleet's updater starts it by the API";
    machine.has(path).then(|| update("updog", UpdateState::Outside, because, path)).flatten()
}

/// `machined` upgrades when its API is told to.
fn talos(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    let path = "/system/state";
    let because = "somebody upgrades it by the API";
    machine.has(path).then(|| update("machined", UpdateState::Outside, because, path)).flatten()
}
