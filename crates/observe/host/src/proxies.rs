//! Processes that hand TCP connections to an engine's socket: `socat`, a web
//! server, an ssh forward. What such a process listens on is as good as the
//! engine's own port.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::facts::{DaemonProcess, Observed, ProxyProcess};

use crate::processes::{Process, ProcessTable, SMALL};
use crate::root::Root;
use crate::sockets;
use crate::sockets::{TcpTables, connections};

/// Sockets that every machine is asked about.
const SOCKETS: &[&str] = &["/run/docker.sock", "/var/run/docker.sock", "/run/podman/podman.sock"];

/// Proxies among all processes that are no engine daemon.
pub(crate) fn proxies(
    root: &Root,
    table: &ProcessTable,
    tables: &TcpTables<'_>,
    daemons: &[DaemonProcess],
) -> Observed<Vec<ProxyProcess>> {
    let search = Search {
        root,
        tables,
        daemons: daemons.iter().map(|daemon| daemon.pid).collect(),
        sockets: engine_sockets(daemons),
        connected: if root.is_live() { connections::to_paths() } else { BTreeMap::new() },
    };
    Observed::known(table.iter().filter_map(|process| search.proxy(process)).collect(), "/proc")
}

fn engine_sockets(daemons: &[DaemonProcess]) -> BTreeSet<String> {
    let listeners =
        daemons.iter().flat_map(|daemon| daemon.listeners.value().into_iter().flatten());
    let unix = listeners.filter(|listener| listener.family == "unix");
    let own = unix.map(|listener| listener.address.clone());
    own.filter(|path| path.ends_with(".sock") && !path.ends_with("/containerd.sock"))
        .chain(SOCKETS.iter().map(|path| (*path).to_owned()))
        .collect()
}

struct Search<'a> {
    root: &'a Root,
    tables: &'a TcpTables<'a>,
    daemons: BTreeSet<u32>,
    sockets: BTreeSet<String>,
    /// Path that a connected socket leads to, by inode.
    connected: BTreeMap<u64, String>,
}

impl Search<'_> {
    fn proxy(&self, process: &Process) -> Option<ProxyProcess> {
        if self.daemons.contains(&process.pid) {
            return None;
        }
        let named = self.named_in_arguments(process.pid);
        // Without a connection to look for, arguments decide, and they are cheap.
        if named.is_none() && self.connected.is_empty() {
            return None;
        }
        let inodes = sockets::inodes(self.root, process.pid);
        let inodes = inodes.value()?;
        let connected = inodes.iter().find_map(|inode| self.connected.get(inode));
        let connected = connected.filter(|path| self.sockets.contains(*path));
        let socket = connected.cloned().or(named)?;
        let listens: Vec<String> = sockets::tcp_listeners(self.tables, process.pid, inodes)
            .into_iter()
            .map(|(address, _)| address.to_string())
            .collect();
        (!listens.is_empty()).then(|| ProxyProcess {
            pid: process.pid,
            exe: process.exe.clone().unwrap_or_default(),
            listens,
            socket,
        })
    }

    fn named_in_arguments(&self, pid: u32) -> Option<String> {
        let arguments = self.root.text(&format!("/proc/{pid}/cmdline"), SMALL);
        let arguments = arguments.value()?;
        self.sockets.iter().find(|socket| names(arguments, socket)).cloned()
    }
}

/// Whether a command line has the path as a whole: not as the beginning of a
/// longer one.
pub(crate) fn names(arguments: &str, path: &str) -> bool {
    let is_end = |rest: &str| {
        !rest.starts_with(|letter: char| {
            letter.is_alphanumeric() || matches!(letter, '/' | '.' | '-' | '_')
        })
    };
    let before = |at: usize| {
        !arguments[..at]
            .ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'))
    };
    arguments.match_indices(path).any(|(at, _)| before(at) && is_end(&arguments[at + path.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_whole() {
        let path = "/run/docker.sock";
        assert!(names("socat\0TCP-LISTEN:2375\0UNIX-CONNECT:/run/docker.sock\0", path));
        assert!(names("x --to=unix:///run/docker.sock,fork", path));
        assert!(!names("x /var/run/docker.sock", path));
        assert!(!names("x /run/docker.sock.bak", path));
    }
}
