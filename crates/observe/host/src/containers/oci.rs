//! The runtime's instructions: `config.json` of the OCI runtime specification,
//! as the engine left it beside the running container.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_core::facts::{DaemonProcess, Observed, OciSpec, SeccompProfileSummary};
use serde_json::Value;

use crate::root::Root;

/// A specification with many mounts and a seccomp filter has some 100 kB.
const LIMIT: u64 = 8 << 20;

/// A folder with one folder a container, which holds `suffix`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct BundleFolder {
    folder: String,
    suffix: &'static str,
}

/// Where engines leave bundles: containerd of the system, containerd of a
/// daemon, Podman of root and of users.
pub(super) fn bundle_folders(root: &Root, daemons: &[DaemonProcess]) -> Vec<BundleFolder> {
    let task = "io.containerd.runtime.v2.task";
    let of = |daemon: &DaemonProcess, key: &str| daemon.now.text(key).value().cloned();
    let mut exec_roots = vec!["/run/docker".to_owned()];
    exec_roots.extend(daemons.iter().filter_map(|daemon| of(daemon, "exec-root")));
    let mut states: Vec<String> =
        exec_roots.iter().map(|root| format!("{root}/containerd/daemon")).collect();
    states.push("/run/containerd".to_owned());
    // Docker's own name in containerd, unless it was told another.
    let mut names = vec!["moby".to_owned()];
    names.extend(daemons.iter().filter_map(|daemon| of(daemon, "containerd-namespace")));
    let mut folders: Vec<BundleFolder> = states
        .iter()
        .flat_map(|state| names.iter().map(move |name| format!("{state}/{task}/{name}")))
        .map(|folder| BundleFolder { folder, suffix: "config.json" })
        .collect();
    let podman = daemons.iter().filter_map(podman_root);
    for storage in podman.chain(std::iter::once("/var/lib/containers/storage".to_owned())) {
        let folder = format!("{storage}/overlay-containers");
        folders.push(BundleFolder { folder, suffix: "userdata/config.json" });
    }
    folders.retain(|bundles| root.stat(&bundles.folder) != Observed::Absent);
    folders.dedup();
    folders
}

/// `podman --root FOLDER system service`.
fn podman_root(daemon: &DaemonProcess) -> Option<String> {
    let arguments = daemon.arguments.value()?;
    let at = arguments.iter().position(|argument| argument == "--root")?;
    arguments.get(at + 1).filter(|path| path.starts_with('/')).cloned()
}

/// What `config.json` says.
#[derive(Debug)]
pub(crate) struct Instructions {
    /// Its summary.
    pub(super) spec: OciSpec,
    /// `linux.seccomp` as compact JSON.
    pub(super) filter: Option<String>,
}

/// Texts that many containers share are kept once: a filter has some 15 kB, and
/// most containers of an engine have the same.
#[derive(Debug, Default)]
pub(super) struct Texts(BTreeSet<Arc<str>>);

impl Texts {
    fn shared(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.0.get(text.as_str()) {
            return Arc::clone(known);
        }
        let text: Arc<str> = text.into();
        self.0.insert(Arc::clone(&text));
        text
    }
}

impl Instructions {
    /// The summary and the filter apart, each with its source.
    pub(super) fn split(
        read: Observed<Self>,
        texts: &mut Texts,
    ) -> (Observed<OciSpec>, Observed<Arc<str>>) {
        match read {
            Observed::Known { value: Self { spec, filter }, source } => {
                let filter = filter.map_or(Observed::Absent, |text| {
                    let source = format!("{} linux.seccomp", source.as_str());
                    Observed::known(texts.shared(text), source)
                });
                (Observed::Known { value: spec, source }, filter)
            }
            // Without the instructions nobody knows whether there was a filter.
            Observed::Absent => (Observed::Absent, Observed::default()),
            Observed::Unreadable(reason) => {
                (Observed::Unreadable(reason), Observed::Unreadable(reason))
            }
        }
    }
}

/// The instructions of one container.
pub(super) fn read(root: &Root, bundles: &[BundleFolder], id: &str) -> Observed<Instructions> {
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_id {
        return Observed::default();
    }
    let mut last = Observed::default();
    for BundleFolder { folder, suffix } in bundles {
        match root.parsed(&format!("{folder}/{id}/{suffix}"), LIMIT, parse) {
            Observed::Absent => {}
            found @ Observed::Known { .. } => return found,
            unreadable @ Observed::Unreadable(_) => last = unreadable,
        }
    }
    last
}

/// `config.json`.
pub(crate) fn parse(text: &str) -> Option<Instructions> {
    let spec: Value = serde_json::from_str(text).ok()?;
    spec.as_object()?;
    let at = |pointer: &str| spec.pointer(pointer);
    let text_at =
        |pointer: &str| at(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let flag_at = |pointer: &str| at(pointer).and_then(Value::as_bool).unwrap_or_default();
    let profile = at("/linux/seccomp").filter(|profile| profile.is_object());
    let seccomp = profile.map_or(Observed::Absent, |profile| {
        Observed::known(SeccompProfileSummary::of_json(profile), "config.json linux.seccomp")
    });
    let bounding = texts(at("/process/capabilities/bounding"));
    let spec = OciSpec {
        seccomp,
        masked_paths: texts(at("/linux/maskedPaths")),
        readonly_paths: texts(at("/linux/readonlyPaths")),
        namespaces: namespaces(at("/linux/namespaces")),
        bounding: bounding
            .into_iter()
            .map(|name| name.strip_prefix("CAP_").unwrap_or(&name).to_owned())
            .collect(),
        read_only_root: flag_at("/root/readonly"),
        no_new_privileges: flag_at("/process/noNewPrivileges"),
        apparmor_profile: text_at("/process/apparmorProfile"),
        selinux_label: text_at("/process/selinuxLabel"),
        device_rules: items(at("/linux/resources/devices")).map(device_rule).collect(),
    };
    Some(Instructions { spec, filter: profile.map(Value::to_string) })
}

fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    items(value).filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn namespaces(value: Option<&Value>) -> BTreeMap<String, String> {
    let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    items(value)
        .filter_map(|item| Some((text(item, "type")?, text(item, "path").unwrap_or_default())))
        .collect()
}

/// `allow c 1:3 rwm`; what is not given is `*`.
fn device_rule(rule: &Value) -> String {
    let number = |key: &str| {
        let number = rule.get(key).and_then(Value::as_i64).filter(|number| *number >= 0);
        number.map_or_else(|| "*".to_owned(), |number| number.to_string())
    };
    let text = |key: &str, default: &str| {
        rule.get(key).and_then(Value::as_str).unwrap_or(default).to_owned()
    };
    let allow = rule.get("allow").and_then(Value::as_bool).unwrap_or_default();
    format!(
        "{} {} {}:{} {}",
        if allow { "allow" } else { "deny" },
        text("type", "a"),
        number("major"),
        number("minor"),
        text("access", "rwm")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_specification() {
        let Instructions { spec, filter } = parse(
            r#"{"process":{"noNewPrivileges":true,"capabilities":{"bounding":["CAP_CHOWN"]}},
               "root":{"readonly":true},"linux":{"maskedPaths":["/proc/kcore"],
               "namespaces":[{"type":"pid"},{"type":"network","path":"/proc/1/ns/net"}],
               "resources":{"devices":[{"allow":false,"access":"rwm"},
                 {"allow":true,"type":"c","major":1,"minor":3,"access":"r"}]}}}"#,
        )
        .unwrap();
        assert_eq!(spec.bounding, ["CHOWN"]);
        assert_eq!((spec.seccomp, filter), (Observed::Absent, None));
        assert_eq!(spec.namespaces["network"], "/proc/1/ns/net");
        assert_eq!(spec.device_rules, ["deny a *:* rwm", "allow c 1:3 r"]);
        assert!(spec.read_only_root && spec.no_new_privileges);
        assert!(parse("[]").is_none());
    }

    #[test]
    fn the_filter_of_many_containers_is_kept_once() {
        let read = |text: &str| Observed::known(parse(text).unwrap(), "/c/config.json");
        let filtered = r#"{"linux":{"seccomp":{"defaultAction":"SCMP_ACT_ERRNO"}}}"#;
        let mut texts = Texts::default();
        let (_, first) = Instructions::split(read(filtered), &mut texts);
        let (_, second) = Instructions::split(read(filtered), &mut texts);
        assert!(Arc::ptr_eq(first.value().unwrap(), second.value().unwrap()));
        assert_eq!(&**first.value().unwrap(), r#"{"defaultAction":"SCMP_ACT_ERRNO"}"#);
        let (_, none) = Instructions::split(read("{}"), &mut texts);
        assert_eq!(none, Observed::Absent);
        let (_, unknown) = Instructions::split(Observed::Absent, &mut texts);
        assert_eq!(unknown, Observed::default());
    }
}
