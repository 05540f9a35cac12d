//! Capabilities, filter and mandatory access control.

use seaworthy_core::facts::{
    CapabilitySets, Effective, HostFacts, LiveFacts, Observed, SeccompState,
};
use seaworthy_core::report::isolation::{Capabilities, Lsm, Reading, Seccomp};

use crate::compare::Place;

pub(crate) fn capabilities(live: &LiveFacts) -> Capabilities {
    let sets = Reading::from(&live.capabilities);
    let of = |pick: fn(&CapabilitySets) -> u64| {
        sets.clone().map(|sets| CapabilitySets::names(pick(&sets)).into_iter().collect())
    };
    Capabilities {
        effective: of(|sets| sets.effective),
        permitted: of(|sets| sets.permitted),
        inheritable: of(|sets| sets.inheritable),
        bounding: of(|sets| sets.bounding),
        ambient: of(|sets| sets.ambient),
    }
}

/// Only the most that it can ever have is in the engine's record.
pub(crate) fn configured(effective: &Effective<'_>) -> Capabilities {
    let none = || Reading::unknown("only the running process has it");
    Capabilities {
        effective: none(),
        permitted: none(),
        inheritable: none(),
        bounding: Reading::from(effective.capabilities()).map(|names| names.into_iter().collect()),
        ambient: none(),
    }
}

pub(crate) fn seccomp(live: &LiveFacts) -> Seccomp {
    Seccomp {
        mode: mode(&live.seccomp_mode),
        filters: Reading::from(&live.seccomp.filters),
        profile: match live.seccomp_mode.value() {
            Some(0) => Reading::known("unconfined".to_owned(), "/proc/PID/status"),
            _ => Reading::unknown("a process of the host has no engine that chose one"),
        },
        exact: exact(live),
    }
}

pub(crate) fn seccomp_of_container(place: &Place<'_>) -> Seccomp {
    let state = place.container.effective(place.info()).seccomp();
    let profile = Reading::from(state).map(|state| profile_word(&state).to_owned());
    match place.live() {
        Some(live) => Seccomp { profile, ..seccomp(live) },
        None => Seccomp {
            mode: Reading::unknown(place.why_not_live()),
            filters: Reading::unknown(place.why_not_live()),
            profile,
            exact: Reading::unknown(place.why_not_live()),
        },
    }
}

fn profile_word(state: &SeccompState) -> &'static str {
    match state {
        SeccompState::Unconfined => "unconfined",
        SeccompState::AllowsEverything => "allows everything",
        SeccompState::Builtin => "builtin",
        SeccompState::Custom => "custom",
        SeccompState::Filtered => "filtered",
    }
}

fn mode(observed: &Observed<u8>) -> Reading<String> {
    Reading::from(observed).map(|mode| {
        match mode {
            0 => "none",
            1 => "strict",
            _ => "filter",
        }
        .to_owned()
    })
}

/// Where the filter's instructions were read.
fn exact(live: &LiveFacts) -> Reading<String> {
    if let Observed::Known { source, .. } = &live.seccomp.programs {
        return Reading::known("the kernel's own programs".to_owned(), source.as_str());
    }
    match (live.seccomp_mode.value(), &live.seccomp.profile) {
        (Some(0), _) => Reading::known("no filter".to_owned(), "/proc/PID/status"),
        (_, Observed::Known { source, .. }) => {
            Reading::known("the runtime's instructions".to_owned(), source.as_str())
        }
        _ => Reading::unknown(
            "the runtime's instructions could not be read; run as root, or with --ptrace to ask \
             the kernel",
        ),
    }
}

pub(crate) fn lsm_of_container(place: &Place<'_>) -> Lsm {
    if let Some(live) = place.live() {
        return lsm(&live.lsm_label, place.host);
    }
    let settings = place.container.settings().ok();
    let label = settings.and_then(|settings| {
        let apparmor = settings.apparmor_profile.value().filter(|name| !name.is_empty());
        let selinux = settings.process_label.value().filter(|label| !label.is_empty());
        apparmor.or(selinux).cloned()
    });
    Lsm {
        label: label.map_or_else(
            || Reading::unknown(place.why_not_live()),
            |label| Reading::known(label, "AppArmorProfile, ProcessLabel"),
        ),
        mode: Reading::unknown(place.why_not_live()),
    }
}

/// AppArmor writes its mode behind the label; SELinux has one for the machine.
pub(crate) fn lsm(label: &Observed<String>, host: Option<&HostFacts>) -> Lsm {
    let read = Reading::from(label);
    let text = read.value.as_deref().unwrap_or_default().trim();
    let mode = if let Some((_, mode)) = text.rsplit_once(" (") {
        Reading::known(mode.trim_end_matches(')').to_owned(), read.source.clone())
    } else if text == "unconfined" {
        Reading::known("unconfined".to_owned(), read.source.clone())
    } else if text.matches(':').count() >= 3 {
        selinux_mode(host)
    } else {
        no_label(&read, host)
    };
    Lsm { label: read, mode }
}

fn selinux_mode(host: Option<&HostFacts>) -> Reading<String> {
    let Some(host) = host else {
        return Reading::unknown("the machine was not looked at");
    };
    Reading::from(&host.lsm.selinux_enforcing)
        .map(|enforcing| if enforcing { "enforce" } else { "permissive" }.to_owned())
}

/// Without a label, a kernel without a labelling module explains it.
fn no_label(label: &Reading<String>, host: Option<&HostFacts>) -> Reading<String> {
    let Some(active) = host.and_then(|host| host.lsm.active.value()) else {
        return Reading::unknown(
            label.unknown.clone().unwrap_or_else(|| "the active modules were not read".to_owned()),
        );
    };
    let labels = |name: &String| ["apparmor", "selinux", "smack"].contains(&name.as_str());
    if active.iter().any(labels) {
        return Reading::unknown(
            label.unknown.clone().unwrap_or_else(|| "the process has no label".to_owned()),
        );
    }
    Reading::known("none".to_owned(), "/sys/kernel/security/lsm")
}
