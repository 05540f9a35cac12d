//! The page as the template fills it in.

use std::collections::BTreeSet;

use askama::Template;
use chrono::DateTime;

use super::super::defence::DefenceMatrix;
use super::super::format::Explanation;
use super::super::headline::{Tone, headline};
use super::super::v1::Report;
use super::case::{Named, shown};
use super::group::{Chapter, chapters};
use super::operating_system::System;
use super::tally::{CheckLine, Count, Score, checks, failures, states};
use super::{SCRIPT, STYLE, policy};

/// Everything on the page.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub(super) struct Page {
    policy: String,
    style: &'static str,
    script: &'static str,
    title: String,
    version: String,
    created: String,
    tone: &'static str,
    headline: String,
    because: Vec<String>,
    targets: Vec<Target>,
    complete: bool,
    score: Score,
    failures: Vec<Count>,
    states: Vec<Count>,
    results: usize,
    has_baseline: bool,
    new: usize,
    system: Option<System>,
    problems: Vec<Problem>,
    chapters: Vec<Chapter>,
    sections: BTreeSet<String>,
    kinds: BTreeSet<&'static str>,
    checks: Vec<CheckLine>,
    fixed: Vec<Gone>,
    matrix: Option<DefenceMatrix>,
}

/// What was looked at.
#[derive(Debug)]
pub(in crate::report) struct Target {
    pub(in crate::report) kind: String,
    pub(in crate::report) name: String,
    pub(in crate::report) description: String,
}

/// What could not be read.
#[derive(Debug)]
pub(in crate::report) struct Problem {
    pub(in crate::report) source: String,
    pub(in crate::report) message: String,
    pub(in crate::report) hint: String,
}

/// A result of the baseline that is gone.
#[derive(Debug)]
struct Gone {
    title: String,
    id: String,
    severity: &'static str,
    subject: Named,
}

impl Page {
    /// The page of a report.
    pub(super) fn new(report: &Report, explain: &dyn Fn(&str) -> Option<Explanation>) -> Self {
        let chapters = chapters(report, explain);
        let groups = || chapters.iter().flat_map(|chapter| &chapter.groups);
        let subjects = groups().flat_map(|group| &group.cases).flat_map(|case| &case.subjects);
        Self {
            policy: policy(STYLE, SCRIPT),
            style: STYLE,
            script: SCRIPT,
            title: title(report),
            version: shown(&report.tool.version),
            created: created(report),
            tone: match headline(report).0 {
                Tone::Good => "holds",
                Tone::Plain => "plain",
                Tone::Bad => "broken",
            },
            headline: headline(report).1,
            because: report.gate.because.iter().map(|reason| shown(reason)).collect(),
            targets: report.targets.iter().map(Target::of).collect(),
            complete: report.complete,
            score: Score::of(report),
            failures: failures(report),
            states: states(report),
            results: report.results.len(),
            has_baseline: report.results.iter().any(|entry| entry.baseline.is_some()),
            new: report.summary.new,
            system: System::of(report),
            problems: report.problems.iter().map(Problem::of).collect(),
            sections: groups().map(|group| group.section.clone()).collect(),
            kinds: subjects.map(|subject| subject.kind).collect(),
            checks: checks(report),
            fixed: report.fixed.iter().map(Gone::of).collect(),
            matrix: DefenceMatrix::of(report),
            chapters,
        }
    }
}

/// Names of what was looked at, as the tab shows them.
pub(in crate::report) fn title(report: &Report) -> String {
    match report.targets.as_slice() {
        [] => "report".to_owned(),
        [first] => shown(&first.name),
        [first, others @ ..] => format!("{} and {} more", shown(&first.name), others.len()),
    }
}

/// The time for people, or as it stands when it is none.
pub(in crate::report) fn created(report: &Report) -> String {
    DateTime::parse_from_rfc3339(&report.created).map_or_else(
        |_| shown(&report.created),
        |time| time.to_utc().format("%-d %B %Y, %H:%M UTC").to_string(),
    )
}

impl Target {
    pub(in crate::report) fn of(target: &super::super::v1::Target) -> Self {
        Self {
            kind: shown(&target.kind),
            name: shown(&target.name),
            description: shown(&target.description),
        }
    }
}

impl Problem {
    pub(in crate::report) fn of(problem: &super::super::v1::Problem) -> Self {
        Self {
            source: shown(&problem.source),
            message: shown(&problem.message),
            hint: shown(&problem.hint),
        }
    }
}

impl Gone {
    fn of(entry: &super::super::v1::Entry) -> Self {
        Self {
            title: shown(&entry.title),
            id: shown(&entry.id),
            severity: entry.severity.as_str(),
            subject: Named { kind: entry.subject.kind.as_str(), name: shown(&entry.subject.name) },
        }
    }
}
