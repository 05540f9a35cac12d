//! The column of the kernel's self-protection.

use std::collections::BTreeMap;

use seaworthy_core::facts::{CommandLine, HostFacts, KernelConfig, Observed};
use seaworthy_core::report::defence::{Cell, Defence};

use super::by_design;
use super::measure::{Held, Measure};

/// The machine as measures ask for it.
pub(super) struct Machine<'a> {
    host: Option<&'a HostFacts>,
}

impl<'a> Machine<'a> {
    pub(super) fn of(host: Option<&'a HostFacts>) -> Self {
        Self { host }
    }

    pub(super) fn host(&self) -> Option<&'a HostFacts> {
        self.host
    }

    pub(super) fn release(&self) -> &'a str {
        self.host.and_then(|host| host.kernel_release.value()).map_or("", String::as_str)
    }

    /// Major and minor number.
    pub(super) fn version(&self) -> Option<(u32, u32)> {
        let mut numbers = self.release().split(['.', '-']);
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    }

    pub(super) fn architecture(&self) -> Option<&'a str> {
        let host = self.host?;
        let built = host.kernel.config.value().map(|config| config.architecture.as_str());
        let running = host.architecture.value().map(String::as_str);
        running.or(built).filter(|name| !name.is_empty())
    }

    pub(super) fn config(&self) -> Result<(&'a KernelConfig, &'a str), String> {
        match self.host.map(|host| &host.kernel.config) {
            Some(Observed::Known { value, source }) => Ok((value, source.as_str())),
            Some(Observed::Absent) => Err("the kernel's configuration: none found".to_owned()),
            Some(Observed::Unreadable(why)) => Err(format!("the kernel's configuration: {why}")),
            None => Err("the machine was not looked at".to_owned()),
        }
    }

    pub(super) fn command_line(&self) -> Result<(CommandLine, &'a str), String> {
        match self.host.map(|host| &host.kernel.command_line) {
            Some(Observed::Known { value, source }) => {
                Ok((CommandLine::parse(value), source.as_str()))
            }
            Some(Observed::Absent) => Err("the kernel's command line: none found".to_owned()),
            Some(Observed::Unreadable(why)) => Err(format!("the kernel's command line: {why}")),
            None => Err("the machine was not looked at".to_owned()),
        }
    }

    pub(super) fn sysctl(&self, name: &str) -> Observed<String> {
        self.host.map(|host| host.sysctl(name)).unwrap_or_default()
    }

    pub(super) fn lockdown(&self) -> Observed<String> {
        self.host.map(|host| host.kernel.lockdown.clone()).unwrap_or_default()
    }

    pub(super) fn cpu_flags(&self) -> Observed<Vec<String>> {
        self.host.map(|host| host.kernel.cpu_flags.clone()).unwrap_or_default()
    }

    pub(super) fn vulnerabilities(&self) -> Observed<BTreeMap<String, String>> {
        self.host.map(|host| host.kernel.vulnerabilities.clone()).unwrap_or_default()
    }
}

/// All of the measures, some, or none.
pub(super) fn cell(measures: &[Measure], machine: &Machine<'_>) -> Cell {
    if measures.is_empty() {
        return by_design("nothing in the kernel's self-protection is meant for it");
    }
    let (mut kept, mut broken, mut open) = (Vec::new(), Vec::new(), Vec::new());
    for measure in measures {
        match measure.held(machine) {
            Held::Yes(evidence) => kept.push(evidence),
            Held::No(evidence) => broken.push(evidence),
            Held::Unknown(why) => open.push(why),
            Held::Elsewhere => {}
        }
    }
    let (holds, asked) = (kept.len(), kept.len() + broken.len() + open.len());
    if asked == 0 {
        return by_design("its measures are for other machines");
    }
    let state = match (kept.is_empty(), broken.is_empty(), open.is_empty()) {
        (false, true, true) => Defence::Present,
        (false, _, _) => Defence::Partly,
        (true, _, false) => Defence::Unknown,
        (true, _, true) => Defence::Absent,
    };
    let mut because = format!("{holds} of {asked} measures hold");
    open.sort_unstable();
    open.dedup();
    if let Some(first) = open.first() {
        because += &format!("; not known: {first}");
        if open.len() > 1 {
            because += &format!(" and {} more", open.len() - 1);
        }
    }
    // What is missing is what a reader can act on.
    let evidence = broken.into_iter().chain(kept).collect();
    super::cell(state, because, evidence)
}
