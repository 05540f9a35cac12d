//! Options of the kernel: hundreds of results that share their way out. Formats
//! for people tell them as lines of one block a severity.

use super::v1::Entry;
use crate::findings::{Severity, SubjectKind};

/// The way out of all of them.
pub(super) const WAY_OUT: &str = "`seaworthy audit --fix-plan` holds the safe parameters; \
    `--only kernel --fragment sysctl`, `cmdline` or `kconfig` prints all, with reasons and costs; \
    `seaworthy explain ID` tells one. A flaw of the processor (`cpu-…`) wants newer microcode and a \
    newer kernel.";

/// Whether a result is told as one line among its like.
pub(super) fn is_option(entry: &Entry) -> bool {
    entry.subject.kind == SubjectKind::KernelOption && !entry.subject.name.is_empty()
}

/// What a block of them says.
pub(super) fn title(state: &str, count: usize) -> String {
    let noun = match count {
        1 => "option of the kernel",
        _ => "options of the kernel",
    };
    let (is, are) = match state {
        "unknown" => ("was not decided", "were not decided"),
        "waived" => ("is accepted as it is", "are accepted as they are"),
        "review" => ("waits for a person", "wait for a person"),
        _ => ("is weaker than recommended", "are weaker than recommended"),
    };
    format!("{count} {noun} {}", if count == 1 { is } else { are })
}

/// What results are told together by.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Told<'a> {
    /// Results of one check.
    Check(&'a str),
    /// Options of one state and severity.
    Options(&'a str, Severity),
}

impl<'a> Told<'a> {
    /// Where a result belongs.
    pub(super) fn of(entry: &'a Entry, state: &'a str) -> Self {
        if is_option(entry) { Self::Options(state, entry.severity) } else { Self::Check(&entry.id) }
    }
}

/// The value of a fact of an option, empty when it is not there.
pub(super) fn fact<'a>(entry: &'a Entry, name: &str) -> &'a str {
    let found = entry.evidence.iter().find(|each| each.fact == name);
    found.map_or("", |each| each.value.as_str())
}

/// What decided instead of the option itself, empty when nothing did.
pub(super) fn decider(entry: &Entry) -> String {
    let other = entry
        .evidence
        .iter()
        .find(|each| !matches!(each.fact.as_str(), "found" | "wanted" | "seccomp"));
    other.map_or_else(String::new, |each| format!("{} = {}", each.fact, each.value))
}
