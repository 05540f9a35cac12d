//! Ways out that the checks found.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Case, Finding, SubjectKind, Verdict};
use seaworthy_core::report::isolation::Escape;
use seaworthy_core::report::v1;

/// Tag of the checks that find ways out.
pub(crate) const TAG: &str = "escape";

/// The container's own ways out, gravest first; passed ones are in the results.
pub(crate) fn escapes(container: &ContainerFacts, findings: &[Finding]) -> Vec<Escape> {
    let mut found: Vec<Escape> = findings
        .iter()
        .filter(|finding| is_about(finding, container))
        .filter(|finding| finding.header.tags.iter().any(|tag| tag == TAG))
        .filter_map(escape)
        .collect();
    found.sort_by(|one, other| (one.verdict, other.severity).cmp(&(other.verdict, one.severity)));
    found
}

fn is_about(finding: &Finding, container: &ContainerFacts) -> bool {
    let subject = &finding.subject;
    subject.kind == SubjectKind::Container
        && subject.name == container.name
        && subject.id == container.id
}

fn escape(finding: &Finding) -> Option<Escape> {
    let (verdict, case, message) = match &finding.verdict {
        Verdict::Fail(case) => (v1::Verdict::Fail, Some(case), case.message.clone()),
        Verdict::Review(case) => (v1::Verdict::Review, Some(case), case.message.clone()),
        Verdict::Unknown(why) => (v1::Verdict::Unknown, None, why.clone()),
        Verdict::Pass(_) | Verdict::NotApplicable(_) => return None,
    };
    Some(Escape {
        id: finding.header.id.clone(),
        title: finding.header.title.clone(),
        verdict,
        severity: finding.severity,
        message,
        chain: case.map(chain).unwrap_or_default(),
        close: remedy(finding),
        waived: finding.waived.is_some(),
    })
}

fn chain(case: &Case) -> Vec<v1::Evidence> {
    let evidence = case.evidence.iter();
    evidence
        .map(|each| v1::Evidence {
            fact: each.fact.clone(),
            value: each.value.clone(),
            source: each.source.clone(),
        })
        .collect()
}

fn remedy(finding: &Finding) -> v1::Remedy {
    let remedy = finding.remedy();
    v1::Remedy {
        summary: remedy.summary.clone(),
        commands: remedy.commands.clone(),
        risk: remedy.risk.as_str().to_owned(),
    }
}
