//! What comes over an unverified connection may be anybody's image.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "registries-conf-insecure",
    title: "registry reached without TLS in registries.conf",
    severity: Severity::Medium,
    section: Section::Registries,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("registries_conf_insecure.md"),
    fix: Fix {
        summary: "Give the registry a certificate and delete `insecure = true`.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let registries = host.registry_hosts.seen_or_default("registries")?;
    let mut open = Vec::new();
    let mut verdict_evidence = Vec::new();
    for registry in registries.iter().filter(|registry| !registry.blocked) {
        let mirrors = registry.mirrors.iter().filter(|(_, insecure)| *insecure);
        let mirrors = mirrors.map(|(mirror, _)| format!("mirror {mirror} of {}", registry.prefix));
        let itself = registry.insecure.then(|| registry.prefix.clone());
        for name in itself.into_iter().chain(mirrors) {
            let source = registry.source.as_str();
            verdict_evidence.push(Evidence::new(name.as_str(), "insecure = true", source));
            open.push(name);
        }
    }
    if registries.is_empty() {
        return Err(Undecided::not_applicable("no registry is configured on this machine"));
    }
    if open.is_empty() {
        let count = registries.len().to_string();
        return Ok(pass().because(Evidence::new("registries", count, registries.source.as_ref())));
    }
    let verdict = fail(format!("TLS is not verified for {}", open.join(", ")));
    Ok(verdict_evidence.into_iter().fold(verdict, Verdict::because))
}
