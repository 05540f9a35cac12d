//! Counts: the score with its terms, and every check in one line.

use std::collections::BTreeMap;

use super::super::v1::{Entry, Report, ScoreTerm, Verdict};
use super::case::{shown, state};
use crate::findings::Severity;

/// A word and how often.
#[derive(Debug)]
pub(super) struct Count {
    pub(super) word: &'static str,
    pub(super) label: &'static str,
    pub(super) count: usize,
    /// Length of its bar, 0 to 100.
    pub(super) share: usize,
}

/// The score and how it comes about.
#[derive(Debug)]
pub(super) struct Score {
    /// Empty when nothing was decided.
    pub(super) value: String,
    pub(super) decided: String,
    pub(super) terms: Vec<Term>,
    pub(super) gained: u64,
    pub(super) possible: u64,
}

/// One line of the sum.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) severity: &'static str,
    pub(super) weight: u32,
    pub(super) passed: usize,
    pub(super) decided: usize,
    pub(super) gained: u64,
    pub(super) possible: u64,
}

/// A check in the table of all.
#[derive(Debug)]
pub(super) struct CheckLine {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) severity: &'static str,
    /// Fails, to review, undecided, waived, not applicable, passes.
    pub(super) counts: [usize; 6],
    /// Why it does not apply, when that is all there is to say.
    pub(super) why: String,
}

impl Score {
    /// The score of a report.
    pub(super) fn of(report: &Report) -> Self {
        let score = &report.summary.score;
        let points = |term: &ScoreTerm, count: usize| u64::from(term.weight) * count as u64;
        let term = |term: &ScoreTerm| Term {
            severity: term.severity.as_str(),
            weight: term.weight,
            passed: term.passed,
            decided: term.decided,
            gained: points(term, term.passed),
            possible: points(term, term.decided),
        };
        let terms: Vec<Term> = score.terms.iter().map(term).collect();
        Self {
            value: score.value.map(|value| format!("{value:.1}")).unwrap_or_default(),
            decided: format!("{:.0} %", score.decided * 100.0),
            gained: terms.iter().map(|term| term.gained).sum(),
            possible: terms.iter().map(|term| term.possible).sum(),
            terms,
        }
    }
}

/// Unwaived failures by severity: the four that matter always, others when
/// there are any.
pub(super) fn failures(report: &Report) -> Vec<Count> {
    let of = |severity: Severity| {
        report.summary.failures.get(severity.as_str()).copied().unwrap_or_default()
    };
    let most = Severity::ALL.into_iter().map(of).max().unwrap_or_default().max(1);
    Severity::ALL
        .into_iter()
        .filter(|severity| *severity >= Severity::Low || of(*severity) > 0)
        .map(|severity| Count {
            word: severity.as_str(),
            label: severity.as_str(),
            count: of(severity),
            share: (of(severity) * 100).div_ceil(most),
        })
        .collect()
}

/// Results by state, waived ones apart.
pub(super) fn states(report: &Report) -> Vec<Count> {
    let of = |word: &str| report.results.iter().filter(|entry| state(entry) == word).count();
    let most = report.results.len().max(1);
    [
        ("fail", "fail"),
        ("review", "to review"),
        ("unknown", "undecided"),
        ("waived", "waived"),
        ("not-applicable", "not applicable"),
        ("pass", "pass"),
    ]
    .map(|(word, label)| (word, label, of(word)))
    .into_iter()
    .map(|(word, label, count)| Count { word, label, count, share: (count * 100).div_ceil(most) })
    .collect()
}

/// Every check, in the order of the report.
pub(super) fn checks(report: &Report) -> Vec<CheckLine> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines: Vec<CheckLine> = Vec::new();
    for entry in &report.results {
        let place = *places.entry(&entry.id).or_insert_with(|| {
            lines.push(CheckLine::of(entry));
            lines.len() - 1
        });
        if let Some(line) = lines.get_mut(place) {
            line.add(entry);
        }
    }
    lines
}

impl CheckLine {
    fn of(entry: &Entry) -> Self {
        Self {
            id: shown(&entry.id),
            title: shown(&entry.title),
            severity: entry.severity_default.as_str(),
            counts: [0; 6],
            why: String::new(),
        }
    }

    fn add(&mut self, entry: &Entry) {
        let place = match state(entry) {
            "fail" => 0,
            "review" => 1,
            "unknown" => 2,
            "waived" => 3,
            "not-applicable" => 4,
            _ => 5,
        };
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        }
        let all_alike = self.counts.iter().filter(|count| **count > 0).count() == 1;
        match &entry.reason {
            Some(why) if entry.verdict == Verdict::NotApplicable && all_alike => {
                self.why = shown(why);
            }
            _ => self.why.clear(),
        }
    }
}
