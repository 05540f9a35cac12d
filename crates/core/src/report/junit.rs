//! JUnit XML, as CI servers show it.
//!
//! One suite a target, one case a result. Only an unwaived failure fails; what
//! waits for a person, could not be decided or does not apply is skipped, with
//! the reason: whether that breaks a build is the gate's business.

use std::io;

use chrono::DateTime;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::printable::{printable, printable_lines};
use super::v1::{Entry, Report, Verdict, Waiver};

/// Writes the report as JUnit XML.
pub fn write_junit(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: Vec<TestSuite> =
        report.targets.iter().map(|target| suite(&target.name, report)).collect();
    for entry in &report.results {
        // Only a report that somebody edited names a target that is not there.
        while suites.len() <= entry.target.min(report.targets.len()) {
            suites.push(suite("no target", report));
        }
        let place = entry.target.min(suites.len().saturating_sub(1));
        if let Some(suite) = suites.get_mut(place) {
            suite.add_test_case(case(entry));
        }
    }
    if let (Some(suite), false) = (suites.first_mut(), report.problems.is_empty()) {
        suite.set_system_err(problems(report));
    }
    let mut page = quick_junit::Report::new("seaworthy");
    page.add_test_suites(suites);
    page.serialize(out).map_err(io::Error::other)
}

fn suite(name: &str, report: &Report) -> TestSuite {
    let mut suite = TestSuite::new(printable(name));
    if let Ok(created) = DateTime::parse_from_rfc3339(&report.created) {
        suite.set_timestamp(created);
    }
    suite
}

fn case(entry: &Entry) -> TestCase {
    let name = match entry.subject.name.as_str() {
        "" => printable(&entry.title),
        name => printable(&format!("{} [{} {name}]", entry.title, entry.subject.kind.as_str())),
    };
    let mut case = TestCase::new(name, status(entry));
    case.set_classname(printable(&format!("{}.{}", entry.section, entry.id)));
    case
}

fn status(entry: &Entry) -> TestCaseStatus {
    let reason = entry.reason.as_deref().unwrap_or_default();
    match (entry.verdict, &entry.waived) {
        (Verdict::Pass, _) => TestCaseStatus::success(),
        (_, Some(waiver)) => skipped(&waived(waiver)),
        (Verdict::Fail, None) => failed(entry),
        (Verdict::Review, None) => skipped(&format!("to review: {}", entry.message)),
        (Verdict::Unknown, None) => skipped(&format!("unknown: {reason}")),
        (Verdict::NotApplicable, None) => skipped(&format!("not applicable: {reason}")),
    }
}

fn failed(entry: &Entry) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let message = if entry.message.is_empty() { &*entry.title } else { &entry.message };
    status
        .set_message(printable(message))
        .set_type(entry.severity.as_str())
        .set_description(story(entry));
    status
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(printable(why));
    status
}

fn waived(waiver: &Waiver) -> String {
    let owner = if waiver.owner.is_empty() { "unnamed" } else { &waiver.owner };
    let expires = if waiver.expires.is_empty() { "no end" } else { &waiver.expires };
    format!("waived by {owner} until {expires} ({}): {}", waiver.file, waiver.reason)
}

fn story(entry: &Entry) -> String {
    let evidence = entry
        .evidence
        .iter()
        .map(|each| format!("{} = {} ({})", each.fact, each.value, each.source));
    let lines = evidence
        .map(|line| printable(&line))
        .chain([printable(&format!("Fix: {}", entry.remedy.summary))])
        .chain(entry.remedy.commands.iter().map(|command| printable_lines(command)));
    lines.collect::<Vec<_>>().join("\n")
}

fn problems(report: &Report) -> String {
    let line = |problem: &super::v1::Problem| {
        printable(&format!("{}: {} {}", problem.source, problem.message, problem.hint))
    };
    report.problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
