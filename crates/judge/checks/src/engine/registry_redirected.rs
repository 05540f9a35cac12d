//! The name of an image promises a registry; mirrors and rewrites break that
//! promise where nobody looks.

use crate::exposure::address::host;
use seaworthy_core::facts::{EngineFacts, EngineKind, RegistryHost};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "registry-redirected",
    title: "image names resolve to another registry",
    severity: Severity::Low,
    section: Section::Registries,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::HostFiles],
    explanation: include_str!("registry_redirected.md"),
    fix: Fix {
        summary: "Remove the redirection, or name its target among the trusted registries.",
        commands: &["docker info --format \"{{json .RegistryConfig}}\""],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Name, where it resolves to, and what says so.
struct Way {
    name: String,
    target: String,
    source: String,
}

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let mut ways = match engine.kind {
        EngineKind::Docker => told(context)?,
        EngineKind::Podman if context.is_local() => Vec::new(),
        EngineKind::Podman => {
            return Err(Undecided::unknown("registries.conf of a remote Podman cannot be read"));
        }
    };
    if let Ok(host) = context.host() {
        let hosts = match engine.kind {
            EngineKind::Podman => {
                host.registry_hosts.seen_or_default("registries.conf")?.value.into_owned()
            }
            EngineKind::Docker => host.registry_hosts.value().cloned().unwrap_or_default(),
        };
        ways.extend(written(engine.kind, &hosts));
    }
    let trusted = &context.settings.trusted.registries;
    ways.retain(|way| {
        host(&way.name) != way.target
            && !is_docker_hub(way)
            && !trusted.iter().any(|each| host(each) == way.target)
    });
    ways.sort_by(|one, other| (&one.name, &one.target).cmp(&(&other.name, &other.target)));
    ways.dedup_by(|one, other| one.name == other.name && one.target == other.target);
    let Some(first) = ways.first() else { return Ok(pass()) };
    let verdict = fail(format!("{} answers for images named {}", first.target, first.name));
    Ok(ways.iter().fold(verdict, |verdict, way| {
        let resolution = format!("{} -> {}", way.name, way.target);
        verdict.because(Evidence::new("resolution", resolution, way.source.as_str()))
    }))
}

fn way(name: &str, target: &str, source: &str) -> Way {
    Way { name: name.to_owned(), target: host(target).to_owned(), source: source.to_owned() }
}

/// What the engine tells of itself.
fn told(context: &Context<'_>) -> Result<Vec<Way>, Undecided> {
    let info = context.info()?;
    let source = "/info RegistryConfig";
    let mirrors = info.mirrors.seen_or_default("registry mirrors")?;
    let registries = info.registries.seen_or_default("registries")?;
    let global = mirrors.iter().map(|mirror| way("docker.io", mirror, source));
    let own = registries
        .iter()
        .flat_map(|each| each.mirrors.iter().map(|mirror| way(&each.name, mirror, source)));
    Ok(global.chain(own).collect())
}

/// What its files say: `certs.d` is Docker's, `registries.conf` Podman's.
fn written(kind: EngineKind, hosts: &[RegistryHost]) -> Vec<Way> {
    hosts
        .iter()
        .filter(|each| !each.blocked)
        .filter(|each| each.source.contains("certs.d") == (kind == EngineKind::Docker))
        .flat_map(|each| {
            let location = (!each.location.is_empty()).then_some(&each.location);
            let targets = each.mirrors.iter().map(|(mirror, _)| mirror).chain(location);
            targets.map(|target| way(&each.prefix, target, &each.source))
        })
        .collect()
}

/// Docker Hub answers under several names of its own.
fn is_docker_hub(way: &Way) -> bool {
    ["docker.io", "index.docker.io", "_default"].contains(&host(&way.name))
        && ["registry-1.docker.io", "index.docker.io", "docker.io"].contains(&way.target.as_str())
}
