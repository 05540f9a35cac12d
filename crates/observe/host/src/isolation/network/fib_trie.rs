//! `/proc/PID/net/fib_trie`: the tree of IPv4 routes. A leaf `|-- ADDRESS` is
//! followed by a line for each prefix; `/32 host LOCAL` is an own address.

use std::net::Ipv4Addr;

use super::route::{Ipv4Route, within};

/// Own addresses, and the networks that are local as a whole (`127.0.0.0/8`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct LocalAddresses {
    addresses: Vec<Ipv4Addr>,
    networks: Vec<(Ipv4Addr, u32)>,
}

pub(crate) fn parse(text: &str) -> LocalAddresses {
    let mut found = LocalAddresses::default();
    let mut leaf = None;
    for line in text.lines() {
        let line = line.trim();
        if let Some(address) = line.strip_prefix("|-- ") {
            leaf = address.parse().ok();
            continue;
        }
        let Some(address) = leaf else { continue };
        match local_prefix(line) {
            // The main and the local table often hold the same.
            Some(32) if !found.addresses.contains(&address) => found.addresses.push(address),
            Some(prefix) if prefix < 32 => found.networks.push((address, prefix)),
            _ => {}
        }
    }
    found
}

/// `/8 host LOCAL`.
fn local_prefix(line: &str) -> Option<u32> {
    let mut words = line.split_whitespace();
    let prefix = words.next()?.strip_prefix('/')?.parse().ok()?;
    words.any(|word| word == "LOCAL").then_some(prefix)
}

impl LocalAddresses {
    /// Name of the interface and address with prefix length.
    pub(crate) fn placed(&self, routes: &[Ipv4Route], names: &[String]) -> Vec<(String, String)> {
        let mut others = names.iter().filter(|name| *name != "lo");
        let only = match (others.next(), others.next()) {
            (Some(only), None) => only.as_str(),
            _ => "",
        };
        let place = |address: &Ipv4Addr| {
            let link = routes
                .iter()
                .filter(|route| route.is_link() && route.holds(*address))
                .max_by_key(|route| route.prefix);
            let local = self.networks.iter().find(|(net, prefix)| within(*address, *net, *prefix));
            let (name, prefix) = match (link, local) {
                (Some(route), _) => (route.interface.as_str(), route.prefix),
                (None, Some((_, prefix))) => ("lo", *prefix),
                (None, None) if address.is_loopback() => ("lo", 8),
                (None, None) => (only, 32),
            };
            (name.to_owned(), format!("{address}/{prefix}"))
        };
        self.addresses.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_once_and_no_broadcasts() {
        let text = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n\
            \x20    +-- 127.0.0.0/8 2 0 2\n        |-- 127.0.0.0\n           /8 host LOCAL\n\
            \x20       |-- 127.0.0.1\n           /32 host LOCAL\n        |-- 127.255.255.255\n\
            \x20          /32 link BROADCAST\n     |-- 192.0.2.2\n        /32 host LOCAL\n        /32 universe UNICAST\n\
            Local:\n     |-- 192.0.2.2\n        /32 host LOCAL\n  |-- nonsense\n   /32 host LOCAL\n";
        let found = parse(text);
        assert_eq!(found.addresses, [Ipv4Addr::LOCALHOST, Ipv4Addr::new(192, 0, 2, 2)]);
        let names = ["lo".to_owned(), "eth0".to_owned()];
        let placed = found.placed(&[], &names);
        assert_eq!(placed[0], ("lo".to_owned(), "127.0.0.1/8".to_owned()));
        assert_eq!(placed[1], ("eth0".to_owned(), "192.0.2.2/32".to_owned()));
    }
}
