//! Registries that Podman and containerd are told about.
//!
//! Sources: containers-registries.conf(5) in its second version (the first,
//! with `[registries.insecure]`, is read too); containerd `docs/hosts.md`.

use seaworthy_core::facts::{Observed, RegistryHost};
use toml::{Table, Value};

use crate::root::Root;

const LIMIT: u64 = 1 << 20;

/// What one file or all of them say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Registries {
    /// Registries and namespaces with settings of their own.
    pub(crate) hosts: Vec<RegistryHost>,
    /// `unqualified-search-registries`, when set.
    pub(crate) search: Option<Vec<String>>,
}

/// Hosts and search list in force; the last file that sets the list counts.
pub(crate) fn registries(root: &Root) -> (Observed<Vec<RegistryHost>>, Observed<Vec<String>>) {
    let mut all = Registries::default();
    let mut search_source = String::new();
    let mut refused = None;
    for path in files(root) {
        let is_containerd = path.ends_with("/hosts.toml");
        let read = if is_containerd { parse_hosts } else { parse };
        match root.parsed(&path, LIMIT, |text| read(text, &path)) {
            Observed::Known { value, .. } => {
                all.hosts.extend(value.hosts);
                if value.search.is_some() {
                    all.search = value.search;
                    search_source.clone_from(&path);
                }
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => refused = Some(reason),
        }
    }
    if let Some(reason) = refused {
        return (Observed::Unreadable(reason), Observed::Unreadable(reason));
    }
    let search = all.search.map_or(Observed::Absent, |list| Observed::known(list, search_source));
    (Observed::known(all.hosts, "/etc/containers/registries.conf, hosts.toml"), search)
}

fn files(root: &Root) -> Vec<String> {
    let main = "/etc/containers/registries.conf";
    let vendor = "/usr/share/containers/registries.conf";
    let first = if root.stat(main).is_known() { main } else { vendor };
    let mut files = vec![first.to_owned()];
    let folder = "/etc/containers/registries.conf.d";
    let names = root.names(folder);
    let parts = names.value().into_iter().flatten().filter(|name| name.ends_with(".conf"));
    files.extend(parts.map(|name| format!("{folder}/{name}")));
    let folder = "/etc/containerd/certs.d";
    let names = root.names(folder);
    let hosts = names.value().into_iter().flatten();
    files.extend(hosts.map(|name| format!("{folder}/{name}/hosts.toml")));
    files
}

/// `registries.conf`.
pub(crate) fn parse(text: &str, path: &str) -> Option<Registries> {
    let table: Table = text.parse().ok()?;
    let mut read = Registries {
        search: table.get("unqualified-search-registries").map(texts),
        ..Registries::default()
    };
    for registry in table.get("registry").and_then(Value::as_array).into_iter().flatten() {
        let location = text_of(registry, "location");
        let prefix = text_of(registry, "prefix");
        let mirrors = registry.get("mirror").and_then(Value::as_array);
        let mirror = |mirror: &Value| (text_of(mirror, "location"), flag(mirror, "insecure"));
        read.hosts.push(RegistryHost {
            prefix: if prefix.is_empty() { location.clone() } else { prefix },
            location,
            insecure: flag(registry, "insecure"),
            blocked: flag(registry, "blocked"),
            mirrors: mirrors.into_iter().flatten().map(mirror).collect(),
            source: path.to_owned(),
        });
    }
    read.add_first_version(&table, path);
    Some(read)
}

impl Registries {
    fn add_first_version(&mut self, table: &Table, path: &str) {
        let list = |name: &str| {
            let section = table.get("registries").and_then(|section| section.get(name));
            section.and_then(|section| section.get("registries")).map(texts)
        };
        if self.search.is_none() {
            self.search = list("search");
        }
        for (name, insecure) in [("insecure", true), ("block", false)] {
            self.hosts.extend(list(name).unwrap_or_default().into_iter().map(|prefix| {
                RegistryHost {
                    location: prefix.clone(),
                    prefix,
                    insecure,
                    blocked: !insecure,
                    source: path.to_owned(),
                    ..RegistryHost::default()
                }
            }));
        }
    }
}

/// containerd's `certs.d/HOST/hosts.toml`.
pub(crate) fn parse_hosts(text: &str, path: &str) -> Option<Registries> {
    let table: Table = text.parse().ok()?;
    let prefix = path.rsplit('/').nth(1).unwrap_or_default().to_owned();
    let insecure = |url: &str, host: Option<&Value>| {
        url.starts_with("http://") || host.is_some_and(|host| flag(host, "skip_verify"))
    };
    let server = table.get("server").and_then(Value::as_str).unwrap_or_default();
    let hosts = table.get("host").and_then(Value::as_table);
    let mirrors = hosts.into_iter().flatten();
    let host = RegistryHost {
        location: if server.is_empty() { prefix.clone() } else { server.to_owned() },
        insecure: insecure(server, None) || table.get("skip_verify") == Some(&Value::Boolean(true)),
        mirrors: mirrors.map(|(url, host)| (url.clone(), insecure(url, Some(host)))).collect(),
        source: path.to_owned(),
        prefix,
        ..RegistryHost::default()
    };
    Some(Registries { hosts: vec![host], search: None })
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn text_of(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_of_the_file() {
        let read = parse(
            "unqualified-search-registries = ['docker.io']\n[[registry]]\nlocation='r.test'\ninsecure=true\n\
             [[registry.mirror]]\nlocation='m.test'\ninsecure=true\n[registries.block]\nregistries=['bad.test']\n",
            "/p",
        )
        .unwrap();
        assert_eq!(read.search.unwrap(), ["docker.io"]);
        assert_eq!(read.hosts[0].prefix, "r.test");
        assert_eq!(read.hosts[0].mirrors, [("m.test".to_owned(), true)]);
        assert!(read.hosts[0].insecure && read.hosts[1].blocked);
        assert!(parse("= broken", "/p").is_none());
    }

    #[test]
    fn a_host_of_containerd_over_http_is_insecure() {
        let text = "server = 'https://r.test'\n[host.'http://m.test']\n[host.'https://n.test']\nskip_verify = true\n";
        let read = parse_hosts(text, "/etc/containerd/certs.d/r.test/hosts.toml").unwrap();
        assert_eq!(read.hosts[0].prefix, "r.test");
        assert!(!read.hosts[0].insecure);
        assert!(read.hosts[0].mirrors.iter().all(|(_, insecure)| *insecure));
    }
}
