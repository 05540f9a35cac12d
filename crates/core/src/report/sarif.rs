//! SARIF 2.1.0 (OASIS), as code scanning services read it.
//!
//! Only what somebody must look at becomes a result: failures and reviews,
//! waived ones with their justification. What passed or does not apply would
//! drown them; it stays in the JSON report.

mod location;
mod log;

use std::collections::BTreeMap;
use std::io;

use chrono::DateTime;

use super::format::Explanation;
use super::json::write_pretty;
use super::v1::{Baseline, Entry, Report, Verdict, Waiver};
use crate::findings::{Confidence, Severity};
use log::{
    ArtifactLocation, AutomationDetails, Configuration, Driver, Help, Invocation, Log, Message,
    Notification, ResultProperties, Rule, RuleProperties, Run, Suppression, Text, Tool,
};

/// Writes the report as SARIF with a final newline.
pub fn write_sarif(
    report: &Report,
    explain: &dyn Fn(&str) -> Option<Explanation>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let shown: Vec<&Entry> = report.results.iter().filter(|entry| is_shown(entry)).collect();
    let rules = Rules::of(&shown, explain);
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            results: shown.iter().map(|entry| result(entry, &rules.places)).collect(),
            tool: Tool {
                driver: Driver {
                    name: "Seaworthy",
                    version: &report.tool.version,
                    rules: rules.list,
                },
            },
            invocations: [invocation(report)],
            automation_details: AutomationDetails { id: category(report) },
            original_uri_base_ids: BTreeMap::from([(
                location::ROOT,
                ArtifactLocation { uri: "file:///".to_owned(), uri_base_id: None },
            )]),
            column_kind: "unicodeCodePoints",
        }],
    };
    write_pretty(&log, out)
}

fn is_shown(entry: &Entry) -> bool {
    matches!(entry.verdict, Verdict::Fail | Verdict::Review)
}

/// Keeps the results of different hosts apart in one code scanning service.
fn category(report: &Report) -> String {
    let target = report.targets.first().map_or("", |target| &target.name);
    format!("seaworthy/{target}/")
}

/// One rule for each distinct id, and its place by id.
struct Rules<'a> {
    list: Vec<Rule<'a>>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    fn of(shown: &[&'a Entry], explain: &dyn Fn(&str) -> Option<Explanation>) -> Self {
        let mut grouped: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in shown {
            grouped.entry(&entry.id).or_default().push(entry);
        }
        let places = grouped.keys().enumerate().map(|(place, id)| (*id, place)).collect();
        let list = grouped.values().filter_map(|entries| rule(entries, explain)).collect();
        Self { list, places }
    }
}

fn rule<'a>(
    entries: &[&'a Entry],
    explain: &dyn Fn(&str) -> Option<Explanation>,
) -> Option<Rule<'a>> {
    // A service shows one severity for a rule: that of its worst result.
    let worst = entries.iter().max_by_key(|entry| entry.severity)?;
    let help = explain(&worst.id).map_or_else(
        || or_title(&worst.remedy.summary, &worst.title).to_owned(),
        |explanation| explanation.markdown.into_owned(),
    );
    let benchmarks =
        worst.benchmarks.iter().map(|each| format!("{}-{}/{}", each.name, each.version, each.id));
    Some(Rule {
        id: &worst.id,
        short_description: Text { text: &worst.title },
        full_description: Text { text: or_title(&worst.remedy.summary, &worst.title) },
        help: Help { text: help.clone(), markdown: help },
        default_configuration: Configuration { level: level(worst.severity_default) },
        properties: RuleProperties {
            security_severity: security_severity(worst),
            precision: precision(worst.confidence),
            tags: tags(worst, benchmarks),
        },
    })
}

/// Distinct, as the standard wants them.
fn tags(entry: &Entry, benchmarks: impl Iterator<Item = String>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let own = ["security", &entry.kind, &entry.section].map(str::to_owned);
    for tag in own.into_iter().chain(benchmarks) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn result<'a>(entry: &'a Entry, places: &BTreeMap<&str, usize>) -> log::Result<'a> {
    let fails = entry.verdict == Verdict::Fail;
    log::Result {
        rule_id: &entry.id,
        rule_index: places.get(&*entry.id).copied().unwrap_or_default(),
        kind: if fails { "fail" } else { "review" },
        // The standard allows no level but "none" on what is not a failure.
        level: if fails { level(entry.severity) } else { "none" },
        message: Message { text: message(entry) },
        locations: [location::location(entry)],
        partial_fingerprints: BTreeMap::from([
            ("primaryLocationLineHash", &*entry.fingerprint),
            ("seaworthy/v1", &*entry.fingerprint),
        ]),
        suppressions: entry.waived.iter().map(suppression).collect(),
        baseline_state: entry.baseline.map(|state| match state {
            Baseline::New => "new",
            Baseline::Unchanged => "unchanged",
        }),
        properties: ResultProperties {
            verdict: entry.verdict.as_str(),
            severity: entry.severity.as_str(),
            confidence: entry.confidence.as_str(),
            security_severity: security_severity(entry),
            evidence: &entry.evidence,
            fix: &entry.remedy.summary,
            package: entry.vulnerability.as_ref().map(|each| each.package.purl.as_str()),
        },
    }
}

fn message(entry: &Entry) -> String {
    let subject = &entry.subject;
    let said = or_title(&entry.message, &entry.title);
    match subject.name.as_str() {
        "" => format!("{}: {said}", subject.kind.as_str()),
        name => format!("{} {name}: {said}", subject.kind.as_str()),
    }
}

fn or_title<'a>(text: &'a str, title: &'a str) -> &'a str {
    if text.is_empty() { title } else { text }
}

fn suppression(waiver: &Waiver) -> Suppression {
    let mut justification = waiver.reason.clone();
    for (word, value) in
        [("accepted by", &waiver.owner), ("until", &waiver.expires), ("in", &waiver.file)]
    {
        if !value.is_empty() {
            justification.push_str(&format!("; {word} {value}"));
        }
    }
    Suppression { kind: "external", status: "accepted", justification }
}

fn invocation(report: &Report) -> Invocation {
    let notification = |problem: &super::v1::Problem| {
        let hint = if problem.hint.is_empty() { "" } else { ". " };
        let text = format!("{}: {}{hint}{}", problem.source, problem.message, problem.hint);
        Notification { level: "warning", message: Message { text } }
    };
    Invocation {
        execution_successful: true,
        end_time_utc: DateTime::parse_from_rfc3339(&report.created)
            .ok()
            .map(|time| time.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        tool_execution_notifications: report.problems.iter().map(notification).collect(),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Negligible | Severity::Info | Severity::Unknown => "note",
    }
}

fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "very-high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// A number in the range by which GitHub ranks alerts (critical above 9, high
/// from 7, medium from 4): the CVSS score when it agrees with the severity in
/// force, which the policy may have changed, else the middle of the range.
fn security_severity(entry: &Entry) -> String {
    let (least, most, middle) = match entry.severity {
        Severity::Critical => (9.1, 10.0, 9.5),
        Severity::High => (7.0, 9.0, 8.0),
        Severity::Medium => (4.0, 6.9, 5.5),
        Severity::Low => (0.1, 3.9, 2.0),
        Severity::Negligible => (0.1, 0.9, 0.5),
        Severity::Info | Severity::Unknown => (0.0, 0.0, 0.0),
    };
    let ratings = entry.vulnerability.iter().flat_map(|each| &each.cvss);
    let agreeing = ratings.map(|cvss| cvss.score).filter(|score| (least..=most).contains(score));
    format!("{:.1}", agreeing.fold(None, larger).unwrap_or(middle))
}

fn larger(so_far: Option<f64>, score: f64) -> Option<f64> {
    Some(so_far.map_or(score, |most: f64| most.max(score)))
}
