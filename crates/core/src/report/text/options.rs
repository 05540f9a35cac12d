//! Options of the kernel: hundreds of results that share their way out, so each
//! is one line and the way out is told once.

use std::io;

use super::super::options;
use super::super::v1::Entry;
use super::{Paint, Style};
use crate::findings::Severity;

/// Column at which the lines begin, that of every story.
const INDENT: usize = 10;

/// All failed options of one severity.
pub(super) fn write(entries: &[&Entry], page: &mut Paint<'_>) -> io::Result<()> {
    let Some(first) = entries.first() else { return Ok(()) };
    let word = first.severity.as_str().to_uppercase();
    let padding = "\u{a0}".repeat(8_usize.saturating_sub(word.len()));
    let title = format!("{padding}{}", options::title("fail", entries.len()));
    page.words(0, INDENT, &[(Style::Rated(first.severity), &word), (Style::Strong, &title)])?;
    let shown = if page.verbose { entries.len() } else { shown(first.severity) };
    for entry in entries.iter().take(shown) {
        page.words(INDENT, INDENT + 2, &[(Style::Plain, &entry.message), (Style::Dim, &entry.id)])?;
        match &entry.reason {
            Some(why) if page.verbose && entry.severity != entry.severity_default => {
                let rated = format!("{} because {why}", entry.severity);
                page.words(INDENT + 2, INDENT + 4, &[(Style::Dim, &rated)])?;
            }
            _ => {}
        }
    }
    if entries.len() > shown {
        let rest = match shown {
            0 => "-v shows them".to_owned(),
            _ => format!("and {} more; -v shows them", entries.len() - shown),
        };
        page.words(INDENT, INDENT + 2, &[(Style::Dim, &rest)])?;
    }
    page.blank()
}

/// The way out of all of them, told once below the last.
pub(super) fn way_out(page: &mut Paint<'_>) -> io::Result<()> {
    page.words(INDENT, INDENT + 5, &[(Style::Good, "fix"), (Style::Plain, options::WAY_OUT)])?;
    page.blank()
}

/// How many lines a severity is worth, unless all are wanted.
fn shown(severity: Severity) -> usize {
    match severity {
        Severity::Critical | Severity::High => usize::MAX,
        Severity::Medium => 12,
        Severity::Low => 6,
        _ => 0,
    }
}
