//! All results of one check that somebody may want to see.

use std::collections::BTreeMap;

use super::super::format::Explanation;
use super::super::options::{self, Told};
use super::super::v1::{Baseline, Entry, Report, Verdict};
use super::case::{Case, Fix, shown, state};
use super::option::OptionRow;
use super::prose::prose;

/// Cases of one check; the JSON report has the rest.
const CASES: usize = 200;
/// Options of one block: the table has some hundred of all kinds.
const OPTIONS: usize = 1000;

/// One check with its cases, or the kernel's options of one severity.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) anchor: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) section: String,
    pub(super) severity: &'static str,
    pub(super) state: &'static str,
    /// `3 containers`.
    pub(super) count: String,
    pub(super) fresh: usize,
    pub(super) benchmarks: Vec<String>,
    pub(super) cases: Vec<Case>,
    pub(super) options: Vec<OptionRow>,
    pub(super) left_out: usize,
    /// When all cases have the same.
    pub(super) fix: Option<Fix>,
    pub(super) explanation: String,
}

/// Checks whose worst case is alike.
#[derive(Debug)]
pub(super) struct Chapter {
    pub(super) title: &'static str,
    pub(super) note: &'static str,
    pub(super) groups: Vec<Group>,
}

/// Chapters in the order in which they matter. What passes or does not apply
/// is counted elsewhere.
pub(super) fn chapters(
    report: &Report,
    explain: &dyn Fn(&str) -> Option<Explanation>,
) -> Vec<Chapter> {
    let mut told: BTreeMap<Told<'_>, Vec<&Entry>> = BTreeMap::new();
    for entry in &report.results {
        if !matches!(entry.verdict, Verdict::Pass | Verdict::NotApplicable) {
            told.entry(Told::of(entry, state(entry))).or_default().push(entry);
        }
    }
    let mut groups: Vec<(&Entry, Vec<&Entry>)> = told
        .into_values()
        .filter_map(|mut entries| {
            entries.sort_by_key(|entry| weight(entry));
            entries.first().copied().map(|worst| (worst, entries))
        })
        .collect();
    groups.sort_by_key(|(worst, entries)| (weight(worst), std::cmp::Reverse(entries.len())));
    let chapter = |(wanted, title, note): (&str, &'static str, &'static str)| Chapter {
        title,
        note,
        groups: groups
            .iter()
            .enumerate()
            .filter(|(_, (worst, _))| state(worst) == wanted)
            .map(|(place, (worst, entries))| match options::is_option(worst) {
                true => Group::options(worst, entries),
                false => Group::of(place, worst, entries, explain),
            })
            .collect(),
    };
    [
        ("fail", "Failures", "What is wrong, worst first."),
        ("review", "To review", "Only a person can decide these."),
        ("unknown", "Undecided", "Facts are missing; these neither pass nor fail."),
        ("waived", "Waived", "Accepted by somebody, with a reason."),
    ]
    .into_iter()
    .map(chapter)
    .filter(|chapter| !chapter.groups.is_empty())
    .collect()
}

/// Smaller matters more: first the state, then the severity.
fn weight(entry: &Entry) -> (u8, std::cmp::Reverse<crate::findings::Severity>) {
    let state = match state(entry) {
        "fail" => 0,
        "review" => 1,
        "unknown" => 2,
        _ => 3,
    };
    (state, std::cmp::Reverse(entry.severity))
}

impl Group {
    fn of(
        place: usize,
        worst: &Entry,
        entries: &[&Entry],
        explain: &dyn Fn(&str) -> Option<Explanation>,
    ) -> Self {
        let alike = entries.iter().all(|entry| entry.remedy == worst.remedy);
        let merged = merged(entries);
        Self {
            anchor: anchor(&worst.id, place),
            id: shown(&worst.id),
            title: shown(&worst.title),
            section: shown(&worst.section),
            severity: worst.severity.as_str(),
            state: state(worst),
            count: count(worst, entries),
            fresh: fresh(entries),
            benchmarks: benchmarks(worst),
            left_out: merged.iter().skip(CASES).map(Vec::len).sum(),
            cases: merged
                .iter()
                .take(CASES)
                .filter_map(|entries| Case::of(entries, !alike))
                .collect(),
            options: Vec::new(),
            fix: alike.then(|| Fix::of(&worst.remedy)),
            explanation: explain(&worst.id)
                .map(|explanation| prose(&explanation.markdown))
                .unwrap_or_default(),
        }
    }
}

impl Group {
    /// Options of the kernel that share state and severity.
    fn options(worst: &Entry, entries: &[&Entry]) -> Self {
        let (state, severity) = (state(worst), worst.severity.as_str());
        let fix = Fix { summary: options::WAY_OUT.replace('`', ""), ..Fix::default() };
        Self {
            anchor: format!("kernel-options-{state}-{severity}"),
            id: "kernel options".into(),
            title: options::title(state, entries.len()),
            section: shown(&worst.section),
            severity,
            state,
            count: String::new(),
            fresh: fresh(entries),
            benchmarks: Vec::new(),
            left_out: entries.len().saturating_sub(OPTIONS),
            cases: Vec::new(),
            options: entries.iter().take(OPTIONS).map(|entry| OptionRow::of(entry)).collect(),
            fix: (state == "fail").then_some(fix),
            explanation: String::new(),
        }
    }
}

/// How many failures are new since the baseline.
fn fresh(entries: &[&Entry]) -> usize {
    let is_new =
        |entry: &&&Entry| entry.baseline == Some(Baseline::New) && entry.verdict == Verdict::Fail;
    entries.iter().filter(is_new).count()
}

/// Results that say the same of different subjects stand together.
fn merged<'a>(entries: &[&'a Entry]) -> Vec<Vec<&'a Entry>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut merged: Vec<Vec<&Entry>> = Vec::new();
    for entry in entries {
        let said = format!(
            "{:?}",
            (
                (entry.verdict, entry.severity, entry.confidence),
                (&entry.message, &entry.reason, &entry.evidence),
                (&entry.waived, entry.baseline, &entry.remedy),
                (&entry.vulnerability, &entry.secret, &entry.licence),
            )
        );
        let place = *places.entry(said).or_insert_with(|| {
            merged.push(Vec::new());
            merged.len() - 1
        });
        if let Some(case) = merged.get_mut(place) {
            case.push(entry);
        }
    }
    merged
}

/// How many subjects are in the worst state, by kind of subject when it is one.
fn count(worst: &Entry, entries: &[&Entry]) -> String {
    let alike: Vec<_> = entries.iter().filter(|entry| state(entry) == state(worst)).collect();
    let kind = worst.subject.kind;
    let same_kind = alike.iter().all(|entry| entry.subject.kind == kind);
    let noun = match kind.as_str() {
        _ if !same_kind => "result",
        "policy" => "entry of the policy",
        "kernel-option" => "option",
        other => other,
    };
    match (alike.len(), noun) {
        (1, _) => shown(if worst.subject.name.is_empty() { noun } else { &worst.subject.name }),
        (many, "entry of the policy") => format!("{many} entries of the policy"),
        (many, noun) => format!("{many} {noun}s"),
    }
}

fn benchmarks(entry: &Entry) -> Vec<String> {
    // The newest edition comes first; older ones number the same thing again.
    let newest = entry.benchmarks.first().map(|each| each.version.as_str());
    entry
        .benchmarks
        .iter()
        .filter(|each| Some(each.version.as_str()) == newest)
        .map(|each| {
            let name = if each.name == "cis-docker" { "CIS Docker" } else { &each.name };
            shown(&format!("{name} {} § {}", each.version, each.id))
        })
        .collect()
}

/// A stable name to link to, when the id can be one.
fn anchor(id: &str, place: usize) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
    if !id.is_empty() && id.len() < 80 && id.chars().all(plain) {
        id.to_owned()
    } else {
        format!("result-{place}")
    }
}
