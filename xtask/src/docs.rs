//! `cargo xtask docs`: the check reference, written from the catalogue, so that it cannot
//! say something else than the program.

mod kernel;

use crate::Failure;
use crate::workspace::Workspace;
use seaworthy_checks::catalogue::{self, Entry};
use seaworthy_checks::{Section, recommendations, ways_out};
use std::fmt::Write as _;
use std::path::Path;

/// What to do with pages that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write them.
    Write,
    /// Say so and fail.
    Check,
}

/// Writes or checks every generated page.
pub(crate) fn run(mode: Mode) -> Result<(), Failure> {
    let root = Workspace::load()?.root;
    let mut stale = 0;
    let pages = [
        ("docs/checks.md", reference()),
        ("docs/cis-docker.md", coverage()),
        ("docs/escape-paths.md", escapes()),
        ("docs/kernel-options.md", kernel::options()),
    ];
    for (path, text) in pages {
        stale += usize::from(!settle(&root.join(path), &text, mode)?);
    }
    match (mode, stale) {
        (Mode::Check, 1..) => {
            println!(
                "docs: {stale} pages differ from the catalogue; `cargo xtask docs` writes them"
            );
            Err(Failure::Shown)
        }
        _ => Ok(()),
    }
}

/// Whether the page was as it should be.
fn settle(path: &Path, text: &str, mode: Mode) -> Result<bool, Failure> {
    let same = std::fs::read_to_string(path).is_ok_and(|found| found == text);
    if !same && mode == Mode::Write {
        std::fs::write(path, text).map_err(Failure::file(path))?;
        println!("wrote {}", path.display());
    }
    Ok(same)
}

/// Every check with its explanation, section by section.
fn reference() -> String {
    let mut page = String::from(
        "# Checks\n\nWritten from the catalogue by `cargo xtask docs`; `seaworthy explain ID` shows the same.\n",
    );
    for section in Section::ALL {
        let checks: Vec<_> = catalogue::checks().filter(|check| check.section == section).collect();
        if checks.is_empty() {
            continue;
        }
        // Writing to a string cannot fail, here and below.
        let _ = write!(page, "\n# Section {}\n", section.as_str());
        for check in checks {
            let _ = write!(page, "\n## {}\n\n**{}**\n\n", check.id, sentence(check.title));
            let entries: Vec<Entry> =
                catalogue::entries().filter(|entry| std::ptr::eq(entry.check, check)).collect();
            match entries.as_slice() {
                [only] if only.row.is_none() => page.push_str(&facts_of(only)),
                rows if check.section == Section::Kernel => {
                    let _ =
                        writeln!(page, "{} rows: [kernel options](kernel-options.md)", rows.len());
                }
                rows => page.push_str(&table(rows)),
            }
            let _ = write!(page, "\n{}\n", check.explanation.trim().replace("\n## ", "\n### "));
        }
    }
    page
}

fn facts_of(entry: &Entry) -> String {
    let header = entry.header();
    let mut line = format!("Severity {}", header.severity);
    if !entry.cis().is_empty() {
        let _ = write!(line, " · CIS Docker 1.8.0: {}", entry.cis().join(", "));
    }
    if !entry.check.tags.is_empty() {
        let _ = write!(line, " · tags: {}", entry.check.tags.join(", "));
    }
    line + "\n"
}

fn table(rows: &[Entry]) -> String {
    let mut table =
        String::from("| id | what is wrong | severity | CIS Docker 1.8.0 |\n|---|---|---|---|\n");
    for entry in rows {
        let header = entry.header();
        let _ = writeln!(
            table,
            "| `{}` | {} | {} | {} |",
            header.id,
            header.title,
            header.severity,
            entry.cis().join(", ")
        );
    }
    table
}

/// Which check covers which recommendation.
fn coverage() -> String {
    let mut page = String::from(
        "# CIS Docker Benchmark\n\nWhich check answers which recommendation. Numbers and levels are the \
         benchmark's, titles are ours; the group of the CIS Controls v8 is our own assignment.\n\n\
         | 1.8.0 | 1.6.0, 1.7.0 | level | group | check | what is wrong |\n|---|---|---|---|---|---|\n",
    );
    for each in recommendations() {
        let covering: Vec<Entry> =
            catalogue::entries().filter(|entry| entry.cis().contains(&each.id)).collect();
        let ids: Vec<String> = covering.iter().map(|entry| format!("`{}`", entry.id())).collect();
        let titles: Vec<String> =
            covering.iter().map(|entry| entry.header().title.clone()).collect();
        let group = if each.group == 0 { "–".to_owned() } else { format!("IG{}", each.group) };
        let before = if each.id_before.is_empty() { "–" } else { each.id_before };
        let _ = writeln!(
            page,
            "| {} | {before} | {} | {group} | {} | {} |",
            each.id,
            each.level,
            ids.join(", "),
            titles.join("; ")
        );
    }
    page
}

/// Every way out of a container: what it needs, what closes it, who else knows it.
fn escapes() -> String {
    let mut page = String::from(
        "# Ways out of a container\n\nWritten from the catalogue by `cargo xtask docs`. Each is a chain of conditions over \
         facts: open when all of them hold, closed by the first that does not, unknown when one could not be seen and none \
         is closed. `seaworthy audit --only escape` judges them for every container; `seaworthy explain ID` tells more. The \
         last column names what CDK and deepce call it.\n\n\
         | id | what an attacker gets | severity | needs | closed by | elsewhere |\n|---|---|---|---|---|---|\n",
    );
    for way in ways_out() {
        let elsewhere = if way.known_as.is_empty() { "–" } else { way.known_as };
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {elsewhere} |",
            way.id, way.title, way.severity, way.needs, way.closed_by
        );
    }
    page
}

fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
