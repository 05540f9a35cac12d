//! What was looked at, in words for a person.

use seaworthy_core::facts::{EngineFacts, EngineKind, Facts, HostFacts, Locality, Observed};
use seaworthy_core::report::v1::Target;

/// The host first, then the engines in the order asked.
pub(in crate::cli) fn targets(facts: &Facts) -> Vec<Target> {
    let mut targets = vec![host(&facts.host)];
    targets.extend(facts.engines.iter().map(|engine| described(engine, facts)));
    targets
}

fn host(observed: &Observed<HostFacts>) -> Target {
    let host = observed.value();
    let name = host.map_or_else(|| "this host".into(), HostFacts::display_name);
    let system =
        host.and_then(|host| host.os_release.value()).and_then(|fields| fields.get("PRETTY_NAME"));
    let kernel =
        host.and_then(|host| host.kernel_release.value()).map(|release| format!("Linux {release}"));
    let machine = host.filter(|host| host.is_saved_kernel());
    let machine = machine.and_then(|host| host.architecture.value());
    let parts: Vec<&str> =
        system.into_iter().chain(kernel.as_ref()).chain(machine).map(String::as_str).collect();
    Target {
        kind: "host".to_owned(),
        name: name.into_owned(),
        id: String::new(),
        description: parts.join(", "),
    }
}

fn described(engine: &EngineFacts, facts: &Facts) -> Target {
    let product = match engine.kind {
        EngineKind::Docker => "Docker",
        EngineKind::Podman => "Podman",
    };
    let mut parts = Vec::new();
    if let Some(version) = engine.version.value() {
        parts.push(format!("{product} {} (API {})", version.version, engine.api_version));
    }
    if let Some(containers) = engine.containers.value() {
        let running = containers.iter().filter(|container| container.is_running()).count();
        parts.push(format!("{} ({running} running)", counted(containers.len(), "container")));
    }
    if let Some(images) = engine.images.value() {
        parts.push(counted(images.len(), "image"));
    }
    if engine.locality(facts) == Locality::Unproven {
        parts.push("not proven to run on this machine".to_owned());
    }
    let id = engine.info.value().map(|info| info.id.clone()).unwrap_or_default();
    Target {
        kind: "engine".to_owned(),
        name: engine.endpoint.clone(),
        id,
        description: parts.join(", "),
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
