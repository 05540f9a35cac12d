//! Ways out, told container by container: what an attacker does, and the one
//! change that ends it.
//!
//! Told check by check as all else, a container with one capability too many
//! would fill a page, and the change that closes all of its ways would stand
//! somewhere among them.

use std::io;

use super::super::v1::{Entry, Report, Verdict};
use super::group::names;
use super::{Paint, Style, by_severity};
use crate::findings::Severity;

/// Column at which a story begins.
const INDENT: usize = 10;
/// Ways told for each change, unless all are wanted.
const SHOWN: usize = 4;

/// Whether a failure is told here and not among the checks.
pub(super) fn is_way_out(entry: &Entry) -> bool {
    &*entry.section == "escape" && entry.subject.kind.as_str() == "container"
}

/// Containers with the very same ways out.
struct Alike<'a> {
    containers: Vec<&'a Entry>,
    ways: Vec<&'a Entry>,
}

/// The ways out of all containers, worst first.
pub(super) struct Ways<'a>(Vec<Alike<'a>>);

impl<'a> Ways<'a> {
    /// Those that are at least, or below, high: what many containers share is
    /// mostly the lesser, and is then told once.
    pub(super) fn collect(report: &'a Report, grave: bool) -> Self {
        let open = |entry: &&Entry| {
            entry.verdict == Verdict::Fail
                && entry.waived.is_none()
                && is_way_out(entry)
                && (entry.severity >= Severity::High) == grave
        };
        let mut by_container: Vec<Vec<&Entry>> = Vec::new();
        for entry in by_severity(report.results.iter().filter(open)) {
            let same = |ways: &&mut Vec<&Entry>| {
                ways.first().is_some_and(|first| {
                    first.subject == entry.subject && first.target == entry.target
                })
            };
            match by_container.iter_mut().find(same) {
                Some(ways) => ways.push(entry),
                None => by_container.push(vec![entry]),
            }
        }
        let mut alike: Vec<Alike<'_>> = Vec::new();
        for ways in by_container {
            let Some(first) = ways.first().copied() else { continue };
            match alike.iter_mut().find(|other| is_same(&other.ways, &ways)) {
                Some(other) => other.containers.push(first),
                None => alike.push(Alike { containers: vec![first], ways }),
            }
        }
        Self(alike)
    }

    pub(super) fn write(&self, page: &mut Paint<'_>) -> io::Result<()> {
        self.0.iter().try_for_each(|alike| alike.write(page))
    }
}

fn is_same(one: &[&Entry], other: &[&Entry]) -> bool {
    let same = |(one, other): (&&Entry, &&Entry)| {
        one.id == other.id && one.message == other.message && one.remedy == other.remedy
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

impl Alike<'_> {
    fn write(&self, page: &mut Paint<'_>) -> io::Result<()> {
        let Some(worst) = self.ways.first() else { return Ok(()) };
        let word = worst.severity.as_str().to_uppercase();
        let gap = "\u{a0}".repeat(8_usize.saturating_sub(word.len()));
        let title = match self.ways.len() {
            1 => format!("{gap}a way out of {}", names(&self.containers, page.verbose)),
            many => format!("{gap}{many} ways out of {}", names(&self.containers, page.verbose)),
        };
        let style = Style::Rated(worst.severity);
        page.words(0, INDENT, &[(style, &word), (Style::Strong, &title)])?;
        let mut told: Vec<&str> = Vec::new();
        for way in &self.ways {
            let change = way.remedy.summary.as_str();
            if !told.contains(&change) {
                told.push(change);
                self.closed_by(change, page)?;
            }
        }
        page.blank()
    }

    /// The ways that one change ends, and the change.
    fn closed_by(&self, change: &str, page: &mut Paint<'_>) -> io::Result<()> {
        let ways: Vec<&&Entry> =
            self.ways.iter().filter(|way| way.remedy.summary == change).collect();
        let shown = if page.verbose { ways.len() } else { SHOWN };
        for way in ways.iter().take(shown) {
            page.words(
                INDENT,
                INDENT + 2,
                &[(Style::Plain, &way.message), (Style::Dim, &format!("({})", way.id))],
            )?;
            if page.verbose {
                evidence(way, page)?;
            }
        }
        let rest: Vec<&str> = ways.iter().skip(shown).map(|way| &*way.id).collect();
        if !rest.is_empty() {
            page.words(INDENT, INDENT + 2, &[(Style::Dim, &format!("and {}", rest.join(", ")))])?;
        }
        page.words(INDENT, INDENT + 5, &[(Style::Good, "fix"), (Style::Plain, change)])
    }
}

fn evidence(way: &Entry, page: &mut Paint<'_>) -> io::Result<()> {
    for each in &way.evidence {
        let seen = format!("{} = {}", each.fact, each.value);
        let source = format!("({})", each.source);
        page.words(INDENT + 2, INDENT + 4, &[(Style::Dim, &seen), (Style::Dim, &source)])?;
    }
    match &way.reason {
        Some(why) if way.severity != way.severity_default => page.words(
            INDENT + 2,
            INDENT + 4,
            &[(Style::Dim, &format!("{} because {why}", way.severity))],
        ),
        _ => Ok(()),
    }
}
