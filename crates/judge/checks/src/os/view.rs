//! The view `operating-system` of a report.

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::report::v1::Evidence;
use seaworthy_core::report::{OPERATING_SYSTEM_FORMAT, OperatingSystemView, OsMeasure, OsProperty};

use super::recognised::recognised;
use super::score::{Kind, Score, gained};

/// What kind of system this is, with the terms of its score.
pub fn operating_system_view(host: &HostFacts) -> OperatingSystemView {
    let score = Score::of(host);
    let system = recognised(host);
    let release = host.os_release.value();
    let name = release.and_then(|release| release.get("PRETTY_NAME").or_else(|| release.get("ID")));
    let note = system.map_or_else(String::new, |system| match system.ended {
        "" => system.note.to_owned(),
        ended => format!("Nobody maintains it since {ended}; {} followed.", system.followed_by),
    });
    OperatingSystemView {
        format: OPERATING_SYSTEM_FORMAT.to_owned(),
        name: name.cloned().unwrap_or_default(),
        recognised: system.map_or_else(String::new, |system| system.name.to_owned()),
        note,
        kind: score.kind().as_str().to_owned(),
        because: because(score.kind()).to_owned(),
        score: score.value(),
        decided: score.decided(),
        properties: properties(&score),
        measures: measures(host),
    }
}

fn because(kind: Kind) -> &'static str {
    match kind {
        Kind::Dedicated => "system files are read-only, and updates replace them as a whole",
        Kind::Partly => {
            "only one of two holds: system files are read-only, updates replace them as a whole"
        }
        Kind::GeneralPurpose => "system files are writable, and packages replace them one by one",
        Kind::Undecided => {
            "whether system files are read-only, or how they are replaced, is unknown"
        }
    }
}

fn properties(score: &Score) -> Vec<OsProperty> {
    let term =
        |(property, judged): &(&super::property::Property, super::property::Judged)| OsProperty {
            id: property.id.to_owned(),
            title: property.title.to_owned(),
            state: judged.state.as_str().to_owned(),
            weight: property.weight,
            gained: gained(property, judged),
            said: judged.said.clone(),
            evidence: judged
                .evidence
                .iter()
                .map(|each| Evidence {
                    fact: each.fact.clone(),
                    value: each.value.clone(),
                    source: each.source.clone(),
                })
                .collect(),
        };
    score.terms.iter().map(term).collect()
}

fn measures(host: &HostFacts) -> Vec<OsMeasure> {
    let os = &host.os;
    let reachable =
        os.listeners.clone().map(|all| all.into_iter().filter(|socket| !socket.loopback).count());
    let packages = match &os.packages {
        Observed::Known { value, .. } => value.count.clone(),
        Observed::Absent => Observed::Absent,
        Observed::Unreadable(reason) => Observed::Unreadable(*reason),
    };
    vec![
        measure("sockets open to the network", &reachable),
        measure("setuid and setgid files", &os.setuid.clone().map(|found| found.files.len())),
        measure("units that start by themselves", &os.enabled_units.clone().map(|all| all.len())),
        measure("loaded kernel modules", &host.kernel.modules.clone().map(|all| all.len())),
        measure("installed packages", &packages),
    ]
}

fn measure(name: &str, count: &Observed<usize>) -> OsMeasure {
    let (count, said) = match count {
        Observed::Known { value, source } => (Some(*value), source.as_str().to_owned()),
        Observed::Absent => (None, "there are none to count".to_owned()),
        Observed::Unreadable(reason) => (None, reason.to_string()),
    };
    OsMeasure { name: name.to_owned(), count, said }
}
