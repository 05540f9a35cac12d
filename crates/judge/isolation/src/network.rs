//! What it reaches over the network, told by namespaces, routes and settings.

use seaworthy_core::facts::{LiveFacts, NamespaceMode, PublishedPort, SharedNamespace};
use seaworthy_core::report::isolation::{Namespace, NamespaceState, Network, Reading};

use crate::compare::Place;

/// A process of the host.
pub(crate) fn of_process(own: &LiveFacts) -> Network {
    let (beyond, way) = beyond(own);
    Network {
        host_loopback: Reading::known(true, "it is in the host's network namespace"),
        beyond,
        way,
        neighbours: Reading::known(Vec::new(), "it is on no network of an engine"),
        published: Reading::known(Vec::new(), "it may listen on any address of the host"),
    }
}

pub(crate) fn of_container(place: &Place<'_>, namespaces: &[Namespace]) -> Network {
    let (beyond, way) = match place.live() {
        Some(live) => beyond(live),
        None => configured(place),
    };
    let settings = place.container.settings().ok();
    Network {
        host_loopback: shares_host(namespaces),
        beyond,
        way,
        neighbours: neighbours(place),
        published: settings.map_or_else(
            || Reading::unknown("the container could not be inspected"),
            |settings| {
                Reading::from(&settings.ports)
                    .map(|ports: Vec<PublishedPort>| ports.iter().map(published).collect())
            },
        ),
    }
}

fn shares_host(namespaces: &[Namespace]) -> Reading<bool> {
    let net = namespaces.iter().find(|namespace| namespace.kind == "net");
    match net.map(|net| (net.state, net.because.clone())) {
        Some((NamespaceState::Host, because)) => Reading::known(true, because),
        Some((NamespaceState::Own | NamespaceState::Containers, because)) => {
            Reading::known(false, because)
        }
        Some((NamespaceState::Unknown, why)) => Reading::unknown(why),
        None => Reading::unknown("not read"),
    }
}

/// A route that leaves its own links.
fn beyond(live: &LiveFacts) -> (Reading<bool>, String) {
    let routes = match Reading::from(&live.view.routes) {
        Reading { value: Some(routes), .. } => routes,
        Reading { unknown: Some(why), .. } => return (Reading::unknown(why), String::new()),
        _ => Vec::new(),
    };
    let default = routes.iter().find(|route| {
        matches!(route.destination.as_str(), "0.0.0.0/0" | "::/0") && route.interface != "lo"
    });
    match default {
        Some(route) if route.gateway.is_empty() => {
            (Reading::known(true, "routes"), format!("default route on {}", route.interface))
        }
        Some(route) => (
            Reading::known(true, "routes"),
            format!("default route via {} on {}", route.gateway, route.interface),
        ),
        None => (Reading::known(false, "routes"), "no default route".to_owned()),
    }
}

/// Without the kernel's word, whether any of its networks has a way out.
fn configured(place: &Place<'_>) -> (Reading<bool>, String) {
    let chain = place.container.namespace_chain(SharedNamespace::Network, Some(place.engine));
    let mode = match chain {
        Ok(chain) => (*chain.mode).clone(),
        Err(_) => return (Reading::unknown("its network mode is not known"), String::new()),
    };
    match mode {
        NamespaceMode::None => (Reading::known(false, "NetworkMode"), "no network".to_owned()),
        NamespaceMode::Host => {
            (Reading::known(true, "NetworkMode"), "the host's own interfaces".to_owned())
        }
        _ => {
            let all = place.engine.networks.value().into_iter().flatten();
            let mut own = all.filter(|network| is_on(place, &network.name)).peekable();
            if own.peek().is_none() {
                return (Reading::unknown(place.why_not_live()), String::new());
            }
            let open = own.find(|network| network.internal.value() == Some(&false));
            match open {
                Some(network) => (
                    Reading::known(true, "NetworkMode, /networks"),
                    format!("network {}", network.name),
                ),
                None => (
                    Reading::known(false, "NetworkMode, /networks"),
                    "internal networks only".to_owned(),
                ),
            }
        }
    }
}

fn is_on(place: &Place<'_>, network: &str) -> bool {
    let networks = place.container.settings().ok().and_then(|settings| settings.networks.value());
    networks.is_some_and(|names| names.iter().any(|name| name == network))
}

/// Containers that are on one of its networks.
fn neighbours(place: &Place<'_>) -> Reading<Vec<String>> {
    let settings = place.container.settings().ok();
    let Some(own) = settings.and_then(|settings| settings.networks.value()) else {
        return Reading::unknown("its networks are not known");
    };
    let alone = |name: &String| matches!(name.as_str(), "none" | "host");
    let containers = place.engine.containers.value().into_iter().flatten();
    let others = containers.filter(|other| other.id != place.container.id && other.is_running());
    let shares = others.filter(|other| {
        let networks = other.settings().ok().and_then(|settings| settings.networks.value());
        networks.is_some_and(|theirs| theirs.iter().any(|name| !alone(name) && own.contains(name)))
    });
    Reading::known(shares.map(|other| other.name.clone()).collect(), "NetworkSettings.Networks")
}

fn published(port: &PublishedPort) -> String {
    let address = match port.host_ip.as_str() {
        "" => "*".to_owned(),
        v6 if v6.contains(':') => format!("[{v6}]"),
        other => other.to_owned(),
    };
    format!("{address}:{} -> {}/{}", port.host_port, port.container_port, port.protocol)
}
