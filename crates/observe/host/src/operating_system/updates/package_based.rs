//! Updaters that install packages into the running system.

use std::collections::BTreeMap;

use seaworthy_core::facts::{AutomaticUpdate, UpdateState};

use super::super::apt_config;
use super::{LIMIT, Machine, by_unit, last, update};

pub(super) const ALL: &[fn(&Machine<'_>) -> Option<AutomaticUpdate>] =
    &[unattended_upgrades, dnf_automatic, yum_cron, tdnf_automatic];

/// Debian and Ubuntu. The package being there says nothing: the daily script
/// runs it only when it is told to.
fn unattended_upgrades(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    const NAME: &str = "unattended-upgrades";
    const TIMER: &str = "apt-daily-upgrade.timer";
    if !machine.has("/usr/bin/unattended-upgrade") {
        return None;
    }
    let (settings, sources) = apt_settings(machine);
    let key = |name: &str| {
        let key = format!("apt::periodic::{name}");
        let source = sources.get(&key).cloned().unwrap_or_else(|| "/etc/apt/apt.conf.d".to_owned());
        (settings.get(&key).map(String::as_str), source)
    };
    if let (Some("0"), source) = key("enable") {
        return update(NAME, UpdateState::Off, "APT::Periodic::Enable is 0", source);
    }
    let (value, source) = key("unattended-upgrade");
    match value {
        None | Some("0" | "") => {
            let because =
                format!("APT::Periodic::Unattended-Upgrade is {}", value.unwrap_or("not set"));
            update(NAME, UpdateState::Off, because, source)
        }
        Some(_) if machine.units.masks(TIMER) => {
            update(NAME, UpdateState::Off, format!("{TIMER} is masked"), TIMER)
        }
        Some(_) if machine.unit(TIMER).is_some() && !machine.units.enables(TIMER) => {
            update(NAME, UpdateState::Off, format!("{TIMER} is not enabled"), TIMER)
        }
        Some(value) => {
            let because = format!("APT::Periodic::Unattended-Upgrade is {value}");
            update(NAME, UpdateState::On, because, source)
        }
    }
}

/// All settings in the order in which apt reads its files, and which file set
/// each.
fn apt_settings(machine: &Machine<'_>) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let folder = "/etc/apt/apt.conf.d";
    let names = machine.root.names(folder);
    // Names with other endings are passed over, as apt.conf(5) has it.
    let plain = |name: &&String| !name.contains('.') || name.ends_with(".conf");
    let mut files: Vec<String> = names
        .value()
        .into_iter()
        .flatten()
        .filter(plain)
        .map(|name| format!("{folder}/{name}"))
        .collect();
    files.push("/etc/apt/apt.conf".to_owned());
    let (mut settings, mut sources) = (BTreeMap::new(), BTreeMap::new());
    for path in files {
        let text = machine.root.text(&path, LIMIT);
        let mut own = BTreeMap::new();
        apt_config::parse(text.value().map_or("", String::as_str), &mut own);
        sources.extend(own.keys().map(|key| (key.clone(), path.clone())));
        settings.extend(own);
    }
    (settings, sources)
}

/// Fedora, RHEL and those like it. One timer installs whatever the file says.
fn dnf_automatic(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    const NAME: &str = "dnf-automatic";
    const TIMERS: [&str; 3] =
        ["dnf-automatic.timer", "dnf5-automatic.timer", "dnf-automatic-install.timer"];
    let installed = TIMERS.into_iter().find(|timer| machine.unit(timer).is_some());
    let enabled = TIMERS.into_iter().find(|timer| machine.units.enables(timer));
    let Some(timer) = enabled else {
        let timer = installed?;
        return update(NAME, UpdateState::Off, format!("{timer} is not enabled"), timer);
    };
    if timer == "dnf-automatic-install.timer" {
        return update(NAME, UpdateState::On, format!("{timer} is enabled"), timer);
    }
    let settings = machine.settings(&[
        "/usr/share/dnf5/dnf5-plugins/automatic.conf",
        "/etc/dnf/automatic.conf",
        "/etc/dnf/dnf5-plugins/automatic.conf",
    ]);
    applies(NAME, last(&settings, "apply_updates"), "/etc/dnf/automatic.conf")
}

fn yum_cron(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    let file = "/etc/yum/yum-cron.conf";
    if !machine.units.enables("yum-cron.service") {
        return None;
    }
    let settings = machine.settings(&[file]);
    applies("yum-cron", last(&settings, "apply_updates"), file)
}

/// Photon and Azure Linux.
fn tdnf_automatic(machine: &Machine<'_>) -> Option<AutomaticUpdate> {
    by_unit(machine, "tdnf-automatic", "tdnf-automatic-install.timer")
}

/// Without `apply_updates` they only fetch.
fn applies(name: &str, set: Option<(&str, &str)>, file: &str) -> Option<AutomaticUpdate> {
    let (value, source) = set.unwrap_or(("no", file));
    let yes = ["yes", "true", "1", "on"].contains(&value.to_ascii_lowercase().as_str());
    let state = if yes { UpdateState::On } else { UpdateState::Prepares };
    update(name, state, format!("apply_updates = {value}"), source)
}
