//! Findings become a report.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{summary::summary, v1};
use crate::facts::Problem;
use crate::findings::{
    BaselineState, Case, Evidence, Finding, Header, PackageRef, Payload, Remedy, Subject, Verdict,
    Waiver,
};
use crate::policy::GateOutcome;

/// What a report is made of, beside the findings.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Version of the tool.
    pub version: String,
    /// When, RFC 3339, UTC.
    pub created: String,
    /// What was looked at.
    pub targets: Vec<v1::Target>,
    /// Results of the baseline that are gone.
    pub fixed: Vec<v1::Entry>,
    /// Tables beside the results.
    pub views: BTreeMap<String, Value>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The gate's decision.
    pub gate: GateOutcome,
}

/// Makes the report. Findings are consumed as they are turned into entries, so
/// both never stand in memory whole.
pub fn build(findings: Vec<Finding>, parts: Parts) -> v1::Report {
    let mut shared = Shared::default();
    let results: Vec<v1::Entry> =
        findings.into_iter().map(|finding| shared.entry(finding)).collect();
    let complete = !results.iter().any(|entry| entry.verdict == v1::Verdict::Unknown);
    v1::Report {
        format: v1::FORMAT.to_owned(),
        tool: v1::Tool { name: "seaworthy".to_owned(), version: parts.version },
        created: parts.created,
        complete,
        summary: summary(&results, parts.fixed.len()),
        targets: parts.targets,
        results,
        fixed: parts.fixed,
        views: parts.views,
        problems: parts.problems.into_iter().map(problem).collect(),
        gate: v1::Gate {
            holds: parts.gate.holds,
            because: parts.gate.because,
            rules: parts.gate.rules,
        },
    }
}

/// Constant parts, made once a check and once a subject.
#[derive(Default)]
struct Shared {
    headers: BTreeMap<*const Header, Constant>,
    subjects: BTreeMap<*const Subject, (Arc<Subject>, Arc<v1::Subject>)>,
    kinds: BTreeMap<&'static str, Arc<str>>,
}

#[derive(Clone)]
struct Constant {
    /// Keeps the address, by which it is found, taken.
    _header: Arc<Header>,
    id: Arc<str>,
    title: Arc<str>,
    section: Arc<str>,
    benchmarks: Arc<[v1::Benchmark]>,
    remedy: Arc<v1::Remedy>,
}

impl Shared {
    fn entry(&mut self, finding: Finding) -> v1::Entry {
        let constant = self.constant(&finding.header);
        let kind = finding.payload.kind();
        let kind = Arc::clone(self.kinds.entry(kind).or_insert_with(|| Arc::from(kind)));
        let Payloads { vulnerability, secret, licence } = payload(&finding.payload);
        let verdict = verdict_word(&finding.verdict);
        let own_remedy = finding
            .verdict
            .case()
            .and_then(|case| case.remedy.as_deref())
            .map(|own| Arc::new(remedy(own)));
        let subject = self.subject(&finding.subject);
        let severity_default = finding.header.severity;
        let (case, reason) = case_and_reason(finding.verdict);
        v1::Entry {
            kind,
            id: constant.id,
            title: constant.title,
            section: constant.section,
            target: finding.target,
            verdict,
            severity: finding.severity,
            severity_default,
            confidence: case.confidence,
            subject,
            message: case.message,
            evidence: case.evidence.into_iter().map(evidence).collect(),
            reason,
            benchmarks: constant.benchmarks,
            remedy: own_remedy.unwrap_or(constant.remedy),
            fingerprint: finding.fingerprint.into(),
            waived: finding.waived.map(waiver),
            baseline: finding.baseline.map(baseline),
            vulnerability,
            secret,
            licence,
        }
    }

    fn constant(&mut self, header: &Arc<Header>) -> Constant {
        self.headers
            .entry(Arc::as_ptr(header))
            .or_insert_with(|| Constant {
                _header: Arc::clone(header),
                id: header.id.as_str().into(),
                title: header.title.as_str().into(),
                section: header.section.as_str().into(),
                benchmarks: header
                    .benchmarks
                    .iter()
                    .map(|each| v1::Benchmark {
                        name: each.name.to_owned(),
                        version: each.version.to_owned(),
                        id: each.id.to_owned(),
                        level: each.level,
                    })
                    .collect(),
                remedy: Arc::new(remedy(&header.remedy)),
            })
            .clone()
    }

    fn subject(&mut self, subject: &Arc<Subject>) -> Arc<v1::Subject> {
        let (_, shared) = self.subjects.entry(Arc::as_ptr(subject)).or_insert_with(|| {
            let shown = v1::Subject {
                kind: subject.kind,
                name: subject.name.clone(),
                id: subject.id.clone(),
            };
            (Arc::clone(subject), Arc::new(shown))
        });
        Arc::clone(shared)
    }
}

/// What was decided on, and the words behind an odd severity or an open question.
fn case_and_reason(verdict: Verdict) -> (Case, Option<String>) {
    match verdict {
        Verdict::Pass(case) | Verdict::Fail(case) => {
            let rated = case.severity.as_ref().map(|(_, why)| why.clone());
            (case, rated)
        }
        Verdict::Review(case) => {
            let question = Some(case.message.clone());
            (case, question)
        }
        Verdict::NotApplicable(reason) | Verdict::Unknown(reason) => {
            (Case::default(), Some(reason))
        }
    }
}

fn evidence(each: Evidence) -> v1::Evidence {
    v1::Evidence { fact: each.fact, value: each.value, source: each.source }
}

fn waiver(waiver: Waiver) -> v1::Waiver {
    v1::Waiver {
        reason: waiver.reason,
        owner: waiver.owner,
        expires: waiver.expires,
        file: waiver.file,
    }
}

fn baseline(state: BaselineState) -> v1::Baseline {
    match state {
        BaselineState::New => v1::Baseline::New,
        BaselineState::Unchanged => v1::Baseline::Unchanged,
    }
}

fn verdict_word(verdict: &Verdict) -> v1::Verdict {
    match verdict {
        Verdict::Pass(_) => v1::Verdict::Pass,
        Verdict::Fail(_) => v1::Verdict::Fail,
        Verdict::Review(_) => v1::Verdict::Review,
        Verdict::NotApplicable(_) => v1::Verdict::NotApplicable,
        Verdict::Unknown(_) => v1::Verdict::Unknown,
    }
}

fn remedy(remedy: &Remedy) -> v1::Remedy {
    v1::Remedy {
        summary: remedy.summary.clone(),
        commands: remedy.commands.clone(),
        risk: remedy.risk.as_str().to_owned(),
    }
}

fn problem(problem: Problem) -> v1::Problem {
    v1::Problem { source: problem.source, message: problem.message, hint: problem.hint }
}

fn package(package: &PackageRef) -> v1::Package {
    v1::Package {
        name: package.name.clone(),
        version: package.version.clone(),
        purl: package.purl.clone(),
        source: package.source.clone(),
    }
}

#[derive(Default)]
struct Payloads {
    vulnerability: Option<Box<v1::Vulnerability>>,
    secret: Option<Box<v1::Secret>>,
    licence: Option<Box<v1::Licence>>,
}

fn payload(payload: &Payload) -> Payloads {
    match payload {
        Payload::Vulnerability(each) => {
            let cvss = each.cvss.iter().map(|cvss| v1::Cvss {
                source: cvss.source.clone(),
                vector: cvss.vector.clone(),
                score: cvss.score,
            });
            let vulnerability = v1::Vulnerability {
                aliases: each.aliases.clone(),
                package: package(&each.package),
                fixed: each.fixed.clone(),
                state: each.state.as_str().to_owned(),
                cvss: cvss.collect(),
                epss: each.epss,
                kev: each.kev,
                layer: each.layer.clone(),
                because: each.because.clone(),
            };
            Payloads { vulnerability: Some(Box::new(vulnerability)), ..Payloads::default() }
        }
        Payload::Secret(each) => {
            let secret = v1::Secret {
                class: each.class.clone(),
                location: each.location.clone(),
                length: each.length,
            };
            Payloads { secret: Some(Box::new(secret)), ..Payloads::default() }
        }
        Payload::Licence(each) => {
            let licence = v1::Licence {
                expression: each.expression.clone(),
                package: package(&each.package),
            };
            Payloads { licence: Some(Box::new(licence)), ..Payloads::default() }
        }
        Payload::Misconfiguration | Payload::Signature | Payload::Waste | Payload::Behaviour => {
            Payloads::default()
        }
    }
}
