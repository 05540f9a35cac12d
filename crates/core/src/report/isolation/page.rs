//! The comparison as one page.

use std::io;

use askama::Template;

use super::picture::Picture;
use super::rows::{Section, reach, sections};
use super::ways::{self, Ways};
use super::words::{counted, listed};
use super::{Basis, Column, ColumnKind, Escape, Fitness, Isolation, Pair, SharedState};
use crate::report::defence::DefenceMatrix;
use crate::report::html::{Problem, STYLE, THEME, Target, created, policy, shown, title};
use crate::report::v1::{Report, Verdict};

/// Containers side by side in one table; the JSON report has them all.
const MOST: usize = 60;

/// Everything on the page.
#[derive(Debug, Template)]
#[template(path = "isolation.html")]
struct Page {
    policy: String,
    style: &'static str,
    script: &'static str,
    title: String,
    version: String,
    created: String,
    tone: &'static str,
    headline: String,
    lead: String,
    targets: Vec<Target>,
    picture: Picture,
    problems: Vec<Problem>,
    ways_note: String,
    ways: Vec<Group>,
    tenancy: Tenancy,
    columns_note: String,
    names: Vec<String>,
    sections: Vec<Section>,
    reach_names: Vec<String>,
    reach: Section,
    notes: Vec<String>,
    matrix: Option<DefenceMatrix>,
}

/// Ways that are told together.
#[derive(Debug)]
struct Group {
    name: String,
    note: String,
    ways: Vec<Way>,
}

#[derive(Debug)]
struct Way {
    /// Containers, where the group does not name them.
    who: String,
    severity: &'static str,
    word: &'static str,
    id: String,
    title: String,
    message: String,
    chain: Vec<Link>,
    close: String,
    commands: String,
}

#[derive(Debug)]
struct Link {
    fact: String,
    value: String,
    source: String,
}

#[derive(Debug)]
struct Tenancy {
    verdict: &'static str,
    because: String,
    pairs: Vec<Two>,
    more: usize,
    unassigned: String,
}

#[derive(Debug)]
struct Two {
    first: String,
    second: String,
    verdict: &'static str,
    class: &'static str,
    reasons: Vec<String>,
    shares: Vec<Both>,
}

#[derive(Debug)]
struct Both {
    what: String,
    state: &'static str,
    detail: String,
}

impl Isolation {
    /// Writes the page.
    pub(in crate::report) fn write_page(
        &self,
        report: &Report,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let page = Page::of(self, report).render().map_err(io::Error::other)?;
        out.write_all(page.as_bytes())?;
        out.write_all(b"\n")
    }
}

impl Page {
    fn of(isolation: &Isolation, report: &Report) -> Self {
        let mut columns = isolation.whole();
        columns.truncate(MOST);
        let mut reaching = isolation.told();
        reaching.truncate(MOST);
        let containers: Vec<&Column> =
            isolation.columns.iter().filter(|one| one.kind == ColumnKind::Container).collect();
        let failed = |column: &&&Column| column.escapes.iter().any(Escape::is_way_out);
        let leaving = containers.iter().filter(failed).count();
        let blank = isolation.columns.iter().filter(|one| one.basis == Basis::NotMeasured);
        let mut notes: Vec<String> =
            blank.map(|one| shown(&format!("{}: not measured: {}", one.name, one.about))).collect();
        notes.extend(columns.iter().flat_map(|column| {
            column.reach.notes.iter().map(|note| shown(&format!("{}: {note}", column.name)))
        }));
        if !isolation.stopped.is_empty() {
            notes.push(format!("Not running: {}", listed(&isolation.stopped, 40)));
        }
        Self {
            policy: policy(STYLE, THEME),
            style: STYLE,
            script: THEME,
            title: title(report),
            version: shown(&report.tool.version),
            created: created(report),
            tone: if leaving > 0 { "broken" } else { "plain" },
            headline: headline(containers.len(), leaving),
            lead: "More than a process, less than a virtual machine: what parts each container \
                   from this machine, as measured."
                .to_owned(),
            targets: report.targets.iter().map(Target::of).collect(),
            picture: Picture::of(isolation),
            problems: report.problems.iter().map(Problem::of).collect(),
            ways_note:
                "What a program inside could use to leave, and the one change that closes it."
                    .to_owned(),
            ways: ways(&containers),
            tenancy: tenancy(isolation),
            columns_note: note(isolation, columns.len()),
            names: columns.iter().map(|column| shown(&column.name)).collect(),
            sections: sections(&columns),
            reach_names: reaching.iter().map(|column| shown(&column.name)).collect(),
            reach: reach(&reaching),
            notes,
            matrix: DefenceMatrix::of(report),
        }
    }
}

fn headline(containers: usize, leaving: usize) -> String {
    match (containers, leaving) {
        (0, _) => "No container runs".to_owned(),
        (all, 0) => format!("No way out found of {}", counted(all, "container")),
        (1, _) => "The container has a way out".to_owned(),
        (all, some) => format!("{some} of {all} containers have a way out"),
    }
}

fn note(isolation: &Isolation, shown: usize) -> String {
    let all = isolation.columns.len();
    if all > shown + 1 {
        return format!("The first {shown} of {all} columns; the JSON report has all.");
    }
    "Every row for every column.".to_owned()
}

/// Open ways of all containers, then what a person decides, then the rest by name.
fn ways(containers: &[&Column]) -> Vec<Group> {
    let everybody = containers.len();
    let names = |ways: &Ways<'_>| ways.names(everybody, 12);
    let mut groups: Vec<Group> = Ways::open(containers)
        .iter()
        .map(|ways| Group {
            name: names(ways),
            note: counted(ways.escapes.len(), "way"),
            ways: ways.escapes.iter().map(|escape| way(escape, String::new())).collect(),
        })
        .collect();
    let closed = Ways { containers: ways::closed(containers), escapes: Vec::new() };
    if !closed.containers.is_empty() {
        let note = "none found".to_owned();
        groups.push(Group { name: names(&closed), note, ways: Vec::new() });
    }
    for (name, note, all) in [
        ("For you to decide", "facts alone do not tell", Ways::questions(containers)),
        ("Makes a way out easier", "no way by itself", Ways::aids(containers)),
        ("Not decided", "what is missing", Ways::undecided(containers)),
    ] {
        if all.is_empty() {
            continue;
        }
        let told = all.iter().filter_map(|ways| Some(way(ways.escapes.first()?, names(ways))));
        groups.push(Group { name: name.to_owned(), note: note.to_owned(), ways: told.collect() });
    }
    let accepted =
        containers.iter().flat_map(|column| &column.escapes).filter(|escape| escape.waived).count();
    if accepted > 0 {
        let note = "by the policy file; the JSON report names them".to_owned();
        groups.push(Group { name: format!("{accepted} accepted"), note, ways: Vec::new() });
    }
    groups
}

fn way(escape: &Escape, who: String) -> Way {
    Way {
        who,
        severity: escape.severity.as_str(),
        word: match escape.verdict {
            Verdict::Review => "review",
            Verdict::Unknown => "unknown",
            _ => escape.severity.as_str(),
        },
        id: shown(&escape.id),
        title: shown(&escape.title),
        message: shown(&escape.message),
        chain: escape
            .chain
            .iter()
            .map(|link| Link {
                fact: shown(&link.fact),
                value: shown(&link.value),
                source: shown(&link.source),
            })
            .collect(),
        close: shown(&escape.close.summary),
        commands: escape.close.commands.iter().map(|one| shown(one)).collect::<Vec<_>>().join("\n"),
    }
}

fn tenancy(isolation: &Isolation) -> Tenancy {
    let tenancy = &isolation.tenancy;
    Tenancy {
        verdict: tenancy.verdict.map_or("", Fitness::as_str),
        because: shown(&format!("{}; named by the label {}", tenancy.because, tenancy.label)),
        pairs: tenancy.pairs.iter().map(pair).collect(),
        more: tenancy.pairs_left_out,
        unassigned: if tenancy.tenants.is_empty() {
            String::new()
        } else {
            listed(&tenancy.unassigned, 40)
        },
    }
}

fn pair(pair: &Pair) -> Two {
    Two {
        first: shown(&pair.first),
        second: shown(&pair.second),
        verdict: pair.verdict.as_str(),
        class: match pair.verdict {
            Fitness::Fit => "good",
            Fitness::NotSoFast => "unfit",
            Fitness::Unknown => "open",
        },
        reasons: pair.reasons.iter().map(|reason| shown(reason)).collect(),
        shares: pair
            .shares
            .iter()
            .map(|shared| Both {
                what: shown(&shared.what),
                state: match shared.state {
                    SharedState::Shared => "shared",
                    SharedState::Apart => "apart",
                    SharedState::Unknown => "unknown",
                },
                detail: shown(&shared.detail),
            })
            .collect(),
    }
}
