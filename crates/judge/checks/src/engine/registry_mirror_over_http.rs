//! A mirror decides what a tag means; over plain HTTP so does everybody on the
//! way.

use std::collections::BTreeSet;

use crate::exposure::address::is_loopback;
use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "registry-mirror-over-http",
    title: "registry mirror is asked without TLS",
    severity: Severity::High,
    section: Section::Registries,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("registry_mirror_over_http.md"),
    fix: Fix {
        summary: "Reach the mirror over https.",
        commands: &["systemctl reload docker"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let info = context.info()?;
    let mirrors = info.mirrors.seen_or_default("registry mirrors")?;
    let registries = info.registries.seen_or_default("registries")?;
    let plain: BTreeSet<&str> = mirrors
        .iter()
        .chain(registries.iter().flat_map(|registry| &registry.mirrors))
        .map(String::as_str)
        .filter(|mirror| mirror.to_ascii_lowercase().starts_with("http://") && !is_loopback(mirror))
        .collect();
    let Some(first) = plain.first() else { return Ok(pass().because(&mirrors)) };
    let verdict = fail(format!("asks {first} for images without TLS"));
    Ok(plain.iter().fold(verdict, |verdict, mirror| {
        verdict.because(Evidence::new("registry mirror", *mirror, "/info RegistryConfig"))
    }))
}
