//! What a finding means here: severities, waivers, baselines, the gate.
//!
//! All of it happens after the judges, in [`Policy::apply`]: no check knows
//! that somebody accepted its result. What is waived stays in the report.

mod file;
mod gate;
mod selector;
mod waive;

pub use file::{GateTable, PolicyError, PolicyFile, TrustedTable, WaiverEntry};
pub use gate::{Gate, GateOutcome};
pub use selector::{Selection, SubjectGlob};
pub use waive::WaiverProblem;

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::{BaselineState, Finding, Outcome, Severity};
use crate::report::v1;

/// The user's rules, read and valid.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Severity by id of check or advisory.
    pub severity: BTreeMap<String, Severity>,
    /// Accepted findings.
    pub waivers: Vec<WaiverEntry>,
}

impl Policy {
    /// Applies severities and waivers, and returns what is wrong with the
    /// waivers themselves: expired ones (which waive nothing) and ones that
    /// matched nothing. `today` is `YYYY-MM-DD`.
    pub fn apply(&self, findings: &mut [Finding], today: &str) -> Vec<WaiverProblem> {
        for finding in findings.iter_mut() {
            if let Some(severity) = self.severity.get(&finding.header.id) {
                finding.severity = *severity;
            }
        }
        self.waivers.iter().filter_map(|waiver| waive::apply(waiver, findings, today)).collect()
    }
}

/// Marks what is new against an earlier report, and returns what is gone.
///
/// Only failing results take part. A result of the baseline counts as gone only
/// when its check ran again: a narrower selection fixes nothing.
pub fn against_baseline(findings: &mut [Finding], baseline: &v1::Report) -> Vec<v1::Entry> {
    let before: BTreeSet<&str> = baseline
        .results
        .iter()
        .filter(|entry| is_open(entry))
        .map(|entry| &*entry.fingerprint)
        .collect();
    let mut now = BTreeSet::new();
    let mut judged = BTreeSet::new();
    for finding in findings.iter_mut() {
        judged.insert(finding.header.id.clone());
        if matches!(finding.verdict.outcome(), Outcome::Fail | Outcome::Review) {
            let known = before.contains(finding.fingerprint.as_str());
            finding.baseline =
                Some(if known { BaselineState::Unchanged } else { BaselineState::New });
            now.insert(finding.fingerprint.clone());
        }
    }
    baseline
        .results
        .iter()
        .filter(|entry| {
            is_open(entry) && judged.contains(&*entry.id) && !now.contains(&*entry.fingerprint)
        })
        .cloned()
        .collect()
}

fn is_open(entry: &v1::Entry) -> bool {
    matches!(entry.verdict, v1::Verdict::Fail | v1::Verdict::Review)
}
