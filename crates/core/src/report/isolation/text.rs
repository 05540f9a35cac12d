//! The comparison for a terminal.

use std::io;

use super::rows::{Section, reach, sections};
use super::ways::{self, Ways};
use super::words::{Cell, Tone, counted, listed};
use super::{Basis, Column, ColumnKind, Escape, INSIDE, Isolation, Pair, Tenancy};
use crate::report::printable;
use crate::report::text::{Paint, Style, problems, summary, waived};
use crate::report::v1::{Report, Verdict};

/// Width of the names of rows.
const LABEL: usize = 20;
/// A column narrower than this reads like a list.
const NARROWEST: usize = 16;
/// Pairs of tenants told in full unless all are wanted.
const PAIRS: usize = 5;
/// Names of those that a block is about, unless all are wanted.
const NAMED: usize = 12;
/// Names of those that a line is about, unless all are wanted.
const FEW: usize = 3;
/// Ways told for each change that closes them, unless all are wanted.
const SHOWN: usize = 4;

impl Isolation {
    /// The table, then ways out, then tenants.
    pub(in crate::report) fn write_text(
        &self,
        report: &Report,
        page: &mut Paint<'_>,
    ) -> io::Result<()> {
        let most = page.room(LABEL) / (NARROWEST + 1);
        if page.verbose || self.containers().count() < most {
            self.chunks(&self.whole(), most, sections, page)?;
            self.chunks(&self.told(), most, |columns| vec![reach(columns)], page)?;
        } else {
            self.overview(page)?;
        }
        self.stopped(page)?;
        if self.from != INSIDE {
            self.escapes(page)?;
            tenancy(&self.tenancy, page)?;
        }
        waived(report, page)?;
        problems(report, page)?;
        summary(report, page)
    }

    fn containers(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.kind == ColumnKind::Container)
    }

    /// A few columns at a time, the plain process in each.
    fn chunks(
        &self,
        columns: &[&Column],
        most: usize,
        sections: impl Fn(&[&Column]) -> Vec<Section>,
        page: &mut Paint<'_>,
    ) -> io::Result<()> {
        if columns.len() <= most {
            return write_sections(&sections(columns), columns, page);
        }
        let (process, others): (Vec<&Column>, Vec<&Column>) =
            columns.iter().partition(|column| column.kind == ColumnKind::Process);
        for some in others.chunks(most.saturating_sub(process.len()).max(1)) {
            let columns: Vec<&Column> = process.iter().chain(some).copied().collect();
            write_sections(&sections(&columns), &columns, page)?;
        }
        Ok(())
    }

    /// One line a container, where tables would fill screens.
    fn overview(&self, page: &mut Paint<'_>) -> io::Result<()> {
        page.title("Containers")?;
        let heads = ["boundary", "shared", "caps", "calls", "host paths", "ways out"];
        let rows: Vec<(&str, [String; 6])> = std::iter::once(("", heads.map(str::to_owned)))
            .chain(self.told().into_iter().map(|column| (&*column.name, overview(column))))
            .collect();
        let widths: Vec<usize> = (0..heads.len())
            .map(|place| {
                let cells = rows.iter().filter_map(|(_, cells)| cells.get(place));
                cells.map(|cell| cell.chars().count()).max().unwrap_or_default() + 1
            })
            .collect();
        let name = page.room(widths.iter().sum::<usize>() + widths.len() + 2).clamp(8, 32);
        for (first, cells) in &rows {
            let mut line = fitted(first, name);
            for (cell, width) in cells.iter().zip(&widths) {
                line.push(' ');
                line += &fitted(cell, *width);
            }
            page.verbatim(2, line.trim_end())?;
        }
        let advice = "name containers to see all rows of them, or -v for all";
        page.words(2, 2, &[(Style::Dim, advice)])?;
        page.blank()?;
        let few: Vec<&Column> =
            self.told().into_iter().filter(|column| column.kind != ColumnKind::Container).collect();
        write_sections(&[reach(&few)], &few, page)
    }

    fn stopped(&self, page: &mut Paint<'_>) -> io::Result<()> {
        let blank = self.columns.iter().filter(|column| column.basis == Basis::NotMeasured);
        for column in blank {
            let said = format!("{}: not measured: {}", column.name, column.about);
            page.words(0, 2, &[(Style::Dim, &said)])?;
        }
        if self.stopped.is_empty() {
            return Ok(());
        }
        let said = format!(
            "{} not running: {}",
            counted(self.stopped.len(), "container"),
            listed(&self.stopped, if page.verbose { self.stopped.len() } else { 8 })
        );
        page.words(0, 2, &[(Style::Dim, &said)])?;
        page.blank()
    }

    fn escapes(&self, page: &mut Paint<'_>) -> io::Result<()> {
        let containers: Vec<&Column> = self.containers().collect();
        let everybody = containers.len();
        page.title("Ways out")?;
        if containers.is_empty() {
            page.text(2, 2, "no container runs")?;
            return page.blank();
        }
        for ways in Ways::open(&containers) {
            open(&ways, everybody, page)?;
        }
        let closed = Ways { containers: ways::closed(&containers), escapes: Vec::new() };
        if !closed.containers.is_empty() {
            let most = if page.verbose { everybody } else { NAMED };
            let said = format!("none found of {}", closed.names(everybody, most));
            page.words(2, 4, &[(Style::Good, &said)])?;
        }
        list("Makes a way out easier", &Ways::aids(&containers), everybody, page)?;
        list("Not decided", &Ways::undecided(&containers), everybody, page)?;
        let questions = Ways::questions(&containers);
        list("For you to decide", &questions, everybody, page)?;
        page.blank()
    }
}

/// The ways of containers that have the same, and what closes them.
fn open(ways: &Ways<'_>, everybody: usize, page: &mut Paint<'_>) -> io::Result<()> {
    let most = if page.verbose { everybody } else { NAMED };
    let title = format!(
        "{} of {}",
        counted(ways.escapes.len(), "way"),
        ways.names(everybody, most).trim_start()
    );
    page.words(2, 4, &[(Style::Strong, &title)])?;
    for (change, escapes) in ways.by_change() {
        let shown = if page.verbose { escapes.len() } else { SHOWN };
        for escape in escapes.iter().take(shown) {
            way_out(escape, page)?;
        }
        let rest: Vec<String> =
            escapes.iter().skip(shown).map(|escape| escape.id.clone()).collect();
        if !rest.is_empty() {
            let said = format!("and {}", listed(&rest, rest.len()));
            page.words(4, 6, &[(Style::Dim, &said)])?;
        }
        page.words(6, 8, &[(Style::Good, "close"), (Style::Plain, &change.summary)])?;
    }
    Ok(())
}

/// The chain as one sentence; its links with their sources when all is wanted.
fn way_out(escape: &Escape, page: &mut Paint<'_>) -> io::Result<()> {
    page.words(
        4,
        6,
        &[
            (Style::Rated(escape.severity), &escape.severity.as_str().to_uppercase()),
            (Style::Strong, &escape.message),
            (Style::Dim, &escape.id),
        ],
    )?;
    if page.verbose {
        return escape.chain.iter().try_for_each(|link| {
            let seen = format!("{} = {}", link.fact, link.value);
            page.words(8, 10, &[(Style::Dim, &seen), (Style::Dim, &format!("({})", link.source))])
        });
    }
    let links: Vec<String> =
        escape.chain.iter().map(|link| format!("{} = {}", link.fact, link.value)).collect();
    page.words(6, 8, &[(Style::Dim, &links.join("; "))])
}

/// What is no open way: a line or two each.
fn list(title: &str, all: &[Ways<'_>], everybody: usize, page: &mut Paint<'_>) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    page.words(2, 2, &[(Style::Strong, &format!("{title} ({})", all.len()))])?;
    let most = if page.verbose { everybody } else { FEW };
    for ways in all {
        let Some(escape) = ways.escapes.first() else { continue };
        let said = format!("{}: {}", ways.names(everybody, most), escape.message);
        page.words(4, 6, &[(Style::Plain, &said), (Style::Dim, &escape.id)])?;
        if escape.verdict != Verdict::Unknown {
            page.words(6, 8, &[(Style::Good, "close"), (Style::Plain, &escape.close.summary)])?;
        }
    }
    Ok(())
}

fn tenancy(tenancy: &Tenancy, page: &mut Paint<'_>) -> io::Result<()> {
    let title = match tenancy.verdict {
        Some(verdict) => format!("Tenants ({}): {}", tenancy.tenants.len(), verdict.as_str()),
        None => format!("Tenants ({})", tenancy.tenants.len()),
    };
    page.title(&title)?;
    page.text(2, 2, &format!("{}; named by the label {}", tenancy.because, tenancy.label))?;
    let most = if page.verbose { tenancy.pairs.len() } else { PAIRS };
    for each in tenancy.pairs.iter().take(most) {
        pair(each, page)?;
    }
    let more = tenancy.pairs.len().saturating_sub(most) + tenancy.pairs_left_out;
    if more > 0 {
        page.words(2, 2, &[(Style::Dim, &format!("and {} more", counted(more, "pair")))])?;
    }
    if !tenancy.unassigned.is_empty() && !tenancy.tenants.is_empty() {
        let said = format!("of no tenant: {}", listed(&tenancy.unassigned, 8));
        page.words(2, 4, &[(Style::Dim, &said)])?;
    }
    page.blank()
}

fn pair(pair: &Pair, page: &mut Paint<'_>) -> io::Result<()> {
    let names = format!("{} and {}: {}", pair.first, pair.second, pair.verdict.as_str());
    page.words(2, 4, &[(Style::Strong, &names)])?;
    let most = if page.verbose { pair.reasons.len() } else { 4 };
    for reason in pair.reasons.iter().take(most) {
        page.text(4, 6, &format!("- {reason}"))?;
    }
    match pair.reasons.len().saturating_sub(most) {
        0 => Ok(()),
        rest => page.words(4, 4, &[(Style::Dim, &format!("- and {rest} more"))]),
    }
}

fn overview(column: &Column) -> [String; 6] {
    let host = column.namespaces.iter().filter(|each| {
        each.state == super::NamespaceState::Host || !each.with_containers.is_empty()
    });
    let shared = if column.namespaces.is_empty() {
        "–".to_owned()
    } else {
        format!("{} of {} ns", host.count(), column.namespaces.len())
    };
    let caps = column.capabilities.effective.value.as_ref();
    let calls = column.reach.calls.value.as_ref().and_then(|all| all.first());
    let paths = column.files.mounts.value.as_ref().map(|mounts| {
        mounts.iter().filter(|mount| mount.resource != super::Resource::Volume).count()
    });
    let word = |number: Option<usize>| number.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let failed = column.escapes.iter().filter(|escape| escape.is_way_out());
    let is_container = column.kind == ColumnKind::Container;
    let only = |text: String| if is_container { text } else { "–".to_owned() };
    [
        column.boundary.kind.as_str().to_owned(),
        shared,
        word(caps.map(Vec::len)),
        word(calls.map(super::CallCounts::reachable)),
        only(word(paths)),
        only(failed.count().to_string()),
    ]
}

fn write_sections(
    sections: &[Section],
    columns: &[&Column],
    page: &mut Paint<'_>,
) -> io::Result<()> {
    let mut grid = Grid {
        width: (page.room(LABEL) / columns.len().max(1)).saturating_sub(1).clamp(8, 40),
        notes: Vec::new(),
    };
    let names: Vec<Cell> =
        columns.iter().map(|column| Cell::plain(printable(&column.name))).collect();
    grid.row("", &names, Style::Strong, page)?;
    for section in sections {
        page.words(0, 0, &[(Style::Strong, section.title)])?;
        for row in &section.rows {
            grid.row(&row.label, &row.cells, Style::Plain, page)?;
        }
    }
    grid.write_notes(page)?;
    page.blank()
}

/// A table whose cells refer to notes below it for what is not known.
struct Grid {
    width: usize,
    notes: Vec<String>,
}

impl Grid {
    /// One row, wrapped within its columns.
    fn row(
        &mut self,
        label: &str,
        cells: &[Cell],
        style: Style,
        page: &mut Paint<'_>,
    ) -> io::Result<()> {
        let wrapped: Vec<Vec<String>> = cells
            .iter()
            .map(|cell| {
                let said = self.said(cell, page.verbose);
                textwrap::wrap(&said, self.width).iter().map(ToString::to_string).collect()
            })
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or_default().max(1);
        for place in 0..height {
            let first = if place == 0 { label } else { "" };
            let mut runs: Vec<(Style, String)> = vec![(Style::Dim, fitted(first, LABEL - 2))];
            for (cell, parts) in cells.iter().zip(&wrapped) {
                let part = parts.get(place).map_or("", String::as_str);
                runs.push((tone(cell.tone, style), fitted(part, self.width)));
            }
            page.cells(2, &runs)?;
        }
        Ok(())
    }

    /// The same reason stands in many cells: they name it by number.
    fn said(&mut self, cell: &Cell, verbose: bool) -> String {
        if cell.tone == Tone::Unknown {
            let why = cell.detail.join(", ");
            let known = self.notes.iter().position(|note| *note == why);
            let place = known.unwrap_or_else(|| {
                self.notes.push(why);
                self.notes.len() - 1
            });
            return format!("{} [{}]", cell.text, place + 1);
        }
        if verbose && !cell.detail.is_empty() {
            return format!("{}: {}", cell.text, cell.detail.join(", "));
        }
        cell.text.clone()
    }

    fn write_notes(&self, page: &mut Paint<'_>) -> io::Result<()> {
        for (place, note) in self.notes.iter().enumerate() {
            page.words(2, 6, &[(Style::Dim, &format!("[{}] {note}", place + 1))])?;
        }
        Ok(())
    }
}

fn tone(tone: Tone, usual: Style) -> Style {
    match tone {
        Tone::Good => Style::Good,
        Tone::Weak => Style::Rated(crate::findings::Severity::Medium),
        Tone::Unknown => Style::Dim,
        Tone::Plain => usual,
    }
}

/// Cut or filled to a width in columns.
fn fitted(text: &str, width: usize) -> String {
    let mut shown = String::new();
    let mut used = 0;
    let wide = textwrap::core::display_width(text) > width;
    for letter in printable(text).chars() {
        let columns = textwrap::core::display_width(letter.encode_utf8(&mut [0; 4]));
        if used + columns + usize::from(wide) > width {
            break;
        }
        used += columns;
        shown.push(letter);
    }
    if wide {
        shown.push('…');
        used += 1;
    }
    shown + &" ".repeat(width.saturating_sub(used))
}
