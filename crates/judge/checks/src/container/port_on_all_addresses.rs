//! An empty address, 0.0.0.0 and [::] all mean every interface, the one to the
//! internet included.

use seaworthy_core::facts::{
    ContainerFacts, ContainerSettings, NamespaceMode, PublishedPort, SharedNamespace,
};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "port-on-all-addresses",
    title: "port published on every host address",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.14"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Networks],
    explanation: include_str!("port_on_all_addresses.md"),
    fix: Fix {
        summary: "Publish the port on the one address that clients use, often 127.0.0.1.",
        commands: &["docker run --publish 127.0.0.1:8080:80 IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let settings = container.settings()?;
    let chain = container.namespace_chain(SharedNamespace::Network, context.engine)?;
    if *chain.mode == NamespaceMode::Host {
        let exposed = settings.exposed_ports.seen_or_default("declared ports")?;
        return Ok(review("on the host's network its program alone chooses the addresses")
            .because(&chain.mode)
            .because(&exposed));
    }
    if !chain.through.is_empty() {
        return Err(Undecided::not_applicable(format!("{} publishes its ports", chain.through[0])));
    }
    let ports = settings.ports.seen_or_default("published ports")?;
    let binding = default_binding(settings, context);
    let open: Vec<String> = ports
        .iter()
        .filter(|port| is_every_address(&port.host_ip) && !(port.host_ip.is_empty() && binding))
        .map(shown)
        .collect();
    if let Some(first) = open.first() {
        let shown = Evidence::new("published ports", open.join(", "), ports.source.as_ref());
        return Ok(fail(format!("{first} is open on every address of the host")).because(shown));
    }
    let all = settings.publish_all.seen_or("publish all", false)?;
    if *all && ports.is_empty() && !binding {
        return Ok(fail("every declared port is published on every address").because(&all));
    }
    Ok(pass().because(&ports))
}

fn is_every_address(address: &str) -> bool {
    matches!(address.trim_matches(['[', ']']), "" | "0.0.0.0" | "::" | "0:0:0:0:0:0:0:0" | "*")
}

fn shown(port: &PublishedPort) -> String {
    let address = if port.host_ip.is_empty() { "*" } else { port.host_ip.as_str() };
    let host =
        if port.host_port == 0 { "a free port".to_owned() } else { port.host_port.to_string() };
    format!("{address}:{host} -> {}/{}", port.container_port, port.protocol)
}

/// Whether a network of the container binds ports without address to one of its own.
fn default_binding(settings: &ContainerSettings, context: &Context<'_>) -> bool {
    let of_mode = match settings.network_mode.value() {
        Some(NamespaceMode::Named(name)) => name.as_str(),
        _ => "bridge",
    };
    let names = settings.networks.value().filter(|names| !names.is_empty());
    let networks = context.engine.and_then(|engine| engine.networks.value());
    networks.into_iter().flatten().any(|network| {
        let attached = names.map_or(network.name == of_mode, |names| names.contains(&network.name));
        let option = network
            .options
            .value()
            .and_then(|options| options.get("com.docker.network.bridge.host_binding_ipv4"));
        attached && option.is_some_and(|address| !is_every_address(address))
    })
}
