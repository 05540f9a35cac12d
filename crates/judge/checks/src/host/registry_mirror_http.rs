//! A mirror answers for every image; over HTTP so does anybody on the way.

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "registry-mirror-http",
    title: "registry mirror reached over plain HTTP",
    severity: Severity::Medium,
    section: Section::Registries,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("registry_mirror_http.md"),
    fix: Fix { summary: "Serve the mirror over HTTPS.", commands: &[], risk: Risk::Review },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let mirrors = match context.engine {
        Some(_) => context.info()?.mirrors.clone(),
        None => configured(host)?,
    };
    let mirrors = mirrors.seen_or_default("registry mirrors")?;
    if mirrors.is_empty() {
        return Err(Undecided::not_applicable("the daemon uses no mirror"));
    }
    let plain: Vec<&str> = mirrors
        .iter()
        .map(String::as_str)
        .filter(|mirror| mirror.to_ascii_lowercase().starts_with("http://") && !is_local(mirror))
        .collect();
    if plain.is_empty() {
        return Ok(pass().because(&mirrors));
    }
    Ok(fail(format!("images come over plain HTTP from {}", plain.join(", "))).because(&mirrors))
}

/// What the daemons on this machine were told, when no engine answered.
fn configured(host: &HostFacts) -> Result<Observed<Vec<String>>, Undecided> {
    let daemons = host.daemons.seen_or_default("daemon processes")?;
    let told = daemons.iter().map(|daemon| daemon.now.list("registry-mirrors"));
    Ok(told.fold(Observed::Absent, |all, one| if all.is_known() { all } else { one }))
}

fn is_local(mirror: &str) -> bool {
    let rest = mirror.split_once("://").map_or(mirror, |(_, rest)| rest);
    ["localhost", "127.", "[::1]"].iter().any(|local| rest.starts_with(local))
}
