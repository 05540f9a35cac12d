//! Markdown for comments on changes and for wikis (GitHub's and GitLab's
//! dialect).
//!
//! What must be done comes first, one collapsible block a check. Comments are
//! limited in size, so a long report ends with a line that says what it left
//! out.

mod escape;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use super::headline::headline;
use super::options::{self, Told};
use super::v1::{Baseline, Entry, Report, Verdict};
use crate::findings::Severity;
use escape::{code, fenced, words};

/// GitHub takes comments of 65,536 characters.
const LONGEST: usize = 60_000;
/// Subjects told one by one in a block.
const SHOWN: usize = 10;
/// Options of the kernel told in a block.
const OPTIONS: usize = 100;

/// Writes the report as Markdown.
pub fn write_markdown(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = head(report);
    let failures =
        grouped(report, |entry| entry.verdict == Verdict::Fail && entry.waived.is_none());
    let reviews =
        grouped(report, |entry| entry.verdict == Verdict::Review && entry.waived.is_none());
    let waived = grouped(report, |entry| entry.waived.is_some());
    let mut left_out = 0;
    for (title, groups, block) in [
        ("Failures", failures, failure as fn(&[&Entry]) -> String),
        ("To review", reviews, failure),
        ("Waived", waived, waiver),
    ] {
        if groups.is_empty() {
            continue;
        }
        push(&mut page, &format!("### {title}\n\n"), &mut left_out);
        for group in &groups {
            push(&mut page, &block(group), &mut left_out);
        }
        page.push('\n');
    }
    page.push_str(&problems(report));
    if left_out > 0 {
        let _ =
            writeln!(page, "_{left_out} more blocks do not fit here; the JSON report has all._");
    }
    out.write_all(page.as_bytes())
}

fn push(page: &mut String, block: &str, left_out: &mut usize) {
    if page.len() + block.len() > LONGEST {
        *left_out += 1;
    } else {
        page.push_str(block);
    }
}

fn head(report: &Report) -> String {
    let mut page = String::new();
    let (_, decision) = headline(report);
    let _ = writeln!(page, "## {decision}\n");
    for reason in report.gate.because.iter().take(SHOWN) {
        let _ = writeln!(page, "- {}", words(reason));
    }
    if !report.gate.because.is_empty() {
        page.push('\n');
    }
    for target in report.targets.iter().take(SHOWN) {
        let _ = writeln!(page, "{} {}  ", code(&target.name), words(&target.description));
    }
    let _ =
        writeln!(page, "{} · Seaworthy {}\n", code(&report.created), words(&report.tool.version));
    page.push_str(&counts(report));
    page
}

fn counts(report: &Report) -> String {
    let summary = &report.summary;
    let mut page = String::from("| Failures | Count |\n|:--|--:|\n");
    for severity in Severity::ALL {
        let count = summary.failures.get(severity.as_str()).copied().unwrap_or_default();
        if count > 0 || severity >= Severity::Low {
            let _ = writeln!(page, "| {} | {count} |", severity.as_str());
        }
    }
    let of = |word: &str| summary.verdicts.get(word).copied().unwrap_or_default();
    let mut parts = vec![
        format!("{} pass", of("pass")),
        format!("{} to review", of("review")),
        format!("{} undecided", of("unknown")),
        format!("{} not applicable", of("not-applicable")),
        format!("{} waived", summary.waived),
    ];
    if report.results.iter().any(|entry| entry.baseline.is_some()) {
        parts.push(format!("{} new and {} fixed since the baseline", summary.new, summary.fixed));
    }
    let score = summary.score.value.map_or_else(
        || "nothing decided".to_owned(),
        |value| format!("score {value} of 100, {:.0} % decided", summary.score.decided * 100.0),
    );
    let _ = writeln!(page, "\n{}; {score}.\n", parts.join(", "));
    page
}

/// Results by check, worst first.
fn grouped(report: &Report, admits: impl Fn(&Entry) -> bool) -> Vec<Vec<&Entry>> {
    let mut groups: BTreeMap<Told<'_>, Vec<&Entry>> = BTreeMap::new();
    for entry in report.results.iter().filter(|entry| admits(entry)) {
        groups.entry(Told::of(entry, entry.verdict.as_str())).or_default().push(entry);
    }
    let mut groups: Vec<Vec<&Entry>> = groups.into_values().collect();
    let worst = |group: &[&Entry]| group.iter().map(|entry| entry.severity).max();
    groups.sort_by_key(|group| std::cmp::Reverse(worst(group)));
    groups
}

fn failure(group: &[&Entry]) -> String {
    let Some(first) = group.iter().max_by_key(|entry| entry.severity) else {
        return String::new();
    };
    if options::is_option(first) {
        return kernel_options(group, first);
    }
    let mut block = summary_line(group, first);
    block.push_str("| Subject | What was found | Evidence |\n|:--|:--|:--|\n");
    for entry in group.iter().take(SHOWN) {
        let evidence: Vec<String> = entry
            .evidence
            .iter()
            .map(|each| code(&format!("{} = {}", each.fact, each.value)))
            .collect();
        let _ = writeln!(
            block,
            "| {} | {} | {} |",
            subject(entry),
            words(&entry.message),
            evidence.join("<br>")
        );
    }
    if group.len() > SHOWN {
        let _ = writeln!(block, "\n_and {} more_", group.len() - SHOWN);
    }
    if !first.remedy.summary.is_empty() {
        let _ = writeln!(block, "\n**Fix:** {}", words(&first.remedy.summary));
    }
    if !first.remedy.commands.is_empty() {
        let _ = writeln!(block, "\n{}", fenced(&first.remedy.commands.join("\n")));
    }
    block.push_str("\n</details>\n\n");
    block
}

/// Options of the kernel of one severity, a line each.
fn kernel_options(group: &[&Entry], first: &Entry) -> String {
    let title = options::title(first.verdict.as_str(), group.len());
    let mut block = format!(
        "<details>\n<summary><b>{}</b> · {title}{}</summary>\n\n\
         | Option | Found | Wanted | Check |\n|:--|:--|:--|:--|\n",
        first.severity.as_str(),
        fresh(group),
    );
    for entry in group.iter().take(OPTIONS) {
        let decider = match options::decider(entry) {
            other if other.is_empty() => other,
            other => format!(", {} decides", code(&other)),
        };
        let _ = writeln!(
            block,
            "| {} | {}{decider} | {} | {} |",
            code(&entry.subject.name),
            code(options::fact(entry, "found")),
            code(options::fact(entry, "wanted")),
            words(&entry.id)
        );
    }
    if group.len() > OPTIONS {
        let _ = writeln!(block, "\n_and {} more_", group.len() - OPTIONS);
    }
    let _ = writeln!(block, "\n**Fix:** {}\n\n</details>\n", options::WAY_OUT);
    block
}

/// How many of them are new since the baseline, when any is.
fn fresh(group: &[&Entry]) -> String {
    match group.iter().filter(|entry| entry.baseline == Some(Baseline::New)).count() {
        0 => String::new(),
        fresh => format!(" · {fresh} new"),
    }
}

fn summary_line(group: &[&Entry], first: &Entry) -> String {
    let benchmark = first
        .benchmarks
        .first()
        .map(|each| words(&format!(" · {} {}", each.name, each.id)))
        .unwrap_or_default();
    format!(
        "<details>\n<summary><b>{}</b> · {} · {} × {}{benchmark}{}</summary>\n\n",
        first.severity.as_str(),
        words(&first.title),
        group.len(),
        words(&first.id),
        fresh(group),
    )
}

fn waiver(group: &[&Entry]) -> String {
    let mut block = String::new();
    for entry in group.iter().take(SHOWN) {
        let Some(waiver) = &entry.waived else { continue };
        let _ = write!(
            block,
            "- {}, {}: {}",
            words(&entry.title),
            subject(entry),
            words(&waiver.reason)
        );
        for (word, value) in
            [("accepted by", &waiver.owner), ("until", &waiver.expires), ("in", &waiver.file)]
        {
            if !value.is_empty() {
                let _ = write!(block, "; {word} {}", words(value));
            }
        }
        block.push('\n');
    }
    if group.len() > SHOWN {
        let _ = writeln!(block, "- _and {} more_", group.len() - SHOWN);
    }
    block
}

fn subject(entry: &Entry) -> String {
    match entry.subject.name.as_str() {
        "" => entry.subject.kind.as_str().to_owned(),
        name => format!("{} {}", entry.subject.kind.as_str(), code(name)),
    }
}

fn problems(report: &Report) -> String {
    if report.problems.is_empty() {
        return String::new();
    }
    let mut block = String::from("### What could not be read\n\n");
    for problem in report.problems.iter().take(SHOWN) {
        let _ = writeln!(
            block,
            "- {}: {} {}",
            code(&problem.source),
            words(&problem.message),
            words(&problem.hint)
        );
    }
    if report.problems.len() > SHOWN {
        let _ = writeln!(block, "- _and {} more_", report.problems.len() - SHOWN);
    }
    block.push('\n');
    block
}
