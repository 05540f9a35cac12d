//! Known flaws as ways out: a range of versions, and what has to be so for the
//! container to reach the faulty code.

use std::borrow::Cow;

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{
    Confidence, Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass, review,
};

use super::chain::Link;
use super::inside::Inside;
use super::release::{Origin, Release};
use crate::{Context, Row};

/// A flaw with a name.
pub(super) struct Flaw {
    pub(super) id: &'static str,
    pub(super) cve: &'static str,
    /// At most 60 characters.
    pub(super) title: &'static str,
    pub(super) severity: Severity,
    /// What is wrong and what it gives, one or two sentences.
    pub(super) text: &'static str,
    /// First version that has it and first that has not, a line of releases each.
    pub(super) affected: &'static [(&'static str, &'static str)],
    /// What the container needs, in words.
    pub(super) needs: &'static str,
    /// The same as a condition.
    pub(super) reached: fn(&Inside<'_>) -> Link,
    /// It takes somebody of the host to do something that facts do not tell.
    pub(super) waits: bool,
    /// What an attacker does, step by step.
    pub(super) steps: &'static str,
    /// What other tools call it.
    pub(super) known_as: &'static str,
}

/// The part that has the flaw, as it was seen.
pub(super) struct Part<'a> {
    /// `kernel`, `runc` …
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    pub(super) source: &'a str,
}

/// Rows of a family, one a flaw.
pub(super) fn rows(flaws: &[Flaw]) -> Vec<Row> {
    let row = |(index, flaw): (usize, &Flaw)| Row {
        id: Cow::Borrowed(flaw.id),
        title: Cow::Borrowed(flaw.title),
        severity: flaw.severity,
        cis: &[],
        text: Cow::Borrowed(flaw.text),
        subject: None,
        index,
    };
    flaws.iter().enumerate().map(row).collect()
}

/// Judges one flaw: the version decides first, for it is the cheaper question
/// and the one that an update answers.
pub(super) fn judge(
    flaw: &Flaw,
    part: Result<Part<'_>, Undecided>,
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<Verdict, Undecided> {
    let part = part?;
    let evidence = Evidence::new(part.name, part.version, part.source);
    let (release, origin) = Release::parse(part.version).ok_or_else(|| {
        Undecided::unknown(format!("{} version {}: not understood", part.name, part.version))
    })?;
    if !release.is_within(flaw.affected) {
        let verdict = pass().because(evidence);
        return Ok(match origin {
            Origin::Project => verdict,
            Origin::Vendor => verdict.confidence(Confidence::Medium),
        });
    }
    let inside = Inside::of(container, context)?;
    let open = match Link::all([Link::open(evidence), (flaw.reached)(&inside)]) {
        Link::Closed(evidence) => return Ok(pass().because(evidence)),
        Link::Unseen(reason) => return Err(Undecided::unknown(reason)),
        Link::Open(open) => open,
    };
    let fixed = fixed_in(flaw, release);
    let update = Remedy::review(format!("Update {} to {fixed} or later.", part.name));
    let verdict = match origin {
        Origin::Project if flaw.waits => review(format!("{}: {}", flaw.cve, flaw.steps)),
        Origin::Project => fail(format!("{}: {}", flaw.cve, flaw.steps)),
        Origin::Vendor => review(format!(
            "{} unless this build of {} has the fix ({} has it from {fixed}): {}",
            flaw.cve, part.name, part.name, flaw.steps
        )),
    };
    let verdict = open.judged(flaw.severity, update.clone().risk(Risk::Restarts), verdict);
    Ok(match origin {
        Origin::Project => verdict,
        Origin::Vendor => verdict.confidence(Confidence::Low),
    }
    .fix(update.risk(Risk::Restarts)))
}

/// The first version of its line without the flaw.
fn fixed_in(flaw: &Flaw, release: Release) -> &'static str {
    let line = flaw.affected.iter().find(|range| release.is_within(&[**range]));
    line.map_or("a version without it", |(_, until)| *until)
}

#[cfg(test)]
pub(super) fn ranges_are_sound(flaws: &[Flaw]) {
    for flaw in flaws {
        let bound = |text: &str| Release::parse(text).unwrap().0;
        let bounds: Vec<_> =
            flaw.affected.iter().flat_map(|(from, until)| [bound(from), bound(until)]).collect();
        assert!(bounds.is_sorted(), "{}: ranges overlap or run backwards", flaw.cve);
        assert!(flaw.id.ends_with(&flaw.cve.to_ascii_lowercase()), "{}", flaw.id);
        assert!(flaw.title.len() <= 60, "{}: title", flaw.cve);
    }
}
