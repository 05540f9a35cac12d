//! A key that can be computed from the certificate proves nothing.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "certificate-key-weak",
    title: "certificate with a weak key",
    severity: Severity::Medium,
    section: Section::Files,
    cis: &[],
    tags: &["tls"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("certificate_key_weak.md"),
    fix: Fix {
        summary: "Make a new key (P-256, Ed25519 or RSA with 3072 bits) and a new certificate for it.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let certificates = host.certificates.seen_or_default("certificates")?;
    let (mut weak, mut evidence) = (Vec::new(), Vec::new());
    for certificate in certificates.iter().filter(|each| each.role != "key") {
        let kind = certificate.key_type.seen("key type")?;
        let bits = certificate.key_bits.seen("key size")?;
        let path = certificate.path.as_str();
        evidence.push(Evidence::new(path, format!("{} {}", *kind, *bits), bits.source.as_ref()));
        let least = match kind.as_str() {
            "RSA" => 2048,
            "DSA" => u32::MAX,
            _ => 224,
        };
        if *bits < least {
            weak.push(format!("{path} has a {} key of {} bits", *kind, *bits));
        }
    }
    if evidence.is_empty() {
        return Err(Undecided::not_applicable("no certificates are in use here"));
    }
    let verdict = if weak.is_empty() { pass() } else { fail(weak.join("; ")) };
    Ok(evidence.into_iter().fold(verdict, Verdict::because))
}
