//! Which updates come by themselves, told by configuration and enabled units.
//!
//! Sources: apt's daily script and unattended-upgrades, dnf-automatic(8),
//! transactional-update(8), rpm-ostreed.conf(5), Zincati's usage notes,
//! Flatcar's update.conf, bootc's update timer, snapd.

mod image_based;
mod package_based;

use seaworthy_core::facts::{AutomaticUpdate, Observed, UpdateState};

use super::Units;
use crate::root::Root;
use crate::systemd::{Line, parse_unit};

const LIMIT: u64 = 1 << 20;

/// Every way that is there; an empty list when the machine has none.
pub(super) fn updates(root: &Root, units: &Observed<Units>) -> Observed<Vec<AutomaticUpdate>> {
    let none = Units::default();
    let units = match units {
        Observed::Known { value, .. } => value,
        Observed::Absent => &none,
        Observed::Unreadable(reason) => return Observed::Unreadable(*reason),
    };
    let machine = Machine { root, units };
    let found = image_based::ALL.iter().chain(package_based::ALL).filter_map(|way| way(&machine));
    Observed::known(found.collect(), "units and configuration of updaters")
}

/// What the ways to update look at.
#[derive(Clone, Copy, Debug)]
struct Machine<'a> {
    root: &'a Root,
    units: &'a Units,
}

impl Machine<'_> {
    fn has(&self, path: &str) -> bool {
        self.root.stat(path).is_known()
    }

    /// Where the unit's own file is, when it is installed.
    fn unit(&self, name: &str) -> Option<String> {
        ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]
            .into_iter()
            .map(|folder| format!("{folder}/{name}"))
            .find(|path| self.has(path))
    }

    /// Settings of ini files with the file of each, the most important last.
    fn settings(&self, files: &[&str]) -> Vec<(Line, String)> {
        let mut settings = Vec::new();
        for path in files {
            let text = self.root.text(path, LIMIT);
            let lines = text.value().map(|text| parse_unit(text)).unwrap_or_default();
            settings.extend(lines.into_iter().map(|line| (line, (*path).to_owned())));
        }
        settings
    }
}

/// The last value of a key, and its file.
fn last<'a>(settings: &'a [(Line, String)], key: &str) -> Option<(&'a str, &'a str)> {
    let found = settings.iter().rev().find(|(line, _)| line.key == key);
    found.map(|(line, path)| (line.value.as_str(), path.as_str()))
}

fn update(
    name: &str,
    state: UpdateState,
    because: impl Into<String>,
    source: impl Into<String>,
) -> Option<AutomaticUpdate> {
    Some(AutomaticUpdate {
        name: name.to_owned(),
        state,
        because: because.into(),
        source: source.into(),
    })
}

/// On when the unit starts by itself, off when it is only installed.
fn by_unit(machine: &Machine<'_>, name: &str, unit: &str) -> Option<AutomaticUpdate> {
    if machine.units.enables(unit) {
        return update(name, UpdateState::On, format!("{unit} is enabled"), unit);
    }
    let path = machine.unit(unit)?;
    let why = if machine.units.masks(unit) { "masked" } else { "not enabled" };
    update(name, UpdateState::Off, format!("{unit} is {why}"), path)
}
