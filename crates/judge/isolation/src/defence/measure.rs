//! One measure of the kernel's self-protection, and whether it holds here.

use seaworthy_core::facts::{CommandLine, Observed};
use seaworthy_core::report::v1::Evidence;

use super::kernel::Machine;
use crate::boundary::seen;

/// A measure that can be looked up.
#[derive(Debug)]
pub(super) enum Measure {
    /// Any of these options is on: one measure under several names.
    Built(&'static [&'static str]),
    /// An option is off.
    NotBuilt(&'static str),
    /// A run-time parameter has this number or a greater one.
    AtLeast(&'static str, i64),
    /// A run-time parameter has this number.
    Is(&'static str, i64),
    /// A parameter of the command line, else what an option makes the default.
    Switch(&'static str, &'static str),
    /// A parameter of the command line is given.
    Given(&'static str),
    /// Lockdown is in force.
    Lockdown,
    /// A flag of the processor.
    Cpu(&'static str),
    /// Part of every kernel since this version.
    Since(u32, u32, &'static str),
    /// No entry of the kernel's list of processor bugs is open.
    NoCpuBug,
    /// One of them is enough.
    Either(&'static [Self]),
    /// Only asked on a machine like this.
    On(&'static str, &'static Self),
}

/// Whether a measure holds.
#[derive(Debug)]
pub(super) enum Held {
    Yes(Evidence),
    No(Evidence),
    Unknown(String),
    /// Made for other machines.
    Elsewhere,
}

impl Measure {
    pub(super) fn held(&self, machine: &Machine<'_>) -> Held {
        match self {
            Self::Built(options) => built(options, machine),
            Self::NotBuilt(option) => not_built(option, machine),
            Self::AtLeast(name, least) => {
                sysctl(name, &format!("{least} or more wanted"), machine, |value| value >= *least)
            }
            Self::Is(name, wanted) => {
                sysctl(name, &format!("{wanted} wanted"), machine, |value| value == *wanted)
            }
            Self::Switch(parameter, option) => switch(parameter, option, machine),
            Self::Given(parameter) => given(parameter, machine),
            Self::Lockdown => lockdown(machine),
            Self::Cpu(flag) => cpu(flag, machine),
            Self::Since(major, minor, what) => since((*major, *minor), what, machine),
            Self::NoCpuBug => no_cpu_bug(machine),
            Self::Either(measures) => either(measures, machine),
            Self::On(architecture, measure) => match machine.architecture() {
                Some(here) if here == *architecture => measure.held(machine),
                Some(_) => Held::Elsewhere,
                None => Held::Unknown("the architecture is not known".to_owned()),
            },
        }
    }
}

fn judged(holds: bool, evidence: Evidence) -> Held {
    if holds { Held::Yes(evidence) } else { Held::No(evidence) }
}

fn built(options: &[&str], machine: &Machine<'_>) -> Held {
    let (config, source) = match machine.config() {
        Ok(found) => found,
        Err(why) => return Held::Unknown(why),
    };
    let on = options.iter().find(|option| config.is_on(option));
    let first = options.first().copied().unwrap_or_default();
    let value = |option: &str| config.options.get(option).map_or("not set", String::as_str);
    match on {
        Some(option) => Held::Yes(seen(option, value(option), source)),
        None => Held::No(seen(first, value(first), source)),
    }
}

fn not_built(option: &str, machine: &Machine<'_>) -> Held {
    match machine.config() {
        Ok((config, source)) => {
            let value = config.options.get(option).map_or("not set", String::as_str);
            judged(!config.is_on(option), seen(option, value, source))
        }
        Err(why) => Held::Unknown(why),
    }
}

fn sysctl(
    name: &str,
    wanted: &str,
    machine: &Machine<'_>,
    holds: impl FnOnce(i64) -> bool,
) -> Held {
    match machine.sysctl(name) {
        Observed::Known { value, source } => match value.trim().parse::<i64>() {
            Ok(number) => {
                let told = format!("{number} ({wanted})");
                judged(holds(number), seen(name, &told, source.as_str()))
            }
            Err(_) => Held::Unknown(format!("{name}: `{value}` is no number")),
        },
        Observed::Absent => Held::No(seen(name, "not in this kernel", "/proc/sys")),
        Observed::Unreadable(reason) => Held::Unknown(format!("{name}: {reason}")),
    }
}

/// `1`, `on`, `y` and nothing at all mean on.
fn switch(parameter: &str, option: &str, machine: &Machine<'_>) -> Held {
    match machine.command_line() {
        Ok((line, source)) => match line.value(parameter) {
            Some(value) => {
                let on = !matches!(value, "0" | "off" | "n" | "N" | "no" | "false");
                judged(on, seen(parameter, value, source))
            }
            None => built(&[option], machine),
        },
        Err(why) => match built(&[option], machine) {
            // The command line may still switch it off.
            Held::Yes(_) => Held::Unknown(why),
            other => other,
        },
    }
}

fn given(parameter: &str, machine: &Machine<'_>) -> Held {
    match machine.command_line() {
        Ok((line, source)) => {
            let said = |line: &CommandLine| {
                line.value(parameter).map_or_else(|| "not given".to_owned(), str::to_owned)
            };
            judged(line.has(parameter), seen(parameter, &said(&line), source))
        }
        Err(why) => Held::Unknown(why),
    }
}

fn lockdown(machine: &Machine<'_>) -> Held {
    match machine.lockdown() {
        Observed::Known { value, source } => {
            judged(value != "none", seen("lockdown", &value, source.as_str()))
        }
        Observed::Absent => Held::No(seen("lockdown", "not in this kernel", "securityfs")),
        Observed::Unreadable(reason) => Held::Unknown(format!("lockdown: {reason}")),
    }
}

fn cpu(flag: &str, machine: &Machine<'_>) -> Held {
    match machine.cpu_flags() {
        Observed::Known { value, source } => {
            let has = value.iter().any(|have| have == flag);
            let said = if has { "present" } else { "not among the processor's flags" };
            judged(has, seen(flag, said, source.as_str()))
        }
        Observed::Absent => Held::Unknown(format!("processor flag {flag}: none are listed")),
        Observed::Unreadable(reason) => Held::Unknown(format!("processor flag {flag}: {reason}")),
    }
}

fn since(version: (u32, u32), what: &str, machine: &Machine<'_>) -> Held {
    let (major, minor) = version;
    match machine.version() {
        Some(here) => {
            let told = format!("{} (since {major}.{minor})", machine.release());
            judged(here >= version, seen(what, &told, "/proc/sys/kernel/osrelease"))
        }
        None => Held::Unknown("the kernel's release is not known".to_owned()),
    }
}

fn no_cpu_bug(machine: &Machine<'_>) -> Held {
    let (bugs, source) = match machine.vulnerabilities() {
        Observed::Known { value, source } => (value, source),
        Observed::Absent => return Held::Unknown("the kernel lists no processor bugs".to_owned()),
        Observed::Unreadable(reason) => {
            return Held::Unknown(format!("processor bugs: {reason}"));
        }
    };
    let open: Vec<String> = bugs
        .iter()
        .filter(|(_, state)| {
            let state = state.to_lowercase();
            state.starts_with("vulnerable") || state.contains("smt vulnerable")
        })
        .map(|(name, state)| format!("{name}: {state}"))
        .collect();
    if open.is_empty() {
        let told = format!("all of {} closed or not present", bugs.len());
        return Held::Yes(seen("processor bugs", &told, source.as_str()));
    }
    Held::No(seen("processor bugs", &open.join("; "), source.as_str()))
}

/// The first that holds; else what is not known; else the first that does not.
fn either(measures: &[Measure], machine: &Machine<'_>) -> Held {
    let mut open = None;
    let mut failed = None;
    for measure in measures {
        match measure.held(machine) {
            Held::Yes(evidence) => return Held::Yes(evidence),
            Held::Unknown(why) => open = open.or(Some(why)),
            Held::No(evidence) => failed = failed.or(Some(evidence)),
            Held::Elsewhere => {}
        }
    }
    match (open, failed) {
        (Some(why), _) => Held::Unknown(why),
        (None, Some(evidence)) => Held::No(evidence),
        (None, None) => Held::Elsewhere,
    }
}
