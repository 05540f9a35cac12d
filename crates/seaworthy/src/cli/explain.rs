//! `seaworthy explain`

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use seaworthy_checks::catalogue::{self, Entry};
use seaworthy_core::report;

use crate::exit::ExitStatus;
use crate::printer::Printer;

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArguments {
    /// Check id, recommendation number of CIS Docker 1.8.0, or fingerprint of a finding
    id: Option<String>,
    /// Report in which to look up a fingerprint
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(crate) fn run(arguments: &ExplainArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let Some(id) = &arguments.id else {
        printer.data(|out| {
            catalogue::entries().try_for_each(|entry| writeln!(out, "{}", list_line(&entry)))
        })?;
        return Ok(ExitStatus::Holds);
    };
    if let Some(path) = &arguments.report {
        return explain_finding(id, path, printer);
    }
    let found: Vec<Entry> = catalogue::entries()
        .filter(|entry| entry.id() == id || entry.cis().contains(&id.as_str()))
        .collect();
    if found.is_empty() {
        bail!(
            "there is no check `{id}`{}",
            nearest(id).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
        );
    }
    printer.data(|out| found.iter().try_for_each(|entry| out.write_all(page(entry).as_bytes())))?;
    Ok(ExitStatus::Holds)
}

fn explain_finding(
    fingerprint: &str,
    path: &std::path::Path,
    printer: &Printer,
) -> anyhow::Result<ExitStatus> {
    let bytes = crate::output::read_file(path, super::formats::LARGEST_REPORT)?;
    let mut report = report::read(&bytes).with_context(|| path.display().to_string())?;
    report.results.retain(|entry| *entry.fingerprint == *fingerprint);
    let Some(entry) = report.results.first() else {
        bail!("{} has no result with the fingerprint `{fingerprint}`", path.display());
    };
    let mut text = String::new();
    // Names and messages come from containers: nothing in them drives a terminal.
    let mut line = |indent: &str, words: String| {
        text += &format!("{indent}{}\n", report::printable(&words));
    };
    line("", format!("{}: {}", entry.verdict.as_str(), entry.subject.name));
    line("", entry.message.clone());
    for each in &entry.evidence {
        line("  ", format!("{} = {} ({})", each.fact, each.value, each.source));
    }
    if let Some(reason) = &entry.reason {
        line("  ", reason.clone());
    }
    text.push('\n');
    if let Some(found) = catalogue::entry(&entry.id) {
        text += &page(&found);
    }
    printer.data(|out| out.write_all(text.as_bytes()))?;
    Ok(ExitStatus::Holds)
}

fn list_line(entry: &Entry) -> String {
    let header = entry.header();
    format!("{:<40} {:<9} {}", header.id, header.severity.as_str(), header.title)
}

fn page(entry: &Entry) -> String {
    let header = entry.header();
    let mut text = format!("# {}: {}\n\n", header.id, header.title);
    text += &format!("severity {}, section {}", header.severity, header.section);
    let editions: Vec<String> = header
        .benchmarks
        .iter()
        .map(|each| format!("{} {} (level {})", each.version, each.id, each.level))
        .collect();
    if !editions.is_empty() {
        text += &format!(", CIS Docker {}", editions.join(", "));
    }
    text += "\n\n";
    if let Some(row) = entry.row {
        text += &format!("{}\n\n", row.text);
    }
    text += entry.check.explanation.trim_end();
    text += "\n\n";
    text
}

/// The id that shares most three-letter pieces with what was typed.
fn nearest(typed: &str) -> Option<&'static str> {
    let pieces = |text: &str| text.as_bytes().windows(3).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let wanted = pieces(typed);
    catalogue::entries()
        .map(|entry| {
            (pieces(entry.id()).iter().filter(|piece| wanted.contains(piece)).count(), entry.id())
        })
        .filter(|(shared, _)| *shared > 1)
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, id)| id)
}
