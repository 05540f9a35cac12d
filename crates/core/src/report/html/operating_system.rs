//! The view `operating-system` on the page.

use super::super::operating_system::OperatingSystemView;
use super::super::v1::Report;
use super::case::shown;

/// The system with the terms of its score.
#[derive(Debug)]
pub(super) struct System {
    pub(super) name: String,
    pub(super) headline: String,
    pub(super) because: String,
    pub(super) note: String,
    pub(super) terms: Vec<Term>,
    pub(super) measures: Vec<String>,
}

/// One term.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) title: String,
    pub(super) state: String,
    pub(super) points: String,
    pub(super) said: String,
}

impl System {
    pub(super) fn of(report: &Report) -> Option<Self> {
        let view = OperatingSystemView::of(report)?;
        let name = if view.recognised.is_empty() { &view.name } else { &view.recognised };
        let term = |property: &super::super::operating_system::OsProperty| Term {
            title: shown(&property.title),
            state: shown(&property.state),
            points: format!("{} of {}", property.gained, property.weight),
            said: shown(&property.said),
        };
        let measure = |measure: &super::super::operating_system::OsMeasure| match measure.count {
            Some(count) => format!("{}: {count}", shown(&measure.name)),
            None => format!("{}: {}", shown(&measure.name), shown(&measure.said)),
        };
        Some(Self {
            name: shown(name),
            headline: shown(&view.headline()),
            because: shown(&view.because),
            note: shown(&view.note),
            terms: view.properties.iter().map(term).collect(),
            measures: view.measures.iter().map(measure).collect(),
        })
    }
}
