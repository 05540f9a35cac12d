//! What the machine's own network namespace accepts, and which program does.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use seaworthy_core::facts::{ListeningSocket, Observed, Reason};

use crate::processes::{Process, ProcessTable};
use crate::root::Root;
use crate::sockets::{self, TcpTables};

const LIMIT: u64 = 32 << 20;
const FAMILIES: &[&str] = &["tcp", "tcp6", "udp", "udp6"];

/// Sockets of process 1's network namespace, else of the observer's.
pub(super) fn listeners(
    root: &Root,
    table: &Observed<ProcessTable>,
    tables: &TcpTables<'_>,
) -> Observed<Vec<ListeningSocket>> {
    let own = if root.names("/proc/1/net").is_known() { "/proc/1" } else { "/proc/self" };
    let mut open: Vec<(&str, SocketAddr, u64)> = Vec::new();
    for family in FAMILIES {
        let listening = if family.starts_with("tcp") {
            tables.listening(own, family)
        } else {
            let text = root.text(&format!("{own}/net/{family}"), LIMIT);
            text.map(|text| sockets::parse_udp(&text))
        };
        let listening = match listening {
            Observed::Known { value, .. } => value,
            // A kernel without IPv6 has no tcp6.
            Observed::Absent if *family != "tcp" => continue,
            Observed::Absent => return Observed::Unreadable(Reason::NotStarted),
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        };
        open.extend(listening.into_iter().map(|(address, inode)| (*family, address, inode)));
    }
    let owners = owners(root, table, open.iter().map(|(_, _, inode)| *inode).collect());
    let socket = |(protocol, address, inode): (&str, SocketAddr, u64)| {
        let owner = owners.get(&inode);
        ListeningSocket {
            protocol: protocol.to_owned(),
            address: address.to_string(),
            loopback: is_loopback(address),
            program: owner.and_then(|owner| owner.exe.clone()).unwrap_or_default(),
            container: owner.and_then(|owner| owner.container.clone()).unwrap_or_default(),
        }
    };
    let mut found: Vec<ListeningSocket> = open.into_iter().map(socket).collect();
    found.sort_unstable();
    found.dedup();
    Observed::known(found, "/proc/1/net")
}

fn is_loopback(address: SocketAddr) -> bool {
    let ip = address.ip();
    ip.to_canonical().is_loopback()
}

/// Processes by the sockets that they hold. Containers come last: nearly all
/// have a network of their own, and there are many of them.
fn owners<'a>(
    root: &Root,
    table: &'a Observed<ProcessTable>,
    mut wanted: BTreeSet<u64>,
) -> BTreeMap<u64, &'a Process> {
    let mut owners = BTreeMap::new();
    let Some(table) = table.value() else { return owners };
    let of_container = |process: &&Process| process.container.is_some();
    let machine = table.iter().filter(|process| !of_container(process));
    let containers = table.iter().filter(of_container);
    let namespace = |pid: u32| root.target(&format!("/proc/{pid}/ns/net")).value().cloned();
    let own = namespace(1);
    for process in machine.chain(containers) {
        if wanted.is_empty() {
            break;
        }
        if process.container.is_some() && namespace(process.pid) != own {
            continue;
        }
        let inodes = sockets::inodes(root, process.pid);
        for inode in inodes.value().into_iter().flatten() {
            if wanted.remove(inode) {
                owners.insert(*inode, process);
            }
        }
    }
    owners
}
