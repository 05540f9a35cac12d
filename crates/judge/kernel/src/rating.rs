//! How bad a failure is here, and what puts it right.

use seaworthy_core::findings::{Change, Evidence, Remedy, Risk, Severity, Verdict};

use crate::judge::Surroundings;
use crate::{Probe, Profile, Recommendation, Want};

/// Answers of the running containers' seccomp filters.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Asked {
    /// Containers that run.
    pub running: usize,
    /// Those whose filter refuses every one of the calls.
    pub refusing: usize,
    /// Those whose filter could not be read.
    pub undecided: usize,
}

/// On a container host severity follows what containers reach.
pub(crate) fn rated(
    verdict: Verdict,
    row: &Recommendation,
    surroundings: &Surroundings<'_>,
) -> Verdict {
    if surroundings.profile != Profile::ContainerHost {
        return verdict;
    }
    let (severity, reason) = row.raised.unwrap_or((row.severity, ""));
    let asked = if row.calls.is_empty() { Asked::default() } else { (surroundings.ask)(row.calls) };
    if asked.running == 0 {
        return if reason.is_empty() { verdict } else { verdict.rated(severity, reason) };
    }
    let Asked { running, refusing, undecided } = asked;
    let calls = row.calls.join(", ");
    let answers =
        format!("{refusing} of {running} running containers refuse {calls}, {undecided} undecided");
    let verdict =
        verdict.because(Evidence::new("seccomp", answers, "filters of running containers"));
    if refusing == running {
        let why =
            format!("the seccomp filter of every running container ({running}) refuses {calls}");
        return verdict.rated(lower(severity), why);
    }
    if reason.is_empty() { verdict } else { verdict.rated(severity, reason) }
}

fn lower(severity: Severity) -> Severity {
    match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        _ => Severity::Negligible,
    }
}

/// A run-time parameter can be set by itself; build and command line are put
/// right as a whole, which the family's own advice tells.
pub(crate) fn remedy(row: &Recommendation, want: Want) -> Option<Remedy> {
    let Probe::Sysctl(name) = row.probe else { return None };
    let value = want.setting()?;
    let (summary, risk) = if row.breaks.is_empty() {
        ("Set it now and in a file of /etc/sysctl.d.".to_owned(), Risk::Safe)
    } else {
        (
            format!("Set it now and in a file of /etc/sysctl.d. Look first: {}", row.breaks),
            Risk::Review,
        )
    };
    let remedy = Remedy::review(summary)
        .risk(risk)
        .command(format!("sysctl -w {name}={value}"))
        .change(Change::Sysctl { name: name.to_owned(), value });
    Some(remedy)
}
