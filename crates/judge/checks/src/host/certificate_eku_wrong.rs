//! A client certificate that may also serve lets any client pretend to be the daemon.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "certificate-eku-wrong",
    title: "certificate good for the wrong purpose",
    severity: Severity::Medium,
    section: Section::Files,
    cis: &[],
    tags: &["tls"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("certificate_eku_wrong.md"),
    fix: Fix {
        summary: "Issue certificates with one purpose each: serverAuth for the daemon, clientAuth for clients.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let certificates = host.certificates.seen_or_default("certificates")?;
    let (mut wrong, mut evidence) = (Vec::new(), Vec::new());
    for certificate in certificates.iter() {
        let (needs, other) = match certificate.role.as_str() {
            "server" => ("serverAuth", "clientAuth"),
            "client" => ("clientAuth", "serverAuth"),
            _ => continue,
        };
        let path = certificate.path.as_str();
        let usage = certificate.extended_key_usage.seen_or_default("extended key usage")?;
        let any = usage.iter().any(|each| each.starts_with("any"));
        let has = |purpose: &str| any || usage.iter().any(|each| each == purpose);
        match (usage.is_empty(), has(needs), has(other)) {
            (true, _, _) => wrong.push(format!("{path} states no purpose and so serves any")),
            (_, false, _) => wrong.push(format!("{path} is not good for {needs}")),
            (_, _, true) => wrong.push(format!("{path} is also good for {other}")),
            _ => {}
        }
        evidence.push(Evidence::new(path, usage.join(", "), usage.source.as_ref()));
    }
    if evidence.is_empty() {
        return Err(Undecided::not_applicable("no server or client certificate is in use here"));
    }
    let verdict = if wrong.is_empty() { pass() } else { fail(wrong.join("; ")) };
    Ok(evidence.into_iter().fold(verdict, Verdict::because))
}
