//! Engine clients of the users on this machine: which endpoints their contexts
//! name, and whether they speak TLS to them.
//!
//! Source: docker/cli `cli/context/store`: `contexts/meta/ID/meta.json`, TLS
//! files in `contexts/tls/ID/docker`.

use seaworthy_core::facts::{ClientContext, Observed};
use seaworthy_core::secrets::masked;
use serde_json::Value;

use crate::accounts::Account;
use crate::root::Root;

const LIMIT: u64 = 1 << 20;

/// Contexts in the home folders that may be read.
pub(crate) fn contexts(root: &Root, accounts: &[Account]) -> Observed<Vec<ClientContext>> {
    let mut homes: Vec<&str> = accounts.iter().map(|account| account.home.as_str()).collect();
    homes.retain(|home| home.starts_with('/') && home.len() > 1);
    homes.sort_unstable();
    homes.dedup();
    let mut found = Vec::new();
    let mut refused = None;
    for home in homes {
        let folder = format!("{home}/.docker/contexts");
        match root.names(&format!("{folder}/meta")) {
            Observed::Known { value, .. } => {
                found.extend(value.iter().filter_map(|id| context(root, &folder, id)));
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => refused = Some(reason),
        }
    }
    match refused {
        Some(reason) if found.is_empty() => Observed::Unreadable(reason),
        _ => Observed::known(found, "~/.docker/contexts"),
    }
}

fn context(root: &Root, folder: &str, id: &str) -> Option<ClientContext> {
    let path = format!("{folder}/meta/{id}/meta.json");
    let text = root.text(&path, LIMIT);
    let mut context = parse(text.value()?)?;
    context.has_tls = root.stat(&format!("{folder}/tls/{id}/docker")).is_known();
    context.verifies_tls &= context.has_tls || context.host.starts_with("https://");
    Some(ClientContext { path, ..context })
}

/// `meta.json`; whether there is TLS material is not in it.
pub(crate) fn parse(text: &str) -> Option<ClientContext> {
    let meta: Value = serde_json::from_str(text).ok()?;
    let endpoint = meta.get("Endpoints")?.get("docker")?;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let skips = endpoint.get("SkipTLSVerify").and_then(Value::as_bool).unwrap_or_default();
    Some(ClientContext {
        name: text(meta.get("Name")),
        host: masked("host", &text(endpoint.get("Host"))).into_owned(),
        verifies_tls: !skips,
        ..ClientContext::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tcp_host_without_material_verifies_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let meta = folder.path().join("root/.docker/contexts/meta/ab");
        std::fs::create_dir_all(&meta).unwrap();
        let text = r#"{"Name":"b","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://build:2375","SkipTLSVerify":false}}}"#;
        std::fs::write(meta.join("meta.json"), text).unwrap();
        let root = Root::open(folder.path()).unwrap();
        let context = context(&root, "/root/.docker/contexts", "ab").unwrap();
        assert_eq!((context.name.as_str(), context.host.as_str()), ("b", "tcp://build:2375"));
        assert!(!context.verifies_tls && !context.has_tls);
    }
}
