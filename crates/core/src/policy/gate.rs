//! Whether the policy holds: the one place that decides it.

use crate::findings::{BaselineState, Finding, FixState, Outcome, Payload, Severity};

/// What breaks the gate. The default breaks on nothing: a run without rules
/// reports and succeeds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gate {
    /// Failures of this severity and above.
    pub fail_on: Option<Severity>,
    /// Reviews, of the same severity when there is one.
    pub review: bool,
    /// Undecided checks.
    pub unknown: bool,
    /// Vulnerabilities known to be exploited.
    pub kev: bool,
    /// Vulnerabilities at least this likely to be exploited.
    pub epss: Option<f64>,
    /// Vulnerabilities whose fix is older than this many days.
    pub fix_age: Option<u32>,
}

/// The decision and its reasons.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GateOutcome {
    /// The policy holds.
    pub holds: bool,
    /// Why not, a line a kind of reason with its count.
    pub because: Vec<String>,
    /// The rules in force, as the policy file spells them.
    pub rules: Vec<String>,
}

impl Gate {
    /// The rules that are in force.
    fn rules(&self) -> Vec<String> {
        let switch = |on: bool, name: &str| on.then(|| name.to_owned());
        [
            self.fail_on.map(|least| format!("fail-on {least}")),
            switch(self.review, "review"),
            switch(self.unknown, "unknown"),
            switch(self.kev, "kev"),
            self.epss.map(|least| format!("epss {least}")),
            self.fix_age.map(|days| format!("fix-age {days}")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Decides. Waived findings never count; under a baseline only new ones do.
    /// `today` is days since 1970.
    pub fn decide(&self, findings: &[Finding], today: i64) -> GateOutcome {
        let open = || {
            findings.iter().filter(|finding| {
                finding.waived.is_none() && finding.baseline != Some(BaselineState::Unchanged)
            })
        };
        let mut because = Vec::new();
        let mut count = |what: String, hits: usize| {
            if hits > 0 {
                because.push(format!("{hits} {what}"));
            }
        };
        if let Some(least) = self.fail_on {
            let hits = open()
                .filter(|finding| is(finding, Outcome::Fail) && finding.severity >= least)
                .count();
            count(format!("failed at {least} or above"), hits);
        }
        let rated = |finding: &Finding| self.fail_on.is_none_or(|least| finding.severity >= least);
        if self.review {
            count(
                "to review".to_owned(),
                open().filter(|finding| is(finding, Outcome::Review) && rated(finding)).count(),
            );
        }
        if self.unknown {
            count(
                "undecided".to_owned(),
                open().filter(|finding| is(finding, Outcome::Unknown) && rated(finding)).count(),
            );
        }
        let vulnerable =
            || open().filter(|finding| is(finding, Outcome::Fail)).filter_map(vulnerability);
        if self.kev {
            count("known to be exploited".to_owned(), vulnerable().filter(|each| each.kev).count());
        }
        if let Some(least) = self.epss {
            let hits =
                vulnerable().filter(|each| each.epss.is_some_and(|epss| epss >= least)).count();
            count(format!("with an EPSS of {least} or above"), hits);
        }
        if let Some(days) = self.fix_age {
            let old = |date: &str| days_of(date).is_some_and(|day| today - day > i64::from(days));
            let hits = vulnerable()
                .filter(|each| each.state == FixState::Fixed && old(&each.fixed_on))
                .count();
            count(format!("with a fix older than {days} days"), hits);
        }
        GateOutcome { holds: because.is_empty(), because, rules: self.rules() }
    }
}

fn is(finding: &Finding, outcome: Outcome) -> bool {
    finding.verdict.outcome() == outcome
}

fn vulnerability(finding: &Finding) -> Option<&crate::findings::VulnerabilityPayload> {
    match &finding.payload {
        Payload::Vulnerability(vulnerability) => Some(vulnerability),
        _ => None,
    }
}

/// Days since 1970 of `YYYY-MM-DD` (Howard Hinnant's `days_from_civil`).
fn days_of(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days_of("1970-01-01"), Some(0));
        assert_eq!(days_of("2026-01-01"), Some(20_454));
        assert_eq!(days_of("2026-02-30x"), None);
    }
}
