//! Fields that are younger than the oldest engine worth asking.

/// Field and the minor version of API 1 that introduced it. Source: the "API
/// version history" of moby, `docs/api/version-history.md`.
const SINCE: &[(&str, u16)] = &[
    ("HostConfig.CgroupnsMode", 41),
    ("/info CgroupVersion", 41),
    ("/info CDISpecDirs", 44),
    ("/info Containerd", 46),
    ("Descriptor", 48),
    ("/info FirewallBackend", 49),
];

/// The minor version from which on a field is defined, when that matters.
pub(super) fn minor(path: &str) -> Option<u16> {
    SINCE.iter().find(|(field, _)| *field == path).map(|(_, minor)| *minor)
}
