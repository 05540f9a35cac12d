//! Sockets of a process and of its network namespace.

pub(crate) mod connections;
mod tables;
mod tcp;
mod unix;
mod used;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use seaworthy_core::facts::{Listener, Observed};

pub(crate) use tables::TcpTables;
pub(crate) use tcp::{parse as parse_tcp, parse_udp};
pub(crate) use unix::parse as parse_unix;
pub(crate) use used::Used;

use crate::root::Root;

/// A hundred thousand connections.
const LIMIT: u64 = 32 << 20;

/// Everything that a process accepts connections on: the listening sockets of
/// its network namespace that are among its file descriptors.
pub(crate) fn listeners(root: &Root, pid: u32, tables: &TcpTables<'_>) -> Observed<Vec<Listener>> {
    inodes(root, pid).map(|inodes| {
        let mut listeners = unix_listeners(root, pid, &inodes);
        for (address, family) in tcp_listeners(tables, pid, &inodes) {
            let address = address.to_string();
            listeners.push(Listener { family: family.to_owned(), address, ..Listener::default() });
        }
        listeners
    })
}

/// TCP addresses that a process listens on, with the family of the socket.
pub(crate) fn tcp_listeners(
    tables: &TcpTables<'_>,
    pid: u32,
    inodes: &BTreeSet<u64>,
) -> Vec<(SocketAddr, &'static str)> {
    let mut found = Vec::new();
    for family in ["tcp", "tcp6"] {
        let listening = tables.listening(&format!("/proc/{pid}"), family);
        let own = listening.value().into_iter().flatten();
        let own = own.filter(|(_, inode)| inodes.contains(inode));
        found.extend(own.map(|(address, _)| (*address, family)));
    }
    found
}

fn unix_listeners(root: &Root, pid: u32, inodes: &BTreeSet<u64>) -> Vec<Listener> {
    let text = root.text(&format!("/proc/{pid}/net/unix"), LIMIT);
    let sockets = text.value().map(|text| parse_unix(text)).unwrap_or_default();
    let listening = sockets.into_iter().filter(|socket| {
        socket.listens && inodes.contains(&socket.inode) && !socket.path.is_empty()
    });
    listening
        .map(|socket| Listener {
            family: "unix".to_owned(),
            address: socket.path,
            ..Listener::default()
        })
        .collect()
}

/// Inodes of the sockets that a process has open.
pub(crate) fn inodes(root: &Root, pid: u32) -> Observed<BTreeSet<u64>> {
    let folder = format!("/proc/{pid}/fd");
    root.names(&folder).map(|names| {
        let target = |name: &String| root.target(&format!("{folder}/{name}")).value().cloned();
        let inode = |target: String| {
            target.strip_prefix("socket:[")?.strip_suffix(']')?.parse::<u64>().ok()
        };
        names.iter().filter_map(target).filter_map(inode).collect()
    })
}
