//! The terminal format: what matters first, grouped by check.
//!
//! Names and messages come from containers, so every character that a terminal
//! could obey is shown as an escape. Colour only repeats what words say.

mod group;
mod operating_system;
mod options;
mod paint;
mod tail;
mod ways;

use std::io;

use group::Group;
pub(super) use paint::{Paint, Style};
pub(super) use tail::{problems, summary, waived};
use ways::{Ways, is_way_out};

use super::defence::DefenceMatrix;
use super::isolation::Isolation;
use super::v1::{Entry, Report, Verdict};
use crate::findings::Severity;

/// How to write for a terminal.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// Columns; at least 40 are used.
    pub width: usize,
    /// With ANSI colours.
    pub color: bool,
    /// All subjects, evidence of passed checks, and every undecided result.
    pub verbose: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { width: 80, color: false, verbose: false }
    }
}

/// Writes the report for people.
pub fn write_text(
    report: &Report,
    options: &TextOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Paint::new(out, options);
    head(report, &mut page)?;
    if let Some(isolation) = Isolation::of(report) {
        return isolation.write_text(report, &mut page);
    }
    Ways::collect(report, true).write(&mut page)?;
    failures(report, &mut page)?;
    Ways::collect(report, false).write(&mut page)?;
    if let Some(matrix) = DefenceMatrix::of(report).filter(|_| shows_matrix(report, &page)) {
        matrix.write_text(&mut page)?;
    }
    tail::reviews(report, &mut page)?;
    waived(report, &mut page)?;
    tail::baseline(report, &mut page)?;
    tail::undecided(report, &mut page)?;
    operating_system::view(report, &mut page)?;
    problems(report, &mut page)?;
    super::kernel::remark(report, &mut page)?;
    summary(report, &mut page)
}

/// It is long: shown when it was asked for the kernel alone, or for everything.
fn shows_matrix(report: &Report, page: &Paint<'_>) -> bool {
    page.verbose || report.results.iter().all(|entry| &*entry.section == "kernel")
}

/// Failures, worst first: check by check, then the kernel's options in a block.
fn failures(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let fails = |entry: &Entry| {
        entry.verdict == Verdict::Fail && entry.waived.is_none() && !is_way_out(entry)
    };
    let (mut groups, mut options) = (Vec::new(), Vec::new());
    for group in Group::collect(report, fails) {
        match group.option() {
            Some(option) => options.push(option),
            None => groups.push(group),
        }
    }
    let any = !options.is_empty();
    for severity in Severity::ALL {
        let alike = |group: &&Group<'_>| group.severity() == Some(severity);
        groups.iter().filter(alike).try_for_each(|group| group.write(page))?;
        let lines: Vec<&Entry> =
            options.iter().copied().filter(|entry| entry.severity == severity).collect();
        options::write(&lines, page)?;
    }
    if any { options::way_out(page) } else { Ok(()) }
}

fn head(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    page.words(
        0,
        0,
        &[
            (Style::Strong, &format!("Seaworthy {}", report.tool.version)),
            (Style::Dim, &report.created),
        ],
    )?;
    for target in &report.targets {
        page.words(0, 2, &[(Style::Plain, &target.name), (Style::Dim, &target.description)])?;
    }
    page.blank()
}

/// Results in the order in which they matter: worst first, then as the
/// catalogue has them.
fn by_severity<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<&'a Entry> {
    let mut sorted: Vec<&Entry> = entries.collect();
    sorted.sort_by_key(|entry| std::cmp::Reverse(entry.severity));
    sorted
}
