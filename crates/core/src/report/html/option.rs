//! Options of the kernel as rows of one table.

use super::super::options::{decider, fact};
use super::super::v1::{Baseline, Entry, Verdict};
use super::case::{shown, state};

/// One option.
#[derive(Debug)]
pub(super) struct OptionRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) found: String,
    pub(super) wanted: String,
    /// What decided instead, why it is undecided, accepted or rated otherwise.
    pub(super) note: String,
    pub(super) verdict: &'static str,
    pub(super) severity: &'static str,
    pub(super) is_new: bool,
}

impl OptionRow {
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            id: shown(&entry.id),
            name: shown(&entry.subject.name),
            found: shown(fact(entry, "found")),
            wanted: shown(fact(entry, "wanted")),
            note: shown(&note(entry)),
            verdict: state(entry),
            severity: entry.severity.as_str(),
            is_new: entry.baseline == Some(Baseline::New) && entry.verdict == Verdict::Fail,
        }
    }
}

fn note(entry: &Entry) -> String {
    if let Some(waiver) = &entry.waived {
        return format!("accepted: {}", waiver.reason);
    }
    match (&entry.reason, decider(entry)) {
        (Some(reason), _) if entry.severity != entry.severity_default => {
            format!("{} by default: {reason}", entry.severity_default)
        }
        (Some(reason), _) => reason.clone(),
        (None, other) if other.is_empty() => other,
        (None, other) => format!("{other} decides"),
    }
}
