//! Where a value is looked up in the facts.

use std::borrow::Cow;

use seaworthy_core::facts::{CommandLine, HostFacts, KernelConfig, Observed};

use crate::want::number;

/// What kind of thing a recommendation is about.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// An option of the build.
    Config,
    /// A parameter of the command line.
    CommandLine,
    /// A run-time parameter.
    Sysctl,
    /// A flaw of the processor.
    Processor,
}

/// A place that tells something about the kernel.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Probe {
    /// An option of the build, `CONFIG_` included.
    Config(&'static str),
    /// A parameter of the command line; the last one counts.
    CommandLine(&'static str),
    /// A run-time parameter, dotted.
    Sysctl(&'static str),
    /// A file of `/sys/devices/system/cpu/vulnerabilities`.
    Vulnerability(&'static str),
    /// The security modules that are active, separated by commas.
    ActiveModules,
    /// The mode of lockdown.
    Lockdown,
    /// `blocked` when a kernel module cannot be loaded.
    Module(&'static str),
    /// A flag of the first processor: `present` or nothing.
    ProcessorFlag(&'static str),
}

/// What was found there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Found<'a> {
    /// A value.
    Value {
        /// The value.
        value: Cow<'a, str>,
        /// Where.
        source: Cow<'a, str>,
    },
    /// The place was looked at and says nothing.
    Nothing {
        /// Where.
        source: Cow<'a, str>,
    },
    /// The place could not be looked at.
    Unseen(String),
}

impl Probe {
    /// The name as the kernel spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Config(name)
            | Self::CommandLine(name)
            | Self::Sysctl(name)
            | Self::Vulnerability(name)
            | Self::Module(name)
            | Self::ProcessorFlag(name) => name,
            Self::ActiveModules => "lsm",
            Self::Lockdown => "lockdown",
        }
    }

    /// Its kind, when it can be the subject of a recommendation.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Config(_) | Self::Module(_) => Kind::Config,
            Self::CommandLine(_) | Self::ActiveModules | Self::Lockdown => Kind::CommandLine,
            Self::Sysctl(_) => Kind::Sysctl,
            Self::Vulnerability(_) | Self::ProcessorFlag(_) => Kind::Processor,
        }
    }

    /// The name with its nature, for a sentence.
    pub(crate) fn described(self) -> String {
        match self {
            Self::CommandLine(name) => format!("`{name}` on the command line"),
            Self::Vulnerability(name) => format!("the kernel's report on {name}"),
            Self::ActiveModules => "the list of active security modules".to_owned(),
            Self::Lockdown => "the lockdown mode".to_owned(),
            Self::Module(name) => format!("a block of the module {name}"),
            Self::ProcessorFlag(name) => format!("the processor's {name}"),
            Self::Config(name) | Self::Sysctl(name) => format!("`{name}`"),
        }
    }

    /// Looks the place up.
    pub(crate) fn look(self, host: &HostFacts) -> Found<'_> {
        let kernel = &host.kernel;
        match self {
            Self::Config(name) => option(host, name),
            Self::CommandLine(key) => found(&kernel.command_line, "command line", |line| {
                parameter(line, key).map(Cow::Owned)
            }),
            Self::Sysctl(name) => sysctl(host, name),
            Self::Vulnerability(file) => {
                found(&kernel.vulnerabilities, "processor vulnerabilities", |files| {
                    files.get(file).map(|text| Cow::Borrowed(text.as_str()))
                })
            }
            Self::ActiveModules => found(&host.lsm.active, "active security modules", |active| {
                Some(Cow::Owned(active.join(",")))
            }),
            Self::Lockdown => {
                found(&kernel.lockdown, "lockdown", |mode| Some(Cow::Borrowed(mode.as_str())))
            }
            Self::Module(name) => module(host, name),
            Self::ProcessorFlag(flag) => found(&kernel.cpu_flags, "processor flags", |flags| {
                flags.iter().any(|have| have == flag).then_some(Cow::Borrowed("present"))
            }),
        }
    }
}

fn found<'a, T>(
    observed: &'a Observed<T>,
    what: &str,
    value: impl FnOnce(&'a T) -> Option<Cow<'a, str>>,
) -> Found<'a> {
    match observed {
        Observed::Known { value: held, source } => {
            let source = Cow::Borrowed(source.as_str());
            match value(held) {
                Some(value) => Found::Value { value, source },
                None => Found::Nothing { source },
            }
        }
        Observed::Absent => Found::Nothing { source: Cow::Owned(format!("no {what}")) },
        Observed::Unreadable(reason) => Found::Unseen(format!("kernel {what}: {reason}")),
    }
}

fn option<'a>(host: &'a HostFacts, name: &str) -> Found<'a> {
    let damaged = |config: &KernelConfig| {
        !config.options.contains_key(name) && config.damaged.iter().any(|each| each == name)
    };
    match host.kernel.config.value() {
        Some(config) if damaged(config) => Found::Unseen(format!("{name}: its line is damaged")),
        _ => found(&host.kernel.config, "configuration", |config| {
            config.options.get(name).map(|value| Cow::Borrowed(value.as_str()))
        }),
    }
}

fn sysctl<'a>(host: &'a HostFacts, name: &str) -> Found<'a> {
    match host.sysctls.get(name) {
        Some(Observed::Known { value, source }) => Found::Value {
            value: Cow::Borrowed(value.trim()),
            source: Cow::Borrowed(source.as_str()),
        },
        Some(Observed::Absent) => Found::Nothing { source: Cow::Borrowed("/proc/sys") },
        Some(Observed::Unreadable(reason)) => {
            Found::Unseen(format!("run-time parameters: {reason}"))
        }
        None if host.kernel.sysctls_complete => {
            Found::Nothing { source: Cow::Borrowed("/proc/sys") }
        }
        None => Found::Unseen("run-time parameters: not collected".to_owned()),
    }
}

/// A module that the command line forbids, or that is not loaded and can no
/// longer be.
fn module<'a>(host: &'a HostFacts, name: &str) -> Found<'a> {
    let kernel = &host.kernel;
    let is_named = |key: &str| {
        let list = kernel.command_line.value().and_then(|line| parameter(line, key));
        list.is_some_and(|list| list.split(',').any(|each| same_module(each, name)))
    };
    let blocked = |source| Found::Value { value: Cow::Borrowed("blocked"), source };
    if is_named("module_blacklist") {
        return blocked(Cow::Borrowed("module_blacklist on the command line"));
    }
    if let Observed::Known { value: modules, source } = &host.hardening.rare_modules
        && modules.iter().any(|each| each.blocked && same_module(&each.name, name))
    {
        return blocked(Cow::Borrowed(source.as_str()));
    }
    let closed = host.sysctls.get("kernel.modules_disabled").and_then(Observed::value);
    let loaded = kernel.modules.value();
    if closed.is_some_and(|value| number(value) == Some(1))
        && loaded.is_some_and(|loaded| !loaded.iter().any(|each| same_module(each, name)))
    {
        return blocked(Cow::Borrowed("kernel.modules_disabled, and it is not loaded"));
    }
    match (&kernel.command_line, closed) {
        (Observed::Unreadable(reason), None) => Found::Unseen(format!("module {name}: {reason}")),
        _ => Found::Nothing { source: Cow::Borrowed("command line") },
    }
}

/// Module names are the same with dashes and underscores.
fn same_module(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.replace('-', "_");
    letters(one.trim()) == letters(other)
}

/// The value of the last parameter of this name, empty when it has none.
fn parameter(line: &str, key: &str) -> Option<String> {
    CommandLine::parse(line).value(key).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_parameter_of_a_full_dump_does_not_exist() {
        let mut host = HostFacts::default();
        assert!(matches!(Probe::Sysctl("kernel.x").look(&host), Found::Unseen(_)));
        host.kernel.sysctls_complete = true;
        assert!(matches!(Probe::Sysctl("kernel.x").look(&host), Found::Nothing { .. }));
    }

    #[test]
    fn a_damaged_line_is_not_an_option_that_is_off() {
        let config = KernelConfig { damaged: vec!["CONFIG_X".into()], ..Default::default() };
        let mut host = HostFacts::default();
        host.kernel.config = Observed::known(config, "/proc/config.gz");
        assert!(matches!(Probe::Config("CONFIG_X").look(&host), Found::Unseen(_)));
        assert!(matches!(Probe::Config("CONFIG_Y").look(&host), Found::Nothing { .. }));
    }

    #[test]
    fn a_module_is_blocked_by_name_or_once_no_more_are_loaded() {
        let mut host = HostFacts::default();
        assert!(matches!(Probe::Module("n_hdlc").look(&host), Found::Unseen(_)));
        host.kernel.command_line =
            Observed::known("module_blacklist=dccp,n-hdlc quiet".into(), "/proc/cmdline");
        assert!(matches!(Probe::Module("n_hdlc").look(&host), Found::Value { .. }));
        assert!(matches!(Probe::Module("sctp").look(&host), Found::Nothing { .. }));
        host.kernel.modules = Observed::known(vec!["sctp".into()], "/proc/modules");
        host.sysctls.insert("kernel.modules_disabled".into(), Observed::known("1".into(), ""));
        assert!(matches!(Probe::Module("sctp").look(&host), Found::Nothing { .. }));
        assert!(matches!(Probe::Module("rds").look(&host), Found::Value { .. }));
    }
}
