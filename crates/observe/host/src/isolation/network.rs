//! What a network namespace holds, from the tables of `/proc/PID/net`: no
//! socket is opened, so nothing is loaded and nobody needs a privilege.

mod fib_trie;
mod inet6;
mod route;

use std::collections::BTreeSet;

use seaworthy_core::facts::{Interface, Observed, Reason, Route};

pub(crate) use fib_trie::parse as parse_fib_trie;
pub(crate) use inet6::{parse_addresses as parse_if_inet6, parse_routes as parse_ipv6_route};
pub(crate) use route::{Ipv4Route, parse as parse_route};

use crate::root::Root;
use crate::sockets::{Used, parse_tcp, parse_udp, parse_unix};

/// Tables of a router that holds the whole Internet are not shown.
const LIMIT: u64 = 8 << 20;
/// More names than a person reads; a hostile container can make a million.
const MOST: usize = 4096;

/// One network namespace.
#[derive(Clone, Debug, Default)]
pub(super) struct Network {
    pub(super) interfaces: Observed<Vec<Interface>>,
    pub(super) routes: Observed<Vec<Route>>,
    pub(super) listeners: Observed<Vec<String>>,
    pub(super) abstract_sockets: Observed<Vec<String>>,
}

/// Everything of the network namespace of the process in `folder`.
pub(super) fn read(root: &Root, folder: &str) -> Network {
    Network {
        interfaces: interfaces(root, folder),
        routes: routes(root, folder),
        listeners: listeners(root, folder),
        abstract_sockets: abstract_sockets(root, folder),
    }
}

fn table<T>(root: &Root, folder: &str, name: &str, parse: impl FnOnce(&str) -> T) -> Observed<T> {
    root.text(&format!("{folder}/net/{name}"), LIMIT).map(|text| parse(&text))
}

/// Interfaces with their addresses. IPv4 addresses are in a table that names no
/// interface: they are given to the one whose network they are in; one that is
/// in none goes to the only interface there is, else to an entry without a name.
fn interfaces(root: &Root, folder: &str) -> Observed<Vec<Interface>> {
    let names = match table(root, folder, "dev", parse_dev) {
        Observed::Known { value, source } if value.len() <= MOST => (value, source),
        Observed::Known { .. } => return Observed::Unreadable(Reason::Limit),
        Observed::Absent => return Observed::Absent,
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    };
    let (names, source) = names;
    let local = table(root, folder, "fib_trie", parse_fib_trie);
    let routes = table(root, folder, "route", parse_route);
    let second = table(root, folder, "if_inet6", parse_if_inet6);
    if let Some(reason) = local.reason().or_else(|| routes.reason()).or_else(|| second.reason()) {
        return Observed::Unreadable(reason);
    }
    let new = |name: &String| Interface { name: name.clone(), addresses: Vec::new() };
    let mut interfaces: Vec<Interface> = names.iter().map(new).collect();
    // A kernel that has no such table does not tell its addresses.
    let Some(local) = local.value() else { return Observed::default() };
    let routes = routes.value().map_or(&[][..], Vec::as_slice);
    for (name, address) in local.placed(routes, &names) {
        give(&mut interfaces, &name, address);
    }
    for (name, address) in second.value().into_iter().flatten() {
        give(&mut interfaces, name, address.clone());
    }
    Observed::Known { value: interfaces, source }
}

fn give(interfaces: &mut Vec<Interface>, name: &str, address: String) {
    match interfaces.iter_mut().find(|interface| interface.name == name) {
        Some(interface) => interface.addresses.push(address),
        None => {
            interfaces.push(Interface { name: name.to_owned(), addresses: vec![address] });
        }
    }
}

/// `/proc/PID/net/dev`: two lines of head, then `name: counters`.
pub(crate) fn parse_dev(text: &str) -> Vec<String> {
    let name = |line: &str| line.split_once(':').map(|(name, _)| name.trim().to_owned());
    text.lines().skip(2).filter_map(name).collect()
}

fn routes(root: &Root, folder: &str) -> Observed<Vec<Route>> {
    let second = table(root, folder, "ipv6_route", parse_ipv6_route);
    match (table(root, folder, "route", parse_route), second) {
        (Observed::Known { value: first, source }, second) => {
            if let Some(reason) = second.reason() {
                return Observed::Unreadable(reason);
            }
            let mut all: Vec<Route> = first.into_iter().map(Ipv4Route::into_route).collect();
            // A kernel without IPv6 has no second table.
            all.extend(second.value().cloned().unwrap_or_default());
            if all.len() > MOST {
                return Observed::Unreadable(Reason::Limit);
            }
            Observed::Known { value: all, source }
        }
        (Observed::Absent, second) => second,
        (Observed::Unreadable(reason), _) => Observed::Unreadable(reason),
    }
}

fn listeners(root: &Root, folder: &str) -> Observed<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut any = false;
    let used = Used::read(root, folder);
    for name in ["tcp", "tcp6", "udp", "udp6"] {
        if used.has_none(name) {
            any = true;
            continue;
        }
        let parse = if name.starts_with("tcp") { parse_tcp } else { parse_udp };
        let protocol = name.trim_end_matches('6');
        match table(root, folder, name, parse) {
            Observed::Known { value, .. } => {
                any = true;
                found.extend(value.into_iter().map(|(address, _)| format!("{protocol} {address}")));
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        }
    }
    match (any, found.len() > MOST) {
        (_, true) => Observed::Unreadable(Reason::Limit),
        (true, _) => Observed::known(found.into_iter().collect(), "/proc/PID/net/{tcp,udp}"),
        (false, _) => Observed::Absent,
    }
}

/// Names of abstract sockets that somebody listens on or takes datagrams at.
pub(super) fn abstract_sockets(root: &Root, folder: &str) -> Observed<Vec<String>> {
    match table(root, folder, "unix", parse_abstract) {
        Observed::Known { value, .. } if value.len() > MOST => Observed::Unreadable(Reason::Limit),
        other => other,
    }
}

pub(crate) fn parse_abstract(text: &str) -> Vec<String> {
    let names: BTreeSet<String> = parse_unix(text)
        .into_iter()
        .filter_map(|socket| socket.path.strip_prefix('@').map(str::to_owned))
        .collect();
    names.into_iter().collect()
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Root) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("proc/7/net")).unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join("proc/7/net").join(name), text).unwrap();
        }
        let root = Root::open(folder.path()).unwrap();
        (folder, root)
    }

    const DEV: &str = "Inter-| Receive\n face |bytes\n    lo: 0 0\n  eth0: 5 5\n veth1: 0 0\n";
    const ROUTE: &str = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n\
        eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n\
        eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n";
    const TRIE: &str = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 127.0.0.0\n        /8 host LOCAL\n\
        \x20    |-- 127.0.0.1\n        /32 host LOCAL\n     |-- 172.17.0.2\n        /32 host LOCAL\n\
        \x20    |-- 10.9.8.7\n        /32 host LOCAL\n     |-- 172.17.255.255\n        /32 link BROADCAST\n";

    #[test]
    fn addresses_find_their_interface() {
        let (_folder, root) = tree(&[
            ("dev", DEV),
            ("route", ROUTE),
            ("fib_trie", TRIE),
            ("if_inet6", "fe8000000000000000fc00fffe000001 04 40 20 80     eth0\n"),
        ]);
        let network = read(&root, "/proc/7");
        let interfaces = network.interfaces.value().unwrap();
        let named: Vec<(&str, Vec<&str>)> = interfaces
            .iter()
            .map(|one| (one.name.as_str(), one.addresses.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            named,
            [
                ("lo", vec!["127.0.0.1/8"]),
                ("eth0", vec!["172.17.0.2/16", "fe80::fc:ff:fe00:1/64"]),
                ("veth1", vec![]),
                ("", vec!["10.9.8.7/32"]),
            ]
        );
        let routes = network.routes.value().unwrap();
        assert_eq!(routes[0].destination, "0.0.0.0/0");
        assert_eq!(routes[0].gateway, "172.17.0.1");
        assert_eq!(
            (routes[1].destination.as_str(), routes[1].gateway.as_str()),
            ("172.17.0.0/16", "")
        );
    }

    #[test]
    fn what_listens() {
        let rest = "00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0";
        let (_folder, root) = tree(&[
            ("tcp", &format!("head\n 0: 00000000:0016 00000000:0000 0A {rest}\n")),
            ("udp", &format!("head\n 0: 0100007F:0035 00000000:0000 07 {rest}\n")),
            (
                "unix",
                "head\n0: 2 0 10000 1 1 5 @/containerd-shim/x.sock@\n0: 2 0 0 1 3 6 @/containerd-shim/x.sock@\n0: 2 0 0 1 1 7 /run/x\n",
            ),
        ]);
        let network = read(&root, "/proc/7");
        assert_eq!(network.listeners.value().unwrap(), &["tcp 0.0.0.0:22", "udp 127.0.0.1:53"]);
        assert_eq!(network.abstract_sockets.value().unwrap(), &["/containerd-shim/x.sock@"]);
        assert_eq!(network.interfaces, Observed::Absent);
    }

    #[test]
    fn an_endless_list_is_a_limit() {
        let many: String = (0..=MOST).map(|n| format!("0: 2 0 10000 1 1 5 @{n}\n")).collect();
        let (_folder, root) = tree(&[("unix", &many)]);
        assert_eq!(abstract_sockets(&root, "/proc/7"), Observed::Unreadable(Reason::Limit));
    }
}
