//! Where this kernel has a row's option, and whether it can have it at all.

use std::sync::LazyLock;

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::Undecided;

use crate::probe::Found;
use crate::{Architecture, Probe, Recommendation, Version, recommendations};

/// Ends the judgement where the option cannot exist.
pub(crate) fn exists(row: &Recommendation, host: &HostFacts) -> Result<(), Undecided> {
    let name = spelled(row, host);
    if !row.architectures.is_every() {
        let here = architecture(host)
            .ok_or_else(|| Undecided::unknown("architecture of the kernel: not known"))?;
        if !Architecture::ALL
            .into_iter()
            .any(|each| each.as_str() == here && row.architectures.has(each))
        {
            return Err(Undecided::not_applicable(format!("{here} has no {name}")));
        }
    }
    // Distributions carry options back to older versions: what is there exists.
    if matches!(look(row, host), Found::Value { .. }) {
        return Ok(());
    }
    if row.since.is_none() && row.until.is_none() {
        return Ok(());
    }
    let Some(version) = version(host) else {
        return Err(Undecided::unknown("version of the kernel: not known"));
    };
    match (row.since, row.until) {
        (Some(since), _) if version < since => Err(Undecided::not_applicable(format!(
            "{name} exists from Linux {since} on, this is {version}"
        ))),
        (_, Some(until)) if version >= until => Err(Undecided::not_applicable(format!(
            "{name} is gone since Linux {until}, this is {version}"
        ))),
        _ => Ok(()),
    }
}

/// The known architecture's word, else the machine's own.
fn architecture(host: &HostFacts) -> Option<&str> {
    let of_config = host.kernel.config.value().map(|config| config.architecture.as_str());
    let machine = host
        .architecture
        .value()
        .map(String::as_str)
        .or(of_config)
        .filter(|machine| !machine.is_empty())?;
    Some(Architecture::of_machine(machine).map_or(machine, |known| known.as_str()))
}

fn version(host: &HostFacts) -> Option<Version> {
    let running = host.kernel_release.value().and_then(|release| Version::of_release(release));
    running.or_else(|| Version::of_release(&host.kernel.config.value()?.version))
}

/// The row's own place, under today's name or an older one.
pub(crate) fn look<'a>(row: &Recommendation, host: &'a HostFacts) -> Found<'a> {
    let now = row.probe.look(host);
    if !matches!(now, Found::Nothing { .. }) {
        return now;
    }
    let mut older = row.was.iter().map(|(name, _)| renamed(row, name).look(host));
    older.find(|found| matches!(found, Found::Value { .. })).unwrap_or(now)
}

/// The name under which this kernel has it: the one that it shows, else the one
/// of its version.
pub fn spelled(row: &Recommendation, host: &HostFacts) -> &'static str {
    let shows = |name: &&'static str| matches!(renamed(row, name).look(host), Found::Value { .. });
    let names = || [row.name()].into_iter().chain(row.was.iter().map(|(name, _)| *name));
    names().find(shows).unwrap_or_else(|| {
        let Some(version) = version(host) else { return row.name() };
        let older = row.was.iter().rfind(|(_, until)| version < *until);
        older.map_or_else(|| row.name(), |(name, _)| *name)
    })
}

/// The row's own place under another name.
fn renamed(row: &Recommendation, name: &'static str) -> Probe {
    match row.probe {
        Probe::CommandLine(_) => Probe::CommandLine(name),
        Probe::Sysctl(_) => Probe::Sysctl(name),
        _ => Probe::Config(name),
    }
}

/// A place that another row speaks of, under the name that this kernel has.
pub(crate) fn here(probe: Probe, host: &HostFacts) -> Found<'_> {
    static RENAMED: LazyLock<Vec<&Recommendation>> =
        LazyLock::new(|| recommendations().iter().filter(|row| !row.was.is_empty()).collect());
    match probe.look(host) {
        nothing @ Found::Nothing { .. } => {
            RENAMED.iter().find(|row| row.probe == probe).map_or(nothing, |row| look(row, host))
        }
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommendation;
    use seaworthy_core::facts::{KernelConfig, Observed};

    fn host(release: &str, option: &str) -> HostFacts {
        let kernel_release = Observed::known(release.into(), "test");
        let mut host = HostFacts { kernel_release, ..HostFacts::default() };
        let options = [(option.to_owned(), "y".to_owned())].into();
        let config = KernelConfig { options, ..KernelConfig::default() };
        host.kernel.config = Observed::known(config, "test");
        host
    }

    #[test]
    fn an_option_is_called_what_this_kernel_calls_it() {
        let row = recommendation("kernel-config-mitigation-retpoline").unwrap();
        assert_eq!(spelled(row, &host("6.1.0", "CONFIG_X")), "CONFIG_RETPOLINE");
        assert_eq!(spelled(row, &host("6.9.0", "CONFIG_X")), "CONFIG_MITIGATION_RETPOLINE");
        // What the configuration shows counts more than the version.
        assert_eq!(spelled(row, &host("6.9.0", "CONFIG_RETPOLINE")), "CONFIG_RETPOLINE");
        let new = host("6.1.0", "CONFIG_MITIGATION_RETPOLINE");
        assert_eq!(spelled(row, &new), "CONFIG_MITIGATION_RETPOLINE");
    }
}
