//! Clients written in Go compare names of the extension alone, never the common name.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "certificate-san-missing",
    title: "server certificate names no host",
    severity: Severity::Low,
    section: Section::Files,
    cis: &[],
    tags: &["tls"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("certificate_san_missing.md"),
    fix: Fix {
        summary: "Issue the certificate again with a subjectAltName for every name and address that clients use.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let certificates = host.certificates.seen_or_default("certificates")?;
    let mut verdict = pass();
    let mut nameless = Vec::new();
    let mut servers = 0;
    for certificate in certificates.iter().filter(|each| each.role == "server") {
        let names = certificate.subject_alternative_names.seen_or_default("names")?;
        servers += 1;
        if names.is_empty() {
            nameless.push(certificate.path.as_str());
        }
        verdict = verdict.because(Evidence::new(
            certificate.path.as_str(),
            names.join(", "),
            names.source.as_ref(),
        ));
    }
    if servers == 0 {
        return Err(Undecided::not_applicable("no server certificate is in use here"));
    }
    if nameless.is_empty() {
        return Ok(verdict);
    }
    let verdict = fail(format!("{} has no subject alternative name", nameless.join(", ")));
    Ok(nameless.into_iter().fold(verdict, |verdict, path| {
        verdict.because(Evidence::new(path, "no names", "subjectAltName"))
    }))
}
