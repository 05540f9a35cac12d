//! One result of one judge on one subject.

use std::sync::Arc;

use super::{Payload, Remedy, Severity, Subject, Verdict};

/// A recommendation of a published benchmark that a check covers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Benchmark {
    /// `cis-docker`.
    pub name: &'static str,
    /// `1.8.0`.
    pub version: &'static str,
    /// `5.5`.
    pub id: &'static str,
    /// Profile level, 1 or 2.
    pub level: u8,
}

/// What all findings have in common before anybody judged: the constant part.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Kebab-case id of the check, or id of the advisory.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// Section that groups it in reports.
    pub section: String,
    /// Tags that select it.
    pub tags: Vec<String>,
    /// Severity before verdict and policy had their say.
    pub severity: Severity,
    /// Benchmarks that ask for it.
    pub benchmarks: Vec<Benchmark>,
    /// The general way out.
    pub remedy: Remedy,
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The constant part, shared by all results of a check.
    pub header: Arc<Header>,
    /// What it is about, shared by all results on it.
    pub subject: Arc<Subject>,
    /// Index of the target (host, engine, image) in the report.
    pub target: usize,
    /// The judgement.
    pub verdict: Verdict,
    /// Severity in force: policy over verdict over check.
    pub severity: Severity,
    /// What only this kind has.
    pub payload: Payload,
    /// Name that survives recreation.
    pub fingerprint: String,
    /// Accepted, with who, why and until when.
    pub waived: Option<Waiver>,
    /// Against a baseline.
    pub baseline: Option<BaselineState>,
}

impl Finding {
    /// A finding as a judge made it, before policy.
    pub fn new(
        header: Arc<Header>,
        subject: Arc<Subject>,
        verdict: Verdict,
        payload: Payload,
    ) -> Self {
        let severity = verdict
            .case()
            .and_then(|case| case.severity.as_ref())
            .map_or(header.severity, |(severity, _)| *severity);
        let fingerprint = super::fingerprint(&header.id, &subject, &payload);
        Self {
            header,
            subject,
            target: 0,
            verdict,
            severity,
            payload,
            fingerprint,
            waived: None,
            baseline: None,
        }
    }

    /// The remedy for this subject, else the general one.
    pub fn remedy(&self) -> &Remedy {
        self.verdict.case().and_then(|case| case.remedy.as_deref()).unwrap_or(&self.header.remedy)
    }
}

/// Why a finding is accepted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Waiver {
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Last day, `YYYY-MM-DD`, empty for no end.
    pub expires: String,
    /// File and line of the waiver.
    pub file: String,
}

/// A finding against an earlier report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BaselineState {
    /// Was not there.
    New,
    /// Was there.
    Unchanged,
}
