//! Over a registry connection that nobody verifies, the network decides which
//! program runs.

use crate::exposure::address::is_loopback;
use seaworthy_core::facts::{EngineFacts, EngineKind};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::Value;

use super::setting::set_key;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "insecure-registry",
    title: "registry trusted without verified TLS",
    severity: Severity::High,
    section: Section::Registries,
    cis: &["2.5"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess, FactGroup::HostFiles],
    explanation: include_str!("insecure_registry.md"),
    fix: Fix {
        summary: "Give the registry a certificate that the engine trusts and remove it from the insecure list.",
        commands: &["systemctl reload docker"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// What the running daemon says of its own list.
const DAEMON: &str = "/info RegistryConfig";

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let mut open = Vec::new();
    match engine.kind {
        EngineKind::Docker => {
            let info = context.info()?;
            let ranges = info.insecure_registry_cidrs.seen_or_default("insecure ranges")?;
            let registries = info.registries.seen_or_default("registries")?;
            let untrusted = registries.iter().filter(|index| !index.secure);
            open.extend(
                ranges
                    .iter()
                    .chain(untrusted.map(|index| &index.name))
                    .filter(|name| !is_loopback(name))
                    .map(|name| Evidence::new("insecure registry", name, DAEMON)),
            );
        }
        EngineKind::Podman if context.is_local() => {
            context.host()?.registry_hosts.seen_or_default("registries.conf")?;
        }
        EngineKind::Podman => {
            return Err(Undecided::unknown("registries.conf of a remote Podman cannot be read"));
        }
    }
    open.extend(of_files(engine.kind, context));
    let Some(first) = open.first() else { return Ok(pass()) };
    let message = match open.len() {
        1 => format!("{} is asked for images without verified TLS", first.value),
        many => format!("{many} registries are asked for images without verified TLS"),
    };
    let in_daemon = open.iter().any(|each| each.source == DAEMON);
    let verdict = open.into_iter().fold(fail(message), Verdict::because);
    if engine.kind == EngineKind::Podman || !in_daemon {
        return Ok(verdict);
    }
    let remedy = set_key(
        context,
        "Remove the entry once the registry's certificate is trusted.",
        "insecure-registries",
        Value::Null,
    );
    Ok(verdict.fix(remedy.risk(Risk::Review)))
}

/// `registries.conf` belongs to Podman, `certs.d/*/hosts.toml` to Docker.
fn of_files(kind: EngineKind, context: &Context<'_>) -> Vec<Evidence> {
    let Some(host) = context.host().ok() else { return Vec::new() };
    let hosts = host.registry_hosts.value().into_iter().flatten();
    hosts
        .filter(|each| each.source.contains("certs.d") == (kind == EngineKind::Docker))
        .filter(|each| !each.blocked)
        .flat_map(|each| {
            let own = each.insecure.then_some(if each.location.is_empty() {
                each.prefix.as_str()
            } else {
                each.location.as_str()
            });
            let mirrors = each
                .mirrors
                .iter()
                .filter(|(_, insecure)| *insecure)
                .map(|(name, _)| name.as_str());
            own.into_iter().chain(mirrors).map(|name| (name, each.source.as_str()))
        })
        .filter(|(name, _)| !is_loopback(name))
        .map(|(name, source)| Evidence::new("insecure registry", name, source))
        .collect()
}
