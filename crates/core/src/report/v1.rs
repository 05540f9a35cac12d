//! JSON report, format 1.
//!
//! Field names never change within format 1, and nothing that is null is left
//! out; fields may be added. The JSON Schema beside the documentation is
//! compared with every output in the tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::findings::{Confidence, Severity, SubjectKind};

/// Value of [`Report::format`].
pub const FORMAT: &str = "seaworthy-report/1";

/// The whole report.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: String,
    /// Who wrote it.
    pub tool: Tool,
    /// When, RFC 3339, UTC.
    pub created: String,
    /// Every fact that a check wanted could be read.
    pub complete: bool,
    /// What was looked at; results name theirs by position.
    pub targets: Vec<Target>,
    /// All results, passed and waived ones too.
    pub results: Vec<Entry>,
    /// Results of the baseline that are gone.
    pub fixed: Vec<Entry>,
    /// Tables beside the results, each with its own format name.
    #[serde(default)]
    pub views: BTreeMap<String, Value>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Counts and score.
    pub summary: Summary,
    /// The gate's decision.
    pub gate: Gate,
}

/// The writer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tool {
    /// `seaworthy`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Something that was looked at.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Target {
    /// `host`, `engine`, `image` …
    pub kind: String,
    /// Name for people.
    pub name: String,
    /// Id, empty when there is none.
    pub id: String,
    /// One line about it: versions, or why it could not be asked.
    pub description: String,
}

/// One result.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Entry {
    /// Kind of finding; names the payload.
    pub kind: Arc<str>,
    /// Check or advisory.
    pub id: Arc<str>,
    /// What is wrong, in a few words.
    pub title: Arc<str>,
    /// Section.
    pub section: Arc<str>,
    /// Position in `targets`.
    pub target: usize,
    /// Verdict.
    pub verdict: Verdict,
    /// Severity in force.
    pub severity: Severity,
    /// Severity of the check itself.
    pub severity_default: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What it is about.
    pub subject: Arc<Subject>,
    /// What is wrong here.
    pub message: String,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// Why not applicable, unknown or to review.
    pub reason: Option<String>,
    /// Benchmarks that ask for it.
    pub benchmarks: Arc<[Benchmark]>,
    /// The way out.
    pub remedy: Arc<Remedy>,
    /// Name that survives recreation.
    pub fingerprint: Arc<str>,
    /// Accepted by whom.
    pub waived: Option<Waiver>,
    /// Against a baseline.
    pub baseline: Option<Baseline>,
    /// Payload of a vulnerability.
    pub vulnerability: Option<Box<Vulnerability>>,
    /// Payload of a secret.
    pub secret: Option<Box<Secret>>,
    /// Payload of a licence.
    pub licence: Option<Box<Licence>>,
}

/// Verdict of a result.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Wrong.
    Fail,
    /// For a person to decide.
    Review,
    /// Facts are missing.
    Unknown,
    /// Does not apply.
    NotApplicable,
    /// As it should be.
    Pass,
}

impl Verdict {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Review => "review",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
            Self::Pass => "pass",
        }
    }
}

/// Against a baseline.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// Was not there.
    New,
    /// Was there.
    Unchanged,
}

/// What a result is about.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Subject {
    /// Kind.
    pub kind: SubjectKind,
    /// Name; empty for "there is none".
    pub name: String,
    /// Id of this instance.
    pub id: String,
}

/// One fact.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Evidence {
    /// Name of the fact.
    pub fact: String,
    /// What was seen.
    pub value: String,
    /// Where.
    pub source: String,
}

/// A recommendation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Benchmark {
    /// `cis-docker`.
    pub name: String,
    /// `1.8.0`.
    pub version: String,
    /// `5.5`.
    pub id: String,
    /// Level.
    pub level: u8,
}

/// The way out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Remedy {
    /// What to do.
    pub summary: String,
    /// Commands.
    pub commands: Vec<String>,
    /// What it may break: `safe`, `restarts`, `review`.
    pub risk: String,
}

/// An acceptance.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Waiver {
    /// Why.
    pub reason: String,
    /// By whom.
    pub owner: String,
    /// Until when; empty for no end.
    pub expires: String,
    /// File and line.
    pub file: String,
}

/// A component.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Package {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Package URL.
    pub purl: String,
    /// Source package.
    pub source: String,
}

/// Payload of a vulnerability.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Vulnerability {
    /// Other ids.
    pub aliases: Vec<String>,
    /// Component.
    pub package: Package,
    /// Fixed version, empty when there is none.
    pub fixed: String,
    /// State of the fix.
    pub state: String,
    /// Ratings.
    pub cvss: Vec<Cvss>,
    /// Probability of exploitation.
    pub epss: Option<f64>,
    /// Known to be exploited.
    pub kev: bool,
    /// Layer.
    pub layer: String,
    /// Why it matched.
    pub because: Vec<String>,
}

/// A rating.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cvss {
    /// By whom.
    pub source: String,
    /// Vector.
    pub vector: String,
    /// Score.
    pub score: f64,
}

/// Payload of a secret.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Secret {
    /// Class.
    pub class: String,
    /// Where.
    pub location: String,
    /// Length in bytes.
    pub length: usize,
}

/// Payload of a licence.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Licence {
    /// SPDX expression.
    pub expression: String,
    /// Component.
    pub package: Package,
}

/// What could not be read.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// What was asked.
    pub source: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Counts and score.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Summary {
    /// Results by verdict.
    pub verdicts: BTreeMap<String, usize>,
    /// Unwaived failures by severity.
    pub failures: BTreeMap<String, usize>,
    /// Waived results.
    pub waived: usize,
    /// Under a baseline: new failures.
    pub new: usize,
    /// Under a baseline: gone.
    pub fixed: usize,
    /// Score with its terms.
    pub score: Score,
}

/// A score that a person can check: the weight of what passes over the weight
/// of what was decided, waived results left out.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Score {
    /// 0 to 100, null when nothing was decided.
    pub value: Option<f64>,
    /// Terms by severity: weight of one result, how many passed, how many were
    /// decided.
    pub terms: Vec<ScoreTerm>,
    /// Share of applicable results that were decided, 0 to 1.
    pub decided: f64,
}

/// One term of the score.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ScoreTerm {
    /// Severity.
    pub severity: Severity,
    /// Weight of one result.
    pub weight: u32,
    /// Results that pass.
    pub passed: usize,
    /// Results that pass or fail.
    pub decided: usize,
}

/// The gate's decision.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Gate {
    /// The policy holds.
    pub holds: bool,
    /// Why not.
    pub because: Vec<String>,
    /// The rules in force; without any the gate holds.
    #[serde(default)]
    pub rules: Vec<String>,
}
