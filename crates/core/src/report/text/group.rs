//! Results of one check, told together.

use std::collections::BTreeMap;
use std::io;

use super::super::options::is_option;
use super::super::v1::{Baseline, Entry, Report};
use super::{Paint, Style, by_severity};
use crate::findings::Severity;

/// Column at which the story of a group begins.
const INDENT: usize = 10;
/// Subjects shown with their own evidence, unless all are wanted.
const SHOWN: usize = 3;
/// Names listed in one line, unless all are wanted.
const NAMED: usize = 12;

/// All results of one check that the page shows together.
pub(super) struct Group<'a> {
    entries: Vec<&'a Entry>,
    /// Checks that found the very same, rows of a table for the most part.
    siblings: Vec<&'a str>,
}

impl<'a> Group<'a> {
    /// Groups of the admitted results, worst first; several engines with the
    /// same check make one group.
    pub(super) fn collect(report: &'a Report, admits: impl Fn(&Entry) -> bool) -> Vec<Self> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut groups: Vec<Self> = Vec::new();
        for entry in by_severity(report.results.iter().filter(|entry| admits(entry))) {
            let place = *places.entry(&entry.id).or_insert_with(|| {
                groups.push(Self { entries: Vec::new(), siblings: Vec::new() });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(place) {
                group.entries.push(entry);
            }
        }
        Self::merged(groups)
    }

    /// Neighbours that say the same with the same evidence and the same way out
    /// are told once: sixteen audit rules miss because auditing is off.
    fn merged(groups: Vec<Self>) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::new();
        for group in groups {
            match (merged.last_mut(), group.entries.as_slice()) {
                (Some(last), [only]) if last.says_the_same(only) => last.siblings.push(&only.id),
                _ => merged.push(group),
            }
        }
        merged
    }

    fn says_the_same(&self, other: &Entry) -> bool {
        let [only] = self.entries.as_slice() else { return false };
        only.subject == other.subject
            && only.message == other.message
            && only.evidence == other.evidence
            && only.remedy == other.remedy
            && only.severity == other.severity
            && !only.message.is_empty()
    }

    /// Severity of its first, worst result.
    pub(super) fn severity(&self) -> Option<Severity> {
        self.entries.first().map(|entry| entry.severity)
    }

    /// The only result, when it is one on an option of the kernel that is told
    /// as a line.
    pub(super) fn option(&self) -> Option<&'a Entry> {
        match self.entries.as_slice() {
            [only] if self.siblings.is_empty() && is_option(only) => Some(only),
            _ => None,
        }
    }

    pub(super) fn write(&self, page: &mut Paint<'_>) -> io::Result<()> {
        let Some(first) = self.entries.first() else { return Ok(()) };
        let word = format!("{:<8}", first.severity.as_str().to_uppercase());
        page.words(
            0,
            INDENT,
            &[
                (Style::Rated(first.severity), word.trim_end()),
                (Style::Strong, &padded(&word, &first.title)),
            ],
        )?;
        page.words(
            INDENT,
            INDENT,
            &[(Style::Dim, &self.identity(first)), (Style::Dim, &self.newness())],
        )?;
        if !self.siblings.is_empty() {
            let also = format!("and the same of {}", self.siblings.join(", "));
            page.words(INDENT, INDENT, &[(Style::Dim, &also)])?;
        }
        self.cases(page)?;
        remedy(first, page)?;
        page.blank()
    }

    /// The whole group in one entry of a list.
    pub(super) fn line(&self, page: &mut Paint<'_>) -> io::Result<()> {
        let Some(first) = self.entries.first() else { return Ok(()) };
        let about = if first.subject.name.is_empty() {
            String::new()
        } else {
            format!("{}: ", names(&self.entries, false))
        };
        page.words(
            2,
            4,
            &[
                (Style::Plain, &format!("{about}{}", first.message)),
                (Style::Dim, &self.identity(first)),
            ],
        )
    }

    /// Whether it is on a known flaw of kernel or runtime.
    pub(super) fn is_flaw(&self) -> bool {
        self.entries.first().is_some_and(|first| first.id.starts_with("escape-cve-"))
    }

    pub(super) fn has_subjects_of(&self, other: &Self) -> bool {
        let same = |(one, other): (&&Entry, &&Entry)| {
            one.subject == other.subject && one.target == other.target
        };
        self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(same)
    }

    pub(super) fn subjects(&self) -> String {
        names(&self.entries, false)
    }

    /// A known flaw below the containers that it concerns.
    pub(super) fn flaw(&self, page: &mut Paint<'_>) -> io::Result<()> {
        let Some(first) = self.entries.first() else { return Ok(()) };
        let line = format!("{}. {}", first.title, first.remedy.summary);
        page.words(4, 6, &[(Style::Plain, &line), (Style::Dim, &first.id)])
    }

    fn identity(&self, first: &Entry) -> String {
        let cis = first
            .benchmarks
            .iter()
            .find(|each| each.name == "cis-docker" && each.version == "1.8.0");
        cis.map_or_else(
            || first.id.to_string(),
            |cis| format!("{} · CIS Docker {}", first.id, cis.id),
        )
    }

    fn newness(&self) -> String {
        let new = self.entries.iter().filter(|entry| entry.baseline == Some(Baseline::New)).count();
        if new == 0 { String::new() } else { format!("· {new} new") }
    }

    /// What was seen: subjects that share message and evidence stand together.
    fn cases(&self, page: &mut Paint<'_>) -> io::Result<()> {
        let mut alike: Vec<(&Entry, Vec<&Entry>)> = Vec::new();
        let mut places: BTreeMap<(&str, Vec<[&str; 3]>), usize> = BTreeMap::new();
        for entry in &self.entries {
            let evidence = entry.evidence.iter();
            let seen = evidence.map(|each| [&*each.fact, &*each.value, &*each.source]).collect();
            let place = *places.entry((&entry.message, seen)).or_insert(alike.len());
            match alike.get_mut(place) {
                Some((_, members)) => members.push(entry),
                None => alike.push((entry, vec![entry])),
            }
        }
        let shown = if page.verbose { alike.len() } else { SHOWN };
        for (first, members) in alike.iter().take(shown) {
            case(first, members, page)?;
        }
        let rest: Vec<&Entry> =
            alike.iter().skip(shown).flat_map(|(_, members)| members.iter().copied()).collect();
        if !rest.is_empty() {
            page.text(INDENT, INDENT + 2, &format!("and {}", names(&rest, false)))?;
        }
        Ok(())
    }
}

fn case(first: &Entry, members: &[&Entry], page: &mut Paint<'_>) -> io::Result<()> {
    page.words(
        INDENT,
        INDENT + 2,
        &[(Style::Plain, &format!("{}: {}", names(members, page.verbose), first.message))],
    )?;
    for evidence in &first.evidence {
        let seen = format!(
            "{} = {}",
            evidence.fact,
            if evidence.value.is_empty() { "(empty)" } else { &evidence.value }
        );
        page.words(
            INDENT + 2,
            INDENT + 4,
            &[(Style::Dim, &seen), (Style::Dim, &bracketed(&evidence.source))],
        )?;
    }
    match &first.reason {
        Some(why) if first.severity != first.severity_default => page.words(
            INDENT + 2,
            INDENT + 4,
            &[(Style::Dim, &format!("{} because {why}", first.severity))],
        ),
        _ => Ok(()),
    }
}

pub(super) fn remedy(entry: &Entry, page: &mut Paint<'_>) -> io::Result<()> {
    let remedy = &entry.remedy;
    let risk = match remedy.risk.as_str() {
        "restarts" => "(needs a restart)",
        "review" => "(look before you change it)",
        _ => "",
    };
    page.words(
        INDENT,
        INDENT + 5,
        &[(Style::Good, "fix"), (Style::Plain, &remedy.summary), (Style::Dim, risk)],
    )?;
    for command in remedy.commands.iter().flat_map(|command| command.lines()) {
        page.verbatim(INDENT + 5, command)?;
    }
    Ok(())
}

/// `web, db and 3 more`.
pub(super) fn names(entries: &[&Entry], all: bool) -> String {
    let name = |entry: &&Entry| {
        if entry.subject.name.is_empty() {
            entry.subject.kind.as_str().to_owned()
        } else {
            entry.subject.name.clone()
        }
    };
    let shown = if all { entries.len() } else { NAMED };
    let listed: Vec<String> = entries.iter().take(shown).map(name).collect();
    match entries.len().saturating_sub(shown) {
        0 => listed.join(", "),
        rest => format!("{} and {rest} more", listed.join(", ")),
    }
}

fn bracketed(source: &str) -> String {
    if source.is_empty() { String::new() } else { format!("({source})") }
}

/// Fills the severity's column before a title.
fn padded(word: &str, title: &str) -> String {
    let spaces = word.len() - word.trim_end().len();
    format!("{}{title}", "\u{a0}".repeat(spaces))
}
