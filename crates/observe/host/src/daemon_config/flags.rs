//! The flags of `dockerd` and the keys of its file.

/// How a flag takes its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Takes {
    /// Nothing, or `=true`, `=false`.
    Switch,
    /// A text.
    Text,
    /// A number.
    Number,
    /// A text; may be repeated.
    Texts,
    /// `key=value`; may be repeated.
    Pairs,
    /// `name=soft:hard`; may be repeated.
    Limits,
}

/// One flag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flag {
    /// Long name.
    pub(super) name: &'static str,
    /// Short name.
    pub(super) short: Option<char>,
    /// Key of the file.
    pub(super) key: &'static str,
    /// Its value.
    pub(super) takes: Takes,
}

const fn flag(name: &'static str, takes: Takes) -> Flag {
    Flag { name, short: None, key: name, takes }
}

const fn short(letter: char, name: &'static str, takes: Takes) -> Flag {
    Flag { name, short: Some(letter), key: name, takes }
}

const fn keyed(name: &'static str, key: &'static str, takes: Takes) -> Flag {
    Flag { name, short: None, key, takes }
}

/// All flags of Docker 17 to 29.
pub(super) const FLAGS: &[Flag] = &[
    keyed("add-runtime", "runtimes", Takes::Pairs),
    flag("allow-direct-routing", Takes::Switch),
    keyed("allow-nondistributable-artifacts", "allow-nondistributable-artifacts", Takes::Texts),
    flag("api-cors-header", Takes::Text),
    keyed("authorization-plugin", "authorization-plugins", Takes::Texts),
    flag("bip", Takes::Text),
    flag("bip6", Takes::Text),
    short('b', "bridge", Takes::Text),
    flag("bridge-accept-fwmark", Takes::Text),
    keyed("cdi-spec-dir", "cdi-spec-dirs", Takes::Texts),
    flag("cgroup-parent", Takes::Text),
    flag("cluster-advertise", Takes::Text),
    flag("cluster-store", Takes::Text),
    keyed("cluster-store-opt", "cluster-store-opts", Takes::Pairs),
    flag("config-file", Takes::Text),
    flag("containerd", Takes::Text),
    flag("containerd-namespace", Takes::Text),
    flag("containerd-plugins-namespace", Takes::Text),
    flag("cpu-rt-period", Takes::Number),
    flag("cpu-rt-runtime", Takes::Number),
    flag("cri-containerd", Takes::Switch),
    flag("data-root", Takes::Text),
    short('D', "debug", Takes::Switch),
    keyed("default-address-pool", "default-address-pools", Takes::Texts),
    flag("default-cgroupns-mode", Takes::Text),
    flag("default-gateway", Takes::Text),
    flag("default-gateway-v6", Takes::Text),
    flag("default-ipc-mode", Takes::Text),
    keyed("default-network-opt", "default-network-opts", Takes::Pairs),
    flag("default-runtime", Takes::Text),
    flag("default-shm-size", Takes::Text),
    keyed("default-ulimit", "default-ulimits", Takes::Limits),
    flag("dns", Takes::Texts),
    keyed("dns-opt", "dns-opts", Takes::Texts),
    flag("dns-search", Takes::Texts),
    keyed("exec-opt", "exec-opts", Takes::Texts),
    flag("exec-root", Takes::Text),
    flag("experimental", Takes::Switch),
    keyed("feature", "features", Takes::Pairs),
    flag("firewall-backend", Takes::Text),
    flag("fixed-cidr", Takes::Text),
    flag("fixed-cidr-v6", Takes::Text),
    Flag { name: "graph", short: Some('g'), key: "data-root", takes: Takes::Text },
    short('G', "group", Takes::Text),
    short('h', "help", Takes::Switch),
    Flag { name: "host", short: Some('H'), key: "hosts", takes: Takes::Texts },
    keyed("host-gateway-ip", "host-gateway-ips", Takes::Texts),
    flag("http-proxy", Takes::Text),
    flag("https-proxy", Takes::Text),
    flag("icc", Takes::Switch),
    flag("init", Takes::Switch),
    flag("init-path", Takes::Text),
    keyed("insecure-registry", "insecure-registries", Takes::Texts),
    flag("ip", Takes::Text),
    flag("ip-forward", Takes::Switch),
    flag("ip-forward-no-drop", Takes::Switch),
    flag("ip-masq", Takes::Switch),
    flag("ip6tables", Takes::Switch),
    flag("iptables", Takes::Switch),
    flag("ipv6", Takes::Switch),
    keyed("label", "labels", Takes::Texts),
    flag("live-restore", Takes::Switch),
    flag("log-driver", Takes::Text),
    flag("log-format", Takes::Text),
    short('l', "log-level", Takes::Text),
    keyed("log-opt", "log-opts", Takes::Pairs),
    flag("max-concurrent-downloads", Takes::Number),
    flag("max-concurrent-uploads", Takes::Number),
    flag("max-download-attempts", Takes::Number),
    flag("metrics-addr", Takes::Text),
    flag("mtu", Takes::Number),
    flag("network-control-plane-mtu", Takes::Number),
    flag("network-diagnostic-port", Takes::Number),
    flag("no-new-privileges", Takes::Switch),
    flag("no-proxy", Takes::Text),
    keyed("node-generic-resource", "node-generic-resources", Takes::Texts),
    flag("oom-score-adjust", Takes::Number),
    short('p', "pidfile", Takes::Text),
    flag("raw-logs", Takes::Switch),
    keyed("registry-mirror", "registry-mirrors", Takes::Texts),
    flag("rootless", Takes::Switch),
    flag("seccomp-profile", Takes::Text),
    flag("selinux-enabled", Takes::Switch),
    flag("shutdown-timeout", Takes::Number),
    short('s', "storage-driver", Takes::Text),
    keyed("storage-opt", "storage-opts", Takes::Texts),
    flag("swarm-default-advertise-addr", Takes::Text),
    flag("tls", Takes::Switch),
    flag("tlscacert", Takes::Text),
    flag("tlscert", Takes::Text),
    flag("tlskey", Takes::Text),
    flag("tlsverify", Takes::Switch),
    flag("userland-proxy", Takes::Switch),
    flag("userland-proxy-path", Takes::Text),
    flag("userns-remap", Takes::Text),
    flag("validate", Takes::Switch),
    short('v', "version", Takes::Switch),
];

/// Keys that stand in the file alone.
const FILE_ONLY: &[&str] = &[
    "builder",
    "container-stop-timeout",
    "deprecated-key-path",
    "min-api-version",
    "nri-opts",
    "proxies",
];

/// Objects that are values, not sections.
pub(super) const OBJECTS: &[&str] = &[
    "builder",
    "cluster-store-opts",
    "default-network-opts",
    "default-ulimits",
    "features",
    "log-opts",
    "nri-opts",
    "runtimes",
];

/// Keys that SIGHUP takes over without a restart.
const RELOADABLE: &[&str] = &[
    "allow-nondistributable-artifacts",
    "authorization-plugins",
    "container-stop-timeout",
    "debug",
    "default-runtime",
    "features",
    "insecure-registries",
    "labels",
    "live-restore",
    "max-concurrent-downloads",
    "max-concurrent-uploads",
    "max-download-attempts",
    "network-diagnostic-port",
    "nri-opts",
    "registry-mirrors",
    "runtimes",
    "shutdown-timeout",
];

/// The flag of a long name.
pub(super) fn long(name: &str) -> Option<&'static Flag> {
    FLAGS.iter().find(|flag| flag.name == name)
}

/// The flag of a short name.
pub(super) fn by_letter(letter: char) -> Option<&'static Flag> {
    FLAGS.iter().find(|flag| flag.short == Some(letter))
}

/// Every key of the file.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    FLAGS.iter().map(|flag| flag.key).chain(FILE_ONLY.iter().copied())
}

/// Whether the file may hold this key and it does something there.
pub(super) fn is_key(key: &str) -> bool {
    keys().any(|known| known == key)
}

/// Whether SIGHUP takes this key over.
pub(super) fn is_reloadable(key: &str) -> bool {
    RELOADABLE.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reloadable_and_object_keys_are_keys() {
        for key in RELOADABLE.iter().chain(OBJECTS) {
            assert!(is_key(key), "{key}");
        }
        assert!(!is_key("label"), "the flag's singular has no effect in the file");
    }
}
