//! The JSON log of docker-bench-security 1.6.0, so that what reads it today
//! (DefectDojo's importer among others) reads ours.
//!
//! Recommendations carry their ids of CIS Docker 1.6.0, the edition that the
//! tool implements; results without such an id have no place in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use chrono::DateTime;
use serde::Serialize;

use super::json::write_pretty;
use super::printable::printable;
use super::v1::{Entry, Report, Verdict};

const BENCHMARK: &str = "cis-docker";
const EDITION: &str = "1.6.0";

const SECTIONS: [(&str, &str); 7] = [
    ("1", "The host"),
    ("2", "How the daemon is configured"),
    ("3", "Files of the daemon"),
    ("4", "Images and how they are built"),
    ("5", "Running containers"),
    ("6", "Housekeeping"),
    ("7", "Swarm"),
];

#[derive(Debug, Serialize)]
struct Log {
    dockerbenchsecurity: &'static str,
    start: i64,
    tests: Vec<Section>,
    checks: usize,
    score: i64,
    end: i64,
}

#[derive(Debug, Serialize)]
struct Section {
    id: &'static str,
    desc: &'static str,
    results: Vec<Test>,
}

#[derive(Debug, Serialize)]
struct Test {
    id: String,
    desc: String,
    result: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    details: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    remediation: String,
    #[serde(rename = "remediation-impact", skip_serializing_if = "str::is_empty")]
    impact: &'static str,
}

/// Writes the log with a final newline. A report whose time cannot be read
/// gives the start and end 0: the importer insists on a number.
pub fn write_docker_bench(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let created = DateTime::parse_from_rfc3339(&report.created).map_or(0, |time| time.timestamp());
    let tests = sections(report);
    let all = || tests.iter().flat_map(|section| &section.results);
    let log = Log {
        dockerbenchsecurity: EDITION,
        start: created,
        checks: all().count(),
        score: all().map(points).sum(),
        tests,
        end: created,
    };
    write_pretty(&log, out)
}

/// What docker-bench-security counts: passes less warnings.
fn points(test: &Test) -> i64 {
    match test.result {
        "PASS" => 1,
        "WARN" => -1,
        _ => 0,
    }
}

fn sections(report: &Report) -> Vec<Section> {
    let mut by_id: BTreeMap<Vec<u32>, (&str, Vec<&Entry>)> = BTreeMap::new();
    for entry in &report.results {
        for id in ids(entry) {
            by_id.entry(order(id)).or_insert_with(|| (id, Vec::new())).1.push(entry);
        }
    }
    let section = |(number, desc): &(&'static str, &'static str)| {
        let belongs = |id: &str| id.split('.').next() == Some(number);
        let results: Vec<Test> = by_id
            .values()
            .filter(|(id, _)| belongs(id))
            .filter_map(|(id, entries)| test(id, entries))
            .collect();
        Section { id: number, desc, results }
    };
    SECTIONS.iter().map(section).filter(|section| !section.results.is_empty()).collect()
}

fn ids(entry: &Entry) -> impl Iterator<Item = &str> {
    entry
        .benchmarks
        .iter()
        .filter(|each| each.name == BENCHMARK && each.version == EDITION)
        .map(|each| each.id.as_str())
}

/// `5.10` comes after `5.9`.
fn order(id: &str) -> Vec<u32> {
    id.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// What all results of one recommendation come to: the one that needs most
/// attention speaks.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Standing {
    Fails,
    ToReview,
    Accepted,
    Undecided,
    Passes,
    DoesNotApply,
}

impl Standing {
    fn of(entry: &Entry) -> Self {
        match (entry.verdict, &entry.waived) {
            (Verdict::Pass, _) => Self::Passes,
            (Verdict::NotApplicable, _) => Self::DoesNotApply,
            (_, Some(_)) => Self::Accepted,
            (Verdict::Fail, None) => Self::Fails,
            (Verdict::Review, None) => Self::ToReview,
            (Verdict::Unknown, None) => Self::Undecided,
        }
    }

    fn result(self) -> &'static str {
        match self {
            Self::Fails => "WARN",
            Self::ToReview | Self::Accepted => "NOTE",
            Self::Undecided | Self::DoesNotApply => "INFO",
            Self::Passes => "PASS",
        }
    }

    /// A title names what is wrong: where it is not wrong, the words before it
    /// must say so.
    fn desc(self, title: &str) -> String {
        match self {
            Self::Fails => title.to_owned(),
            Self::ToReview => format!("to review: {title}"),
            Self::Accepted => format!("accepted: {title}"),
            Self::Undecided => format!("undecided: {title}"),
            Self::Passes => format!("not found: {title}"),
            Self::DoesNotApply => format!("not applicable: {title}"),
        }
    }
}

fn test(id: &str, entries: &[&Entry]) -> Option<Test> {
    let standing = entries.iter().map(|entry| Standing::of(entry)).min()?;
    let speakers: Vec<&Entry> =
        entries.iter().copied().filter(|entry| Standing::of(entry) == standing).collect();
    let first = speakers.first()?;
    let needs_action = standing <= Standing::Undecided;
    let remediation = if needs_action { remediation(first) } else { String::new() };
    Some(Test {
        id: id.to_owned(),
        desc: printable(&standing.desc(&first.title)),
        result: standing.result(),
        details: if standing == Standing::Passes { String::new() } else { details(&speakers) },
        items: if needs_action { items(&speakers) } else { Vec::new() },
        // The importer joins impact to remediation, and fails without the latter.
        impact: if remediation.is_empty() { "" } else { impact(&first.remedy.risk) },
        remediation,
    })
}

fn details(speakers: &[&Entry]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in speakers {
        let said: Cow<'_, str> = match (&entry.waived, &entry.reason) {
            (Some(waiver), _) => format!("{} (accepted: {})", entry.message, waiver.reason).into(),
            (None, Some(reason)) if entry.message.is_empty() => reason.into(),
            (None, _) => (&entry.message).into(),
        };
        let line = match entry.subject.name.as_str() {
            "" => printable(&said),
            name => printable(&format!("{name}: {said}")),
        };
        if !line.is_empty() && seen.insert(line.clone()) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn items(speakers: &[&Entry]) -> Vec<String> {
    let mut names: Vec<String> =
        speakers.iter().map(|entry| printable(&entry.subject.name)).collect();
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

fn remediation(entry: &Entry) -> String {
    let commands = entry.remedy.commands.iter().map(String::as_str);
    let lines = [entry.remedy.summary.as_str()].into_iter().chain(commands);
    lines.map(printable).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn impact(risk: &str) -> &'static str {
    match risk {
        "safe" => "Nothing stops working.",
        "restarts" => "A daemon or container restarts.",
        _ => "Something may depend on the present state: look first.",
    }
}
