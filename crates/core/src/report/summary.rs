//! Counts and score.

use std::collections::BTreeMap;

use super::v1::{Entry, Score, ScoreTerm, Summary, Verdict};
use crate::findings::Severity;

/// Weight of one result: a critical failure outweighs sixteen of low severity.
const WEIGHTS: &[(Severity, u32)] =
    &[(Severity::Critical, 16), (Severity::High, 8), (Severity::Medium, 4), (Severity::Low, 1)];

pub(super) fn summary(results: &[Entry], fixed: usize) -> Summary {
    let mut verdicts = BTreeMap::new();
    let mut failures = BTreeMap::new();
    for entry in results {
        *verdicts.entry(entry.verdict.as_str().to_owned()).or_default() += 1;
        if entry.verdict == Verdict::Fail && entry.waived.is_none() {
            *failures.entry(entry.severity.as_str().to_owned()).or_default() += 1;
        }
    }
    let is_new = |entry: &&Entry| {
        entry.baseline == Some(super::v1::Baseline::New) && entry.verdict == Verdict::Fail
    };
    Summary {
        verdicts,
        failures,
        waived: results.iter().filter(|entry| entry.waived.is_some()).count(),
        new: results.iter().filter(is_new).count(),
        fixed,
        score: score(results),
    }
}

fn score(results: &[Entry]) -> Score {
    let counted = || results.iter().filter(|entry| entry.waived.is_none());
    let terms: Vec<ScoreTerm> = WEIGHTS
        .iter()
        .map(|(severity, weight)| {
            let of = |verdict| {
                counted()
                    .filter(|entry| entry.severity == *severity && entry.verdict == verdict)
                    .count()
            };
            let passed = of(Verdict::Pass);
            ScoreTerm {
                severity: *severity,
                weight: *weight,
                passed,
                decided: passed + of(Verdict::Fail),
            }
        })
        .collect();
    let weigh = |count: fn(&ScoreTerm) -> usize| {
        terms.iter().map(|term| count(term) as f64 * f64::from(term.weight)).sum::<f64>()
    };
    let all = weigh(|term| term.decided);
    let value = (all > 0.0).then(|| (weigh(|term| term.passed) / all * 1000.0).round() / 10.0);
    let decided =
        counted().filter(|entry| matches!(entry.verdict, Verdict::Pass | Verdict::Fail)).count();
    let applicable = counted().filter(|entry| entry.verdict != Verdict::NotApplicable).count();
    let share = if applicable == 0 { 0.0 } else { decided as f64 / applicable as f64 };
    Score { value, terms, decided: (share * 1000.0).round() / 1000.0 }
}
