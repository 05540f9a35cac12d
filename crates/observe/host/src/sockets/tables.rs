//! Listening TCP sockets of network namespaces, each read once: daemons, proxies
//! and the machine itself mostly share one, and reading it is dear.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;

use seaworthy_core::facts::Observed;

use super::{LIMIT, Used, parse_tcp};
use crate::root::Root;

/// Address and inode of each socket.
type Listening = Observed<Vec<(SocketAddr, u64)>>;

/// What was read so far.
#[derive(Debug)]
pub(crate) struct TcpTables<'a> {
    root: &'a Root,
    /// By the namespace's name and the family.
    known: RefCell<BTreeMap<(String, &'static str), Listening>>,
}

impl<'a> TcpTables<'a> {
    /// Reads nothing yet.
    pub(crate) fn new(root: &'a Root) -> Self {
        Self { root, known: RefCell::default() }
    }

    /// Sockets of `tcp` or `tcp6` in the namespace of the process in `folder`.
    pub(crate) fn listening(&self, folder: &str, family: &'static str) -> Listening {
        let namespace = self.root.target(&format!("{folder}/ns/net"));
        let Some(namespace) = namespace.value() else { return self.read(folder, family) };
        let key = (namespace.clone(), family);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let read = self.read(folder, family);
        // That a process ended says nothing of the next one.
        if read.is_known() {
            self.known.borrow_mut().insert(key, read.clone());
        }
        read
    }

    fn read(&self, folder: &str, family: &str) -> Listening {
        if Used::read(self.root, folder).has_none(family) {
            return Observed::known(Vec::new(), "/proc/PID/net/sockstat");
        }
        self.root.text(&format!("{folder}/net/{family}"), LIMIT).map(|text| parse_tcp(&text))
    }
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_is_read_once_and_an_empty_one_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let write = |pid: u32, name: &str, text: &str| {
            let net = folder.path().join(format!("proc/{pid}/net"));
            std::fs::create_dir_all(&net).unwrap();
            std::fs::write(net.join(name), text).unwrap();
        };
        let join = |pid: u32, namespace: &str| {
            let ns = folder.path().join(format!("proc/{pid}/ns"));
            std::fs::create_dir_all(&ns).unwrap();
            std::os::unix::fs::symlink(namespace, ns.join("net")).unwrap();
        };
        let rest = "00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0";
        let line = format!("head\n 0: 0100007F:0947 00000000:0000 0A {rest}\n");
        write(7, "tcp", &line);
        write(9, "tcp", &line);
        write(9, "sockstat", "TCP: inuse 0 orphan 0\n");
        join(7, "net:[1]");
        join(8, "net:[1]");
        join(9, "net:[2]");
        let root = Root::open(folder.path()).unwrap();
        let tables = TcpTables::new(&root);
        assert_eq!(tables.listening("/proc/8", "tcp"), Observed::Absent);
        let seven = tables.listening("/proc/7", "tcp");
        assert_eq!(seven.value().map(Vec::len), Some(1));
        assert_eq!(tables.listening("/proc/8", "tcp"), seven);
        assert_eq!(tables.listening("/proc/9", "tcp").value(), Some(&Vec::new()));
    }
}
