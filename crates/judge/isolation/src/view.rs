//! What a process sees through its namespaces.

use seaworthy_core::facts::{Interface, LiveFacts, Route};
use seaworthy_core::report::isolation::{Reading, View};

pub(crate) fn view(live: &LiveFacts) -> View {
    let view = &live.view;
    View {
        hostname: Reading::from(&view.hostname),
        interfaces: Reading::from(&view.interfaces)
            .map(|list: Vec<Interface>| list.iter().map(interface).collect()),
        routes: Reading::from(&view.routes)
            .map(|list: Vec<Route>| list.iter().map(route).collect()),
        listeners: Reading::from(&view.listeners),
        abstract_sockets: Reading::from(&view.abstract_sockets),
        processes: Reading::from(&view.processes),
        mounts: Reading::from(&live.mounts).map(|mounts| mounts.len()),
    }
}

/// A view that nobody could look through.
pub(crate) fn unseen(why: &str) -> View {
    View {
        hostname: Reading::unknown(why),
        interfaces: Reading::unknown(why),
        routes: Reading::unknown(why),
        listeners: Reading::unknown(why),
        abstract_sockets: Reading::unknown(why),
        processes: Reading::unknown(why),
        mounts: Reading::unknown(why),
    }
}

fn interface(interface: &Interface) -> String {
    format!("{} {}", interface.name, interface.addresses.join(" ")).trim_end().to_owned()
}

fn route(route: &Route) -> String {
    if route.gateway.is_empty() {
        return format!("{} dev {}", route.destination, route.interface);
    }
    format!("{} via {} dev {}", route.destination, route.gateway, route.interface)
}
