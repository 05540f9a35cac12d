//! Waivers: accepted, with a reason and an end.

use std::collections::BTreeMap;

use glob::Pattern;

use super::{SubjectGlob, WaiverEntry};
use crate::findings::{Finding, Outcome, Payload, Waiver};

/// A waiver that does not do what its author thinks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WaiverProblem {
    /// File and line.
    pub file: String,
    /// Id that it names.
    pub id: String,
    /// Its end has passed; otherwise it matched nothing.
    pub expired: bool,
    /// Its end.
    pub expires: String,
}

/// Where the findings of each id stand, so that ten thousand waivers do not each
/// look at a hundred thousand findings.
pub(super) struct Index(BTreeMap<String, Vec<usize>>);

impl Index {
    pub(super) fn of(findings: &[Finding]) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, finding) in findings.iter().enumerate() {
            for id in std::iter::once(&finding.header.id).chain(aliases_of(finding)) {
                match places.get_mut(id) {
                    Some(known) => known.push(place),
                    None => drop(places.insert(id.clone(), vec![place])),
                }
            }
        }
        Self(places)
    }

    /// Places of what a waiver names, by id or by an alias of a vulnerability.
    fn named(&self, id: &str, glob: &Pattern) -> Vec<usize> {
        if !id.contains(['*', '?', '[']) {
            return self.0.get(id).cloned().unwrap_or_default();
        }
        let matching = self.0.iter().filter(|(known, _)| glob.matches(known));
        matching.flat_map(|(_, places)| places.iter().copied()).collect()
    }
}

/// Marks what the waiver accepts, or says why it accepts nothing.
pub(super) fn apply(
    waiver: &WaiverEntry,
    findings: &mut [Finding],
    index: &Index,
    today: &str,
) -> Option<WaiverProblem> {
    let problem = |expired| WaiverProblem {
        file: waiver.file.clone(),
        id: waiver.id.clone(),
        expired,
        expires: waiver.expires.clone(),
    };
    if !waiver.expires.is_empty() && waiver.expires.as_str() < today {
        return Some(problem(true));
    }
    let matcher = Matcher::of(waiver)?;
    let mut matched = false;
    for place in index.named(&waiver.id, &matcher.id) {
        let Some(finding) = findings.get_mut(place).filter(|each| matcher.accepts(each)) else {
            continue;
        };
        matched = true;
        if finding.waived.is_none() {
            finding.waived = Some(Waiver {
                reason: waiver.reason.clone(),
                owner: waiver.owner.clone(),
                expires: waiver.expires.clone(),
                file: waiver.file.clone(),
            });
        }
    }
    (!matched).then(|| problem(false))
}

struct Matcher<'a> {
    waiver: &'a WaiverEntry,
    id: Pattern,
    subject: SubjectGlob,
    package: Option<Pattern>,
    path: Option<Pattern>,
}

impl<'a> Matcher<'a> {
    /// `None` for globs that the reader of the file would have refused.
    fn of(waiver: &'a WaiverEntry) -> Option<Self> {
        let optional = |glob: &str| {
            if glob.is_empty() { Some(None) } else { Pattern::new(glob).ok().map(Some) }
        };
        Some(Self {
            waiver,
            id: Pattern::new(&waiver.id).ok()?,
            subject: SubjectGlob::parse(&waiver.subject).ok()?,
            package: optional(&waiver.package)?,
            path: optional(&waiver.path)?,
        })
    }

    fn accepts(&self, finding: &Finding) -> bool {
        matches!(finding.verdict.outcome(), Outcome::Fail | Outcome::Review | Outcome::Unknown)
            && (self.waiver.kind.is_empty() || self.waiver.kind == finding.payload.kind())
            && self.subject.matches(&finding.subject)
            && self
                .package
                .as_ref()
                .is_none_or(|glob| package_of(finding).is_some_and(|name| glob.matches(name)))
            && self
                .path
                .as_ref()
                .is_none_or(|glob| paths_of(finding).any(|path| glob.matches(path)))
    }
}

fn aliases_of(finding: &Finding) -> &[String] {
    match &finding.payload {
        Payload::Vulnerability(vulnerability) => &vulnerability.aliases,
        _ => &[],
    }
}

fn package_of(finding: &Finding) -> Option<&str> {
    match &finding.payload {
        Payload::Vulnerability(vulnerability) => Some(&vulnerability.package.name),
        Payload::Licence(licence) => Some(&licence.package.name),
        _ => None,
    }
}

fn paths_of(finding: &Finding) -> impl Iterator<Item = &str> {
    let located = match &finding.payload {
        Payload::Secret(secret) => Some(secret.location.as_str()),
        _ => None,
    };
    let evidence = finding.verdict.case().into_iter().flat_map(|case| &case.evidence);
    located.into_iter().chain(evidence.flat_map(|each| [each.value.as_str(), each.source.as_str()]))
}
