//! Waivers: accepted, with a reason and an end.

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

/// Marks what the waiver accepts, or says why it accepts nothing.
pub(super) fn apply(
    waiver: &WaiverEntry,
    findings: &mut [Finding],
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
    for finding in findings.iter_mut().filter(|finding| matcher.accepts(finding)) {
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
            && self.names(finding)
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

    /// By id, or by an alias of a vulnerability.
    fn names(&self, finding: &Finding) -> bool {
        let aliases = match &finding.payload {
            Payload::Vulnerability(vulnerability) => vulnerability.aliases.as_slice(),
            _ => &[],
        };
        self.id.matches(&finding.header.id) || aliases.iter().any(|alias| self.id.matches(alias))
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
