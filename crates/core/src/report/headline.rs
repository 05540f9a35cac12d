//! The one sentence that a page begins with.

use super::v1::{Report, Verdict};
use crate::findings::Severity;

/// What the sentence amounts to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tone {
    /// All is well.
    Good,
    /// Something failed, nothing grave.
    Plain,
    /// The gate is broken, or something grave failed.
    Bad,
}

/// With rules in force the gate's decision; without, the worst of what failed:
/// "the policy holds" would praise a machine that nobody set a rule for.
pub(super) fn headline(report: &Report) -> (Tone, String) {
    if !report.gate.holds {
        return (Tone::Bad, "The policy does not hold".to_owned());
    }
    if !report.gate.rules.is_empty() {
        return (Tone::Good, "The policy holds".to_owned());
    }
    let open = |entry: &&super::v1::Entry| entry.verdict == Verdict::Fail && entry.waived.is_none();
    let Some(worst) = report.results.iter().filter(open).map(|entry| entry.severity).max() else {
        return (Tone::Good, "Nothing failed".to_owned());
    };
    let count = report.results.iter().filter(open).filter(|entry| entry.severity == worst).count();
    let noun = if count == 1 { "failure" } else { "failures" };
    let tone = if worst >= Severity::High { Tone::Bad } else { Tone::Plain };
    (tone, format!("{count} {worst} {noun}"))
}
