//! Certificates and keys of daemon, clients and registries.
//!
//! Of a private key only owner and mode are looked at: its content is never
//! read. The same key used twice is seen by the public part in certificates.

mod x509;

use std::collections::BTreeSet;

use seaworthy_core::facts::{CertificateFacts, DaemonProcess, Observed};

#[cfg(test)]
pub(crate) use x509::parse as parse_certificate;

use crate::accounts::Account;
use crate::root::Root;

/// A bundle of all authorities of the world has less.
const LIMIT: u64 = 4 << 20;

/// What a file is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Role {
    Authority,
    Server,
    Client,
    Key,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Authority => "ca",
            Self::Server => "server",
            Self::Client => "client",
            Self::Key => "key",
        }
    }
}

/// Collects files, each path once.
#[derive(Debug)]
struct Collection<'a> {
    root: &'a Root,
    seen: BTreeSet<String>,
    found: Vec<CertificateFacts>,
}

/// All material whose place is known.
pub(crate) fn certificates(
    root: &Root,
    daemons: &[DaemonProcess],
    accounts: &[Account],
    client_folders: &[String],
) -> Observed<Vec<CertificateFacts>> {
    let mut collection = Collection { root, seen: BTreeSet::new(), found: Vec::new() };
    for daemon in daemons.iter().filter(|daemon| daemon.container.is_none()) {
        collection.add_daemon(daemon, accounts);
    }
    for account in accounts.iter().filter(|account| account.home.len() > 1) {
        collection.add_client(&format!("{}/.docker", account.home), &account.record.name);
    }
    for folder in client_folders {
        collection.add_client(folder.trim_end_matches('/'), folder);
    }
    let mut folders = vec!["/etc/docker/certs.d".to_owned(), "/etc/containers/certs.d".to_owned()];
    let files = daemons.iter().filter_map(|daemon| daemon.file.path.rsplit_once('/'));
    folders.extend(files.map(|(folder, _)| format!("{folder}/certs.d")));
    for folder in folders {
        collection.add_registries(&folder);
    }
    Observed::known(collection.found, "certificate files")
}

impl Collection<'_> {
    fn add_daemon(&mut self, daemon: &DaemonProcess, accounts: &[Account]) {
        let uses_tls = daemon.now.flag("tls").value() == Some(&true);
        let home = accounts.iter().find(|account| account.record.uid == daemon.uid);
        let home = home.map_or("/root", |account| account.home.as_str());
        let used_by = format!("daemon {}", daemon.pid);
        for (key, name, role) in [
            ("tlscacert", "ca.pem", Role::Authority),
            ("tlscert", "cert.pem", Role::Server),
            ("tlskey", "key.pem", Role::Key),
        ] {
            let default = || uses_tls.then(|| format!("{home}/.docker/{name}"));
            if let Some(path) = daemon.now.text(key).value().cloned().or_else(default) {
                self.add(&path, role, &used_by);
            }
        }
    }

    fn add_client(&mut self, folder: &str, user: &str) {
        let used_by = format!("client of {user}");
        for (name, role) in
            [("ca.pem", Role::Authority), ("cert.pem", Role::Client), ("key.pem", Role::Key)]
        {
            self.add(&format!("{folder}/{name}"), role, &used_by);
        }
    }

    fn add_registries(&mut self, folder: &str) {
        let registries = self.root.names(folder);
        for registry in registries.value().into_iter().flatten() {
            let names = self.root.names(&format!("{folder}/{registry}"));
            for name in names.value().into_iter().flatten() {
                let role = match name.rsplit_once('.') {
                    Some((_, "crt")) => Role::Authority,
                    Some((_, "cert")) => Role::Client,
                    Some((_, "key")) => Role::Key,
                    _ => continue,
                };
                self.add(
                    &format!("{folder}/{registry}/{name}"),
                    role,
                    &format!("registry {registry}"),
                );
            }
        }
    }

    fn add(&mut self, path: &str, role: Role, used_by: &str) {
        let stat = self.root.stat(path);
        if stat == Observed::Absent || !self.seen.insert(path.to_owned()) {
            return;
        }
        let mut certificate = CertificateFacts {
            path: path.to_owned(),
            role: role.name().to_owned(),
            used_by: used_by.to_owned(),
            stat,
            ..CertificateFacts::default()
        };
        if role != Role::Key {
            x509::fill(&mut certificate, self.root.bytes(path, LIMIT));
        }
        self.found.push(certificate);
    }
}
