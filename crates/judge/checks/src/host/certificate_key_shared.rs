//! Whoever holds a client's key should not be able to stand in for the daemon.

use std::collections::BTreeMap;

use seaworthy_core::facts::{CertificateFacts, HostFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "certificate-key-shared",
    title: "server and client use the same key",
    severity: Severity::Medium,
    section: Section::Files,
    cis: &[],
    tags: &["tls"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("certificate_key_shared.md"),
    fix: Fix {
        summary: "Make a key of its own for the daemon and for each client.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let certificates = host.certificates.seen_or_default("certificates")?;
    let mut by_key: BTreeMap<&str, Vec<&CertificateFacts>> = BTreeMap::new();
    for certificate in certificates.iter().filter(|each| each.role != "key") {
        let Some(key) = certificate.public_key_sha256.value() else {
            certificate.public_key_sha256.seen("public key")?;
            continue;
        };
        by_key.entry(key).or_default().push(certificate);
    }
    if by_key.is_empty() {
        return Err(Undecided::not_applicable("no certificates are in use here"));
    }
    let shared = by_key.values().filter(|users| {
        users.iter().any(|user| user.role != users.first().map_or("", |first| &first.role))
    });
    let mut shared = shared.map(|users| {
        users.iter().map(|user| format!("{} ({})", user.path, user.role)).collect::<Vec<_>>()
    });
    let Some(paths) = shared.next() else {
        let count = by_key.len().to_string();
        return Ok(pass().because(Evidence::new("distinct keys", count, "certificates")));
    };
    Ok(fail(format!("one key serves {}", paths.join(" and "))).because(Evidence::new(
        "same public key",
        paths.join(", "),
        "certificates",
    )))
}
