//! Every call that this kernel has, under one filter.

use std::collections::BTreeMap;

use seaworthy_confinement::{Abi, Conditional, Filter, KernelVersion, Reach, Syscall, errno_name};
use seaworthy_core::facts::{CommandLine, HostFacts};
use seaworthy_core::report::isolation::{CallCounts, CallReach, FilterSurvey, ReachWord};

/// The calls of one machine.
pub(crate) struct Table {
    pub(crate) native: Abi,
    pub(crate) kernel: KernelVersion,
    /// Why programs of an ABI cannot run at all.
    closed: BTreeMap<Abi, String>,
}

impl Table {
    pub(crate) fn of(host: Option<&HostFacts>) -> Result<Self, String> {
        let host = host.ok_or("the machine was not looked at")?;
        let machine = host.architecture.value().ok_or("the machine's architecture is not known")?;
        let native = Abi::native(machine)
            .ok_or_else(|| format!("there is no table of system calls for {machine}"))?;
        let kernel = super::version(Some(host)).ok_or("the kernel's release is not known")?;
        let closed = native.compatible().iter().filter_map(|abi| Some((*abi, closed(*abi, host)?)));
        Ok(Self { native, kernel, closed: closed.collect() })
    }

    /// ABIs that are not known to be closed, the native one first.
    pub(crate) fn open(&self) -> Vec<Abi> {
        let all = self.native.compatible().iter();
        all.filter(|abi| !self.closed.contains_key(abi)).copied().collect()
    }

    pub(crate) fn survey(&self, filter: &Filter, source: &str) -> FilterSurvey {
        let mut survey = FilterSurvey { source: source.to_owned(), ..FilterSurvey::default() };
        for abi in self.native.compatible() {
            let mut counts = CallCounts {
                abi: abi.name().to_owned(),
                closed: self.closed.get(abi).cloned(),
                ..CallCounts::default()
            };
            if counts.closed.is_none() {
                for (call, reach) in &filter.survey(*abi).calls {
                    if call.since <= self.kernel {
                        count(reach, &mut counts);
                        survey.calls.extend(told(*abi, call, reach));
                    }
                }
            }
            survey.counts.push(counts);
        }
        survey
    }
}

/// What closes an ABI to all programs.
fn closed(abi: Abi, host: &HostFacts) -> Option<String> {
    let options: &[&str] = match abi {
        Abi::I386 => &["CONFIG_IA32_EMULATION", "CONFIG_X86_32"],
        Abi::X32 => &["CONFIG_X86_X32_ABI", "CONFIG_X86_X32"],
        Abi::Arm => &["CONFIG_COMPAT", "CONFIG_ARM"],
        Abi::X86_64 | Abi::Arm64 => return None,
    };
    let config = host.kernel.config.value()?;
    if !options.iter().any(|option| config.is_on(option)) {
        return Some(format!("the kernel is built without {}", options.first()?));
    }
    let line = CommandLine::parse(host.kernel.command_line.value()?);
    let off = |value: &str| matches!(value, "0" | "off" | "n" | "no" | "false");
    (abi == Abi::I386 && line.value("ia32_emulation").is_some_and(off))
        .then(|| "ia32_emulation is off".to_owned())
}

fn count(reach: &Reach, counts: &mut CallCounts) {
    counts.total += 1;
    match word(reach) {
        ReachWord::Allowed => counts.allowed += 1,
        ReachWord::Conditional => counts.conditional += 1,
        ReachWord::Refused => counts.refused += 1,
        ReachWord::Missing => counts.missing += 1,
        ReachWord::Stopped => counts.stopped += 1,
    }
    if let Some(name) = errno(reach) {
        *counts.errnos.entry(name).or_default() += 1;
    }
}

fn word(reach: &Reach) -> ReachWord {
    match reach {
        Reach::Allowed | Reach::Logged => ReachWord::Allowed,
        Reach::Conditional(conditional) if conditional.is_reachable() => ReachWord::Conditional,
        Reach::Conditional(_) | Reach::Refused { .. } => ReachWord::Refused,
        Reach::Missing => ReachWord::Missing,
        Reach::Killed | Reach::Trapped | Reach::Notified | Reach::Traced => ReachWord::Stopped,
    }
}

fn errno(reach: &Reach) -> Option<String> {
    match reach {
        Reach::Refused { errno } => {
            Some(errno_name(*errno).map_or_else(|| errno.to_string(), str::to_owned))
        }
        Reach::Missing => Some("ENOSYS".to_owned()),
        _ => None,
    }
}

/// A call that is not simply let through.
fn told(abi: Abi, call: &Syscall, reach: &Reach) -> Option<CallReach> {
    let reach_word = word(reach);
    (reach_word != ReachWord::Allowed).then(|| CallReach {
        abi: abi.name().to_owned(),
        name: call.name.to_owned(),
        reach: reach_word,
        errno: errno(reach).unwrap_or_default(),
        condition: match reach {
            Reach::Conditional(conditional) => condition(abi, call.name, conditional),
            other if reach_word == ReachWord::Stopped => other.as_str().to_owned(),
            _ => String::new(),
        },
    })
}

fn condition(abi: Abi, call: &str, conditional: &Conditional) -> String {
    let cases = conditional.cases.iter().map(|case| {
        let when: Vec<String> = case.when.iter().map(|one| one.explained(abi, call)).collect();
        format!("{}: {}", when.join(" and "), case.action)
    });
    let otherwise = conditional.otherwise.map(|action| format!("otherwise: {action}"));
    let told: Vec<String> = cases.chain(otherwise).collect();
    if told.is_empty() { "too involved to be told".to_owned() } else { told.join("; ") }
}
