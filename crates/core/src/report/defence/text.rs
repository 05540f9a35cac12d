//! The matrix for a terminal.

use std::io;

use super::{Cell, Class, Defence, DefenceMatrix};
use crate::findings::Severity;
use crate::report::text::{Paint, Style};

/// Width of a column behind the names of the classes.
const WIDTH: usize = 8;

impl DefenceMatrix {
    /// One line a class; with evidence for each cell when all is wanted.
    pub(in crate::report) fn write_text(&self, page: &mut Paint<'_>) -> io::Result<()> {
        page.title(&format!("What stops which attack on Linux {}", self.kernel))?;
        let name = page.room(self.defenders.len() * (WIDTH + 1) + 2).clamp(20, 44);
        let mut head = vec![(Style::Dim, " ".repeat(name))];
        let columns = self.defenders.iter();
        head.extend(columns.map(|one| (Style::Dim, format!("{:<WIDTH$}", one.as_str()))));
        page.cells(2, &head)?;
        for class in &self.classes {
            line(class, name, page)?;
            if page.verbose {
                reasons(class, page)?;
            }
        }
        let legend = "yes, partly, no: as this machine stands; –: such a defence cannot stop it \
                      anywhere; ?: facts are missing";
        page.words(2, 2, &[(Style::Dim, legend)])?;
        page.text(2, 2, &self.why)?;
        page.blank()
    }
}

fn line(class: &Class, width: usize, page: &mut Paint<'_>) -> io::Result<()> {
    let title = textwrap::wrap(&class.title, width);
    for (place, part) in title.iter().enumerate() {
        let mut runs = vec![(Style::Plain, format!("{part:<width$}"))];
        if place + 1 == title.len() {
            runs.extend(class.cells.iter().map(|cell| {
                let (word, style) = word(cell);
                (style, format!("{word:<WIDTH$}"))
            }));
        }
        page.cells(2, &runs)?;
    }
    Ok(())
}

fn word(cell: &Cell) -> (&'static str, Style) {
    match cell.state {
        Defence::Present => ("yes", Style::Good),
        Defence::Partly => ("partly", Style::Rated(Severity::Low)),
        Defence::Absent if cell.by_design => ("–", Style::Dim),
        Defence::Absent => ("no", Style::Rated(Severity::Medium)),
        Defence::Unknown => ("?", Style::Dim),
    }
}

fn reasons(class: &Class, page: &mut Paint<'_>) -> io::Result<()> {
    page.words(6, 8, &[(Style::Dim, &class.attack)])?;
    for cell in class.cells.iter().filter(|cell| !cell.by_design) {
        let said = format!("{}: {}: {}", cell.defender.as_str(), word(cell).0, cell.because);
        page.words(6, 8, &[(Style::Plain, &said)])?;
        for each in &cell.evidence {
            let seen = format!("{} = {}", each.fact, each.value);
            page.words(8, 10, &[(Style::Dim, &seen), (Style::Dim, &format!("({})", each.source))])?;
        }
    }
    Ok(())
}
