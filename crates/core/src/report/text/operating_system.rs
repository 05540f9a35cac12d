//! The view `operating-system`: a line, and with `-v` its terms.

use std::io;

use super::super::operating_system::{OperatingSystemView, OsProperty};
use super::super::v1::Report;
use super::{Paint, Style};

const INDENT: usize = 2;

pub(super) fn view(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let Some(view) = OperatingSystemView::of(report) else { return Ok(()) };
    page.title("Operating system")?;
    let name = if view.recognised.is_empty() { &view.name } else { &view.recognised };
    page.words(INDENT, INDENT + 2, &[(Style::Plain, name), (Style::Dim, &view.headline())])?;
    if !view.note.is_empty() {
        page.words(INDENT, INDENT + 2, &[(Style::Dim, &view.note)])?;
    }
    if page.verbose {
        for property in &view.properties {
            term(property, page)?;
        }
    }
    page.text(INDENT, INDENT + 2, &measures(&view))?;
    page.blank()
}

fn term(property: &OsProperty, page: &mut Paint<'_>) -> io::Result<()> {
    let points = match property.state.as_str() {
        "unknown" | "not-applicable" => format!("–/{}", property.weight),
        _ => format!("{}/{}", property.gained, property.weight),
    };
    let style = if property.state == "present" { Style::Good } else { Style::Plain };
    page.words(
        INDENT,
        INDENT + 2,
        &[
            (style, &format!("{:<14} {points:>6}", property.state)),
            (Style::Plain, &property.title),
            (Style::Dim, &property.said),
        ],
    )
}

/// `sockets open to the network: 12, setuid and setgid files: 23`.
fn measures(view: &OperatingSystemView) -> String {
    let counted = view
        .measures
        .iter()
        .filter_map(|measure| measure.count.map(|count| format!("{}: {count}", measure.name)));
    counted.collect::<Vec<_>>().join(", ")
}
