//! An expired certificate stops the API, or makes people switch its verification off.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "certificate-expired",
    title: "certificate expired or about to",
    severity: Severity::Medium,
    section: Section::Files,
    cis: &[],
    tags: &["tls"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("certificate_expired.md"),
    fix: Fix {
        summary: "Issue a new certificate from the same authority and restart the daemon.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Host(judge),
};

/// Days before the end at which a renewal is due.
const NOTICE: i64 = 30;
const DAY: i64 = 86_400;

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let certificates = host.certificates.seen_or_default("certificates")?;
    let mut worst = None;
    let mut verdict = pass();
    let mut looked_at = 0;
    for certificate in certificates.iter().filter(|each| each.role != "key") {
        let end = certificate.not_after.seen("end of validity")?;
        let begin = certificate.not_before.seen_or("begin of validity", 0)?;
        let days = (*end - context.now).div_euclid(DAY);
        let path = certificate.path.as_str();
        let (severity, state) = match days {
            _ if *begin > context.now => (Severity::Medium, "is not valid yet".to_owned()),
            ..0 => (Severity::Medium, format!("expired {} days ago", -days)),
            0..NOTICE => (Severity::Low, format!("expires in {days} days")),
            _ => (Severity::Info, format!("valid for {days} days")),
        };
        looked_at += 1;
        let evidence = Evidence::new(path, state.as_str(), end.source.as_ref());
        verdict = verdict.because(evidence);
        if severity > Severity::Info && worst.as_ref().is_none_or(|(bad, _)| severity > *bad) {
            worst = Some((severity, format!("{path} {state}")));
        }
    }
    if looked_at == 0 {
        return Err(Undecided::not_applicable("no certificates are in use here"));
    }
    let Some((severity, message)) = worst else { return Ok(verdict) };
    let evidence = verdict.case().map(|case| case.evidence.clone()).unwrap_or_default();
    let failed = evidence.into_iter().fold(fail(message), Verdict::because);
    Ok(match severity {
        Severity::Low => failed.rated(severity, "it is valid today"),
        _ => failed,
    })
}
