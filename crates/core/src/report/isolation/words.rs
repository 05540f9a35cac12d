//! Readings in the words of a table cell.

use super::Reading;
use crate::report::printable;

/// How a cell stands; words say it too, so that no colour is needed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(in crate::report) enum Tone {
    /// Neither.
    #[default]
    Plain,
    /// Parts from the host.
    Good,
    /// Does not part from the host.
    Weak,
    /// Facts are missing.
    Unknown,
}

impl Tone {
    /// Class of an element.
    pub(in crate::report) fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Weak => "weak",
            Self::Unknown => "open",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in crate::report) struct Cell {
    /// What it says.
    pub(in crate::report) text: String,
    /// How that stands.
    pub(in crate::report) tone: Tone,
    /// Names behind a number, or why something is not known.
    pub(in crate::report) detail: Vec<String>,
}

impl Cell {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn good(text: impl Into<String>) -> Self {
        Self { tone: Tone::Good, ..Self::plain(text) }
    }

    pub(super) fn weak(text: impl Into<String>) -> Self {
        Self { tone: Tone::Weak, ..Self::plain(text) }
    }

    /// Nothing is said in this column.
    pub(super) fn empty() -> Self {
        Self::plain("–")
    }

    pub(super) fn unknown(why: &str) -> Self {
        Self { tone: Tone::Unknown, detail: vec![printable(why)], ..Self::plain("unknown") }
    }

    #[must_use]
    pub(super) fn detail(mut self, names: &[String]) -> Self {
        self.detail.extend(names.iter().map(|name| printable(name)));
        self
    }

    /// What a reading says, where unset is `unset`.
    pub(super) fn of<T>(
        reading: &Reading<T>,
        unset: impl FnOnce() -> Self,
        say: impl FnOnce(&T) -> Self,
    ) -> Self {
        match (&reading.value, &reading.unknown) {
            (Some(value), _) => say(value),
            (None, Some(why)) => Self::unknown(why),
            (None, None) => unset(),
        }
    }
}

/// `512 MiB`.
pub(super) fn bytes(count: u64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut value = count as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < units.len() {
        value /= 1024.0;
        unit += 1;
    }
    let unit = units.get(unit).copied().unwrap_or_default();
    if value.fract() < 0.05 { format!("{value:.0} {unit}") } else { format!("{value:.1} {unit}") }
}

/// `web, db and 3 more`.
pub(in crate::report) fn listed(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).map(|name| printable(name)).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}

/// `1 container`, `2 containers`.
pub(in crate::report) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

pub(super) fn text(reading: &Reading<String>) -> Cell {
    Cell::of(reading, || Cell::plain("none"), |value| Cell::plain(printable(value)))
}

pub(super) fn number<T: ToString>(reading: &Reading<T>) -> Cell {
    Cell::of(reading, Cell::empty, |value| Cell::plain(value.to_string()))
}

pub(super) fn count(reading: &Reading<Vec<String>>, noun: &str) -> Cell {
    let plural = |count: usize| match noun.strip_suffix('y') {
        Some(stem) if count != 1 => format!("{count} {stem}ies"),
        _ => counted(count, noun),
    };
    Cell::of(reading, Cell::empty, |names| match names.len() {
        0 => Cell::plain("none"),
        many => Cell::plain(plural(many)).detail(names),
    })
}

pub(super) fn list(reading: &Reading<Vec<String>>, most: usize) -> Cell {
    Cell::of(reading, Cell::empty, |names| match names.len() {
        0 => Cell::plain("none"),
        many if many > most => Cell::plain(listed(names, most)).detail(names),
        _ => Cell::plain(listed(names, most)),
    })
}

pub(super) fn switch(reading: &Reading<bool>, yes: &str, no: &str) -> Cell {
    Cell::of(reading, || Cell::weak(no), |on| if *on { Cell::good(yes) } else { Cell::weak(no) })
}

pub(super) fn reached(reading: &Reading<bool>, no: &str) -> Cell {
    Cell::of(reading, Cell::empty, |on| if *on { Cell::weak("reached") } else { Cell::good(no) })
}

pub(super) fn limit<T>(reading: &Reading<T>, say: impl FnOnce(&T) -> String) -> Cell {
    Cell::of(reading, || Cell::weak("unlimited"), |value| Cell::good(say(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (count, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1 << 29, "512 MiB"),
            (3 << 29, "1.5 GiB"),
            (u64::MAX, "16777216 TiB"),
        ] {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn what_is_missing_is_never_what_is_unset() {
        let say = |reading: &Reading<u64>| {
            Cell::of(reading, || Cell::weak("unlimited"), |value| Cell::plain(value.to_string()))
        };
        assert_eq!(say(&Reading::none("cgroup")).text, "unlimited");
        assert_eq!(say(&Reading::unknown("permission denied")).tone, Tone::Unknown);
        assert_eq!(say(&Reading::known(5, "cgroup")).text, "5");
    }
}
