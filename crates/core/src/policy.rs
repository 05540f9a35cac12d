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
        let index = waive::Index::of(findings);
        let apply = |waiver| waive::apply(waiver, findings, &index, today);
        self.waivers.iter().filter_map(apply).collect()
    }
}

/// Whether the checks of a run saw every subject.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Coverage {
    /// All that the engines have.
    AllSubjects,
    /// Only those that somebody chose: what is not among them may still exist.
    SomeSubjects,
}

/// Marks what is new against an earlier report, and returns what is gone.
///
/// Only failing results take part, and a failure that was only a question before
/// is new. A result of the baseline counts as gone only when its check decided
/// about its subject now, or looked at all subjects without meeting it. A
/// narrower selection and missing facts mend nothing.
pub fn against_baseline(
    findings: &mut [Finding],
    baseline: &v1::Report,
    coverage: Coverage,
) -> Vec<v1::Entry> {
    let mut before: BTreeMap<&str, v1::Verdict> = BTreeMap::new();
    for entry in baseline.results.iter().filter(|entry| is_open(entry)) {
        let known = before.entry(&entry.fingerprint).or_insert(entry.verdict);
        if entry.verdict == v1::Verdict::Fail {
            *known = entry.verdict;
        }
    }
    let mut now = Now::default();
    for finding in findings.iter_mut() {
        let outcome = finding.verdict.outcome();
        if matches!(outcome, Outcome::Fail | Outcome::Review) {
            let known = match before.get(finding.fingerprint.as_str()) {
                Some(v1::Verdict::Fail) => true,
                Some(_) => outcome == Outcome::Review,
                None => false,
            };
            finding.baseline =
                Some(if known { BaselineState::Unchanged } else { BaselineState::New });
        }
        now.add(finding, outcome);
    }
    baseline
        .results
        .iter()
        .filter(|entry| is_open(entry) && now.lacks(entry, coverage))
        .cloned()
        .collect()
}

/// What this run came to, by fingerprint and by check.
#[derive(Default)]
struct Now {
    judged: BTreeSet<String>,
    open: BTreeSet<String>,
    decided: BTreeSet<String>,
    undecided: BTreeSet<String>,
}

impl Now {
    fn add(&mut self, finding: &Finding, outcome: Outcome) {
        self.judged.insert(finding.header.id.clone());
        match outcome {
            Outcome::Fail | Outcome::Review | Outcome::Unknown => {
                self.open.insert(finding.fingerprint.clone());
            }
            Outcome::Pass | Outcome::NotApplicable => {
                self.decided.insert(finding.fingerprint.clone());
            }
        }
        // "The containers could not be listed" is a result without a subject.
        if outcome == Outcome::Unknown && finding.subject.name.is_empty() {
            self.undecided.insert(finding.header.id.clone());
        }
    }

    fn lacks(&self, entry: &v1::Entry, coverage: Coverage) -> bool {
        if self.open.contains(&*entry.fingerprint) {
            return false;
        }
        self.decided.contains(&*entry.fingerprint)
            || (coverage == Coverage::AllSubjects
                && self.judged.contains(&*entry.id)
                && !self.undecided.contains(&*entry.id))
    }
}

fn is_open(entry: &v1::Entry) -> bool {
    matches!(entry.verdict, v1::Verdict::Fail | v1::Verdict::Review)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::findings::{
        Header, Payload, Remedy, Subject, SubjectKind, Verdict, fail, pass, review,
    };
    use crate::report::{Parts, build};

    fn finding(container: &str, verdict: Verdict) -> Finding {
        let header = Header {
            id: "privileged-container".into(),
            title: String::new(),
            section: String::new(),
            tags: Vec::new(),
            severity: Severity::Critical,
            benchmarks: Vec::new(),
            remedy: Remedy::default(),
        };
        let subject = Subject::new(SubjectKind::Container, container);
        Finding::new(Arc::new(header), Arc::new(subject), verdict, Payload::Misconfiguration)
    }

    fn report(findings: Vec<Finding>) -> v1::Report {
        let gate = Gate::default().decide(&findings, 0);
        let parts = Parts {
            version: String::new(),
            created: String::new(),
            targets: Vec::new(),
            fixed: Vec::new(),
            views: BTreeMap::new(),
            problems: Vec::new(),
            gate,
        };
        build(findings, parts)
    }

    fn gone(before: Vec<Finding>, mut now: Vec<Finding>, coverage: Coverage) -> Vec<String> {
        let fixed = against_baseline(&mut now, &report(before), coverage);
        fixed.iter().map(|entry| entry.subject.name.clone()).collect()
    }

    #[test]
    fn only_what_was_looked_at_can_be_gone() {
        let before = || vec![finding("web", fail("x")), finding("db", fail("x"))];
        let undecided = |name| finding(name, Verdict::Unknown("permission denied".into()));
        let all = Coverage::AllSubjects;
        assert_eq!(gone(before(), vec![finding("web", pass())], all), ["web", "db"]);
        assert_eq!(gone(before(), vec![undecided("web"), undecided("db")], all), [""; 0]);
        assert_eq!(gone(before(), vec![undecided("")], all), [""; 0]);
        assert_eq!(gone(before(), vec![finding("web", pass())], Coverage::SomeSubjects), ["web"]);
    }

    #[test]
    fn many_waivers_and_findings_are_matched_in_time() {
        let entry = |name: &str| {
            let text = format!("[[waive]]\nid = \"{name}\"\nreason = \"r\"\n");
            PolicyFile::parse("p", &text).unwrap().waive.remove(0)
        };
        let waivers = (0..5_000).map(|number| entry(&format!("CVE-{number}"))).collect();
        let policy = Policy { waivers, ..Policy::default() };
        let one = finding("web", fail("x"));
        let mut findings: Vec<Finding> = (0..50_000)
            .map(|number| {
                let header = Header { id: format!("CVE-{}", number * 2), ..(*one.header).clone() };
                Finding { header: Arc::new(header), ..one.clone() }
            })
            .collect();
        let started = std::time::Instant::now();
        assert_eq!(policy.apply(&mut findings, "2026-01-01").len(), 2_500);
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
        assert_eq!(findings.iter().filter(|finding| finding.waived.is_some()).count(), 2_500);
    }

    #[test]
    fn a_question_that_became_a_failure_is_new() {
        let gate = Gate { fail_on: Some(Severity::Low), review: true, ..Gate::default() };
        let baseline = report(vec![finding("web", review("is it?"))]);
        for (verdict, holds) in [(review("is it?"), true), (fail("it is"), false)] {
            let mut now = [finding("web", verdict)];
            against_baseline(&mut now, &baseline, Coverage::AllSubjects);
            assert_eq!(gate.decide(&now, 0).holds, holds);
        }
    }
}
