//! What follows the failures: reviews, acceptances, what is undecided, totals.

use std::collections::BTreeMap;
use std::io;

use super::super::v1::{Entry, Report, Verdict};
use super::group::{Group, names};
use super::{Paint, Style};
use crate::findings::Severity;

/// Column at which lines below a title begin.
const INDENT: usize = 2;

pub(super) fn reviews(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let groups =
        Group::collect(report, |entry| entry.verdict == Verdict::Review && entry.waived.is_none());
    if groups.is_empty() {
        return Ok(());
    }
    page.title(&format!("For you to decide ({})", groups.len()))?;
    if page.verbose {
        page.blank()?;
        return groups.iter().try_for_each(|group| group.write(page));
    }
    let (flaws, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(Group::is_flaw);
    others.iter().try_for_each(|group| group.line(page))?;
    known_flaws(&flaws, page)?;
    page.words(
        INDENT,
        INDENT,
        &[(Style::Dim, "-v shows their evidence, `seaworthy explain ID` what to look for.")],
    )?;
    page.blank()
}

/// Known flaws of one runtime or kernel mostly concern the same containers, and
/// differ in a title and a version: the containers are named once.
fn known_flaws(flaws: &[Group<'_>], page: &mut Paint<'_>) -> io::Result<()> {
    let mut left: Vec<&Group<'_>> = flaws.iter().collect();
    while let Some(first) = left.first().copied() {
        let (alike, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|group| group.has_subjects_of(first));
        let title = format!(
            "{}: known flaws that may lead out; a distribution's build may have the fix under an \
             older number",
            first.subjects()
        );
        page.text(INDENT, INDENT + 2, &title)?;
        alike.iter().try_for_each(|group| group.flaw(page))?;
        left = others;
    }
    Ok(())
}

pub(in crate::report) fn waived(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let mut by_waiver: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in &report.results {
        if let Some(waiver) = &entry.waived {
            by_waiver.entry((&waiver.file, &entry.id)).or_default().push(entry);
        }
    }
    if by_waiver.is_empty() {
        return Ok(());
    }
    page.title(&format!("Accepted ({})", report.summary.waived))?;
    for ((file, id), entries) in &by_waiver {
        let Some(waiver) = entries.first().and_then(|entry| entry.waived.as_ref()) else {
            continue;
        };
        let until = if waiver.expires.is_empty() {
            String::new()
        } else {
            format!(", until {}", waiver.expires)
        };
        let owner =
            if waiver.owner.is_empty() { String::new() } else { format!(", {}", waiver.owner) };
        let line =
            format!("{id}: {}: {}{owner}{until}", names(entries, page.verbose), waiver.reason);
        page.words(
            INDENT,
            INDENT + 2,
            &[(Style::Plain, &line), (Style::Dim, &format!("({file})"))],
        )?;
    }
    page.blank()
}

pub(super) fn baseline(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    if report.fixed.is_empty() {
        return Ok(());
    }
    page.title(&format!("Gone since the baseline ({})", report.fixed.len()))?;
    for entry in &report.fixed {
        page.text(INDENT, INDENT + 2, &format!("{}: {}", entry.id, entry.subject.name))?;
    }
    page.blank()
}

pub(super) fn undecided(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let mut by_reason: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in report.results.iter().filter(|entry| entry.verdict == Verdict::Unknown) {
        by_reason.entry(entry.reason.as_deref().unwrap_or_default()).or_default().push(entry);
    }
    let total: usize = by_reason.values().map(Vec::len).sum();
    if total == 0 {
        return Ok(());
    }
    page.title(&format!("Undecided ({total})"))?;
    for (reason, entries) in &by_reason {
        let mut ids: Vec<&str> = entries.iter().map(|entry| &*entry.id).collect();
        ids.dedup();
        let shown = if page.verbose { ids.len() } else { 3 };
        let more = if ids.len() > shown {
            format!(" and {} more", ids.len() - shown)
        } else {
            String::new()
        };
        let listed =
            format!("{}{more}", ids.iter().take(shown).copied().collect::<Vec<_>>().join(", "));
        page.words(INDENT, INDENT + 2, &[(Style::Plain, reason), (Style::Dim, &listed)])?;
    }
    page.blank()
}

pub(in crate::report) fn problems(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    if report.problems.is_empty() {
        return Ok(());
    }
    page.title(&format!("Could not be read ({})", report.problems.len()))?;
    for problem in &report.problems {
        page.words(
            INDENT,
            INDENT + 2,
            &[
                (Style::Plain, &format!("{}: {}", problem.source, problem.message)),
                (Style::Dim, &problem.hint),
            ],
        )?;
    }
    page.blank()
}

pub(in crate::report) fn summary(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let summary = &report.summary;
    let count = |word: &str| summary.verdicts.get(word).copied().unwrap_or_default();
    let mut rated: Vec<String> = Vec::new();
    for severity in Severity::ALL {
        if let Some(failures) = summary.failures.get(severity.as_str()) {
            rated.push(format!("{failures} {severity}"));
        }
    }
    let failed = if rated.is_empty() {
        "nothing failed".to_owned()
    } else {
        format!("{} failed: {}", summary.failures.values().sum::<usize>(), rated.join(", "))
    };
    page.words(0, 2, &[(Style::Strong, &failed)])?;
    let rest = format!(
        "{} passed, {} to review, {} undecided, {} not applicable, {} accepted",
        count("pass"),
        count("review"),
        count("unknown"),
        count("not-applicable"),
        summary.waived
    );
    page.text(0, 2, &rest)?;
    score(report, page)?;
    if !report.gate.holds {
        page.words(
            0,
            2,
            &[
                (Style::Rated(Severity::High), "gate: broken"),
                (Style::Plain, &report.gate.because.join(", ")),
            ],
        )?;
    }
    Ok(())
}

fn score(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let score = &report.summary.score;
    let Some(value) = score.value else { return Ok(()) };
    let terms: Vec<String> = score
        .terms
        .iter()
        .filter(|term| term.decided > 0)
        .map(|term| format!("{} {}/{} ×{}", term.severity, term.passed, term.decided, term.weight))
        .collect();
    let line = format!(
        "score {value} of 100 ({}), {} % decided",
        terms.join(", "),
        (score.decided * 100.0).round()
    );
    page.words(0, 2, &[(Style::Dim, &line)])
}
