//! What the profile changed, for the report.

use std::collections::BTreeMap;

use seaworthy_core::findings::{Finding, Outcome, Verdict};
use seaworthy_core::report::kernel::{FORMAT, KernelView, RatedOption, WithheldAdvice};

use crate::{Profile, Source, WITHHELD, recommendation};

/// The view of all results on rows of the table; `None` when there is none.
pub fn view(findings: &[Finding], profile: Profile) -> Option<KernelView> {
    let mut view = KernelView {
        format: FORMAT.to_owned(),
        profile: profile.as_str().to_owned(),
        options: 0,
        classes: BTreeMap::new(),
        withheld: Vec::new(),
        rated: Vec::new(),
    };
    for finding in findings {
        let Some(row) = recommendation(&finding.header.id) else { continue };
        view.options += 1;
        let outcome = finding.verdict.outcome();
        let class = view.classes.entry(row.class.as_str().to_owned()).or_default();
        *class.entry(outcome.as_str().to_owned()).or_default() += 1;
        let (id, option) = (finding.header.id.clone(), finding.subject.name.clone());
        match &finding.verdict {
            Verdict::NotApplicable(reason) if reason.starts_with(WITHHELD) => {
                let given_by = match row.sources.contains(&Source::Kspp) {
                    true => vec![Profile::Strict.to_string(), Profile::Kspp.to_string()],
                    false => vec![Profile::Strict.to_string()],
                };
                let reason = row.breaks.to_owned();
                view.withheld.push(WithheldAdvice { id, option, reason, given_by });
            }
            Verdict::Fail(case) if outcome == Outcome::Fail => {
                if let Some((to, reason)) = &case.severity
                    && *to != row.severity
                {
                    let (from, to) = (row.severity, *to);
                    view.rated.push(RatedOption { id, option, from, to, reason: reason.clone() });
                }
            }
            _ => {}
        }
    }
    (view.options > 0).then_some(view)
}
