//! Container systems by the name that they give themselves, and what became of
//! them. A name earns no points; it only tells the reader what to expect.

use std::collections::BTreeMap;

use seaworthy_core::facts::{HostFacts, Observed};

/// A known system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct System {
    /// Name for people.
    pub(super) name: &'static str,
    /// What to know about it.
    pub(super) note: &'static str,
    /// The day after which nobody repaired it any more, and what followed;
    /// empty while it lives.
    pub(super) ended: &'static str,
    pub(super) followed_by: &'static str,
}

const fn alive(name: &'static str, note: &'static str) -> System {
    System { name, note, ended: "", followed_by: "" }
}

const fn gone(name: &'static str, ended: &'static str, followed_by: &'static str) -> System {
    System { name, note: "", ended, followed_by }
}

/// `ID`, a needle in the variant (empty for any), and the system. The more
/// particular variant of an id stands before the id alone.
const SYSTEMS: &[(&str, &str, System)] = &[
    ("fedora", "atomic.host", gone("Fedora Atomic Host", "2019-11-26", "Fedora CoreOS")),
    (
        "rhel",
        "atomic.host",
        gone(
            "RHEL Atomic Host",
            "2020-08-06",
            "RHEL CoreOS in OpenShift, or RHEL in image mode (bootc)",
        ),
    ),
    (
        "centos",
        "atomic.host",
        gone(
            "CentOS Atomic Host",
            "2020-08-06",
            "Fedora CoreOS, or CentOS Stream in image mode (bootc)",
        ),
    ),
    (
        "coreos",
        "",
        gone(
            "CoreOS Container Linux",
            "2020-05-26",
            "Flatcar Container Linux, which goes on where it ended, or Fedora CoreOS",
        ),
    ),
    (
        "rancheros",
        "",
        gone("RancherOS", "2021-06-29", "SUSE Linux Micro with Elemental, or Flatcar"),
    ),
    ("burmilla", "", alive("BurmillaOS", "A community's continuation of RancherOS.")),
    ("k3os", "", gone("k3OS", "2021-10-08", "Elemental or Kairos")),
    ("fedora", "coreos", alive("Fedora CoreOS", "Updates come by Zincati and rpm-ostree.")),
    ("fedora", "iot", alive("Fedora IoT", "")),
    ("rhcos", "", alive("RHEL CoreOS", "The cluster updates it.")),
    ("rhel", "coreos", alive("RHEL CoreOS", "The cluster updates it.")),
    ("scos", "", alive("CentOS Stream CoreOS", "The cluster updates it.")),
    ("flatcar", "", alive("Flatcar Container Linux", "SELinux is permissive unless switched on.")),
    (
        "bottlerocket",
        "",
        alive(
            "Bottlerocket",
            "An update operator or fleet updater drives its updates; `apiclient report cis` is its own benchmark.",
        ),
    ),
    ("talos", "", alive("Talos Linux", "Everything goes through its API, updates too.")),
    ("ubuntu-core", "", alive("Ubuntu Core", "The system is snaps, which refresh by themselves.")),
    ("opensuse-microos", "", alive("openSUSE MicroOS", "")),
    ("opensuse-leap-micro", "", alive("openSUSE Leap Micro", "")),
    ("sl-micro", "", alive("SUSE Linux Micro", "")),
    ("sle-micro", "", alive("SUSE Linux Enterprise Micro", "")),
    ("cos", "", alive("Container-Optimized OS", "Google updates it on its own machines.")),
    ("azurelinux", "osguard", alive("Azure Linux OS Guard", "")),
    ("azurelinux", "azurecontainerlinux", alive("Azure Container Linux", "")),
    ("kairos", "", alive("Kairos", "")),
];

/// Recognises a system by its os-release, or by how it is updated.
pub(super) fn recognised(host: &HostFacts) -> Option<System> {
    let release = host.os_release.value()?;
    by_name(release).or_else(|| by_facts(host))
}

fn by_name(release: &BTreeMap<String, String>) -> Option<System> {
    let field = |name: &str| release.get(name).map_or("", String::as_str);
    let id = field("ID");
    let variant = format!("{} {}", field("VARIANT_ID"), field("VARIANT")).to_ascii_lowercase();
    // Fedora CoreOS named its variant in VERSION alone for some years.
    let version = field("VERSION").to_ascii_lowercase();
    let holds = |needle: &str| {
        let dotless = needle.replace('.', " ");
        variant.contains(needle)
            || variant.contains(&dotless)
            || version.contains(&format!("({needle}"))
    };
    let found = SYSTEMS
        .iter()
        .find(|(known, needle, _)| *known == id && (needle.is_empty() || holds(needle)));
    found.map(|(_, _, system)| *system)
}

/// A system of any name that runs from an ostree deployment.
fn by_facts(host: &HostFacts) -> Option<System> {
    if host.os.ostree.value() != Some(&true) {
        return None;
    }
    match host.os.bootc {
        Observed::Known { value: true, .. } => Some(alive(
            "a bootable container image (bootc)",
            "It is built as a container image and replaced as one.",
        )),
        _ => Some(alive(
            "a system of ostree deployments",
            "RHEL for Edge and its kin are made like this.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(pairs: &[(&str, &str)]) -> Option<&'static str> {
        let release = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        by_name(&release.collect()).map(|system| system.name)
    }

    #[test]
    fn variants_tell_systems_of_one_id_apart() {
        let version = "42.20250803.3.0 (CoreOS)";
        assert_eq!(name(&[("ID", "fedora"), ("VERSION", version)]), Some("Fedora CoreOS"));
        assert_eq!(name(&[("ID", "fedora"), ("VARIANT_ID", "coreos")]), Some("Fedora CoreOS"));
        assert_eq!(name(&[("ID", "fedora"), ("VARIANT_ID", "server")]), None);
        assert_eq!(name(&[("ID", "coreos")]), Some("CoreOS Container Linux"));
        let atomic = [("ID", "rhel"), ("VARIANT", "Atomic Host"), ("VARIANT_ID", "atomic.host")];
        assert_eq!(name(&atomic), Some("RHEL Atomic Host"));
    }
}
