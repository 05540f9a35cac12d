//! Ports that a container publishes on its host.

use std::collections::BTreeMap;

use seaworthy_core::facts::{NamespaceMode, Observed, PublishedPort};
use serde::Deserialize;

use super::Reader;

/// `80/tcp` to its bindings; null when the port is exposed but not published.
type Bindings = BTreeMap<String, Option<Vec<Binding>>>;

#[derive(Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[derive(Default)]
struct Binding {
    host_ip: Option<String>,
    host_port: Option<String>,
}

/// What is published: the engine's live word for each port, else what was
/// configured. Without a network of its own a container publishes nothing.
pub(super) fn published(
    host: &mut Reader<'_>,
    network: &mut Reader<'_>,
    mode: &Observed<NamespaceMode>,
    running: bool,
) -> Observed<Vec<PublishedPort>> {
    let configured = host.take_with("HostConfig.PortBindings", ports);
    let live = network.take_with("NetworkSettings.Ports", ports);
    if !running {
        return configured;
    }
    let (mut open, source) = match live {
        Observed::Known { value, source } => (value, source),
        Observed::Absent => return configured,
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    };
    let borrowed = matches!(
        mode.value(),
        Some(NamespaceMode::Host | NamespaceMode::None | NamespaceMode::Container(_))
    );
    if !borrowed && let Some(configured) = configured.value() {
        let is_live = |port: &PublishedPort| {
            open.iter().any(|live| {
                (live.container_port, &live.protocol) == (port.container_port, &port.protocol)
            })
        };
        let waiting: Vec<_> = configured.iter().filter(|port| !is_live(port)).cloned().collect();
        open.extend(waiting);
    }
    open.sort();
    Observed::Known { value: open, source }
}

fn ports(bindings: Bindings) -> Option<Vec<PublishedPort>> {
    let mut ports = Vec::new();
    for (name, bound) in &bindings {
        let (container_port, protocol) = port_name(name)?;
        for binding in bound.iter().flatten() {
            ports.push(PublishedPort {
                container_port,
                protocol: protocol.to_owned(),
                host_ip: binding.host_ip.clone().unwrap_or_default(),
                host_port: host_port(binding.host_port.as_deref().unwrap_or_default())?,
            });
        }
    }
    ports.sort();
    ports.dedup();
    Some(ports)
}

fn port_name(name: &str) -> Option<(u16, &str)> {
    let (port, protocol) = name.split_once('/').unwrap_or((name, "tcp"));
    Some((port.parse().ok()?, protocol))
}

/// Empty, or a range: the engine chooses.
fn host_port(text: &str) -> Option<u16> {
    match text.split_once('-') {
        _ if text.is_empty() => Some(0),
        Some((first, last)) => {
            let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
            Some(if first == last { first } else { 0 })
        }
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_ports_as_the_engine_writes_them() {
        assert_eq!(host_port("8080"), Some(8080));
        assert_eq!(host_port(""), Some(0));
        assert_eq!(host_port("8000-8010"), Some(0));
        assert_eq!(host_port("99999"), None);
        assert_eq!(host_port("web"), None);
        assert_eq!(port_name("53/udp"), Some((53, "udp")));
        assert_eq!(port_name("x/tcp"), None);
    }
}
