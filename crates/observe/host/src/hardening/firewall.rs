//! What files tell of the packet filter's front ends.

use seaworthy_core::facts::{FirewallFacts, FirewallFrontEnd, KernelFacts, Observed};

use super::netfilter;
use crate::environment_file;
use crate::operating_system::Units;
use crate::root::Root;

const LIMIT: u64 = 8 << 20;
/// The chain that Docker jumps to before its own rules and leaves alone.
pub(super) const CHAIN: &str = "DOCKER-USER";

pub(super) fn firewall(
    root: &Root,
    kernel: &KernelFacts,
    units: &Observed<Units>,
) -> FirewallFacts {
    FirewallFacts {
        front_ends: front_ends(root, units),
        docker_user_rules: netfilter::docker_user_rules(root, kernel),
    }
}

fn front_ends(root: &Root, units: &Observed<Units>) -> Observed<Vec<FirewallFrontEnd>> {
    let none = Units::default();
    let units = match units {
        Observed::Known { value, .. } => value,
        Observed::Absent => &none,
        Observed::Unreadable(reason) => return Observed::Unreadable(*reason),
    };
    let mut found = Vec::new();
    match ufw(root) {
        Observed::Known { value, .. } => found.push(value),
        Observed::Absent => {}
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    }
    found.extend(by_unit(root, units));
    Observed::known(found, "/etc/ufw/ufw.conf, enabled units")
}

fn ufw(root: &Root) -> Observed<FirewallFrontEnd> {
    const FILES: &[&str] =
        &["/etc/ufw/after.rules", "/etc/ufw/before.rules", "/etc/ufw/user.rules"];
    let settings = environment_file::read(root, "/etc/ufw/ufw.conf");
    settings.map(|settings| FirewallFrontEnd {
        name: "ufw".to_owned(),
        on: settings.get("ENABLED").is_some_and(|value| value.eq_ignore_ascii_case("yes")),
        knows_docker_user: speaks_of_chain(root, FILES),
        source: "/etc/ufw/ufw.conf".to_owned(),
    })
}

/// Front ends that are on when their unit starts: name, units, files of rules.
const BY_UNIT: &[(&str, &[&str], &[&str])] = &[
    ("firewalld", &["firewalld.service"], &["/etc/firewalld/direct.xml"]),
    (
        "nftables",
        &["nftables.service", "nftables"],
        &["/etc/nftables.conf", "/etc/sysconfig/nftables.conf", "/etc/nftables.nft"],
    ),
    (
        "iptables",
        &["netfilter-persistent.service", "iptables.service", "iptables"],
        &["/etc/iptables/rules.v4", "/etc/sysconfig/iptables", "/etc/iptables/rules-save"],
    ),
];

fn by_unit(root: &Root, units: &Units) -> Vec<FirewallFrontEnd> {
    let front_end = |(name, names, files): &(&str, &[&str], &[&str])| {
        let unit = names.iter().find(|name| units.enables(name))?;
        Some(FirewallFrontEnd {
            name: (*name).to_owned(),
            on: true,
            knows_docker_user: speaks_of_chain(root, files),
            source: (*unit).to_owned(),
        })
    };
    BY_UNIT.iter().filter_map(front_end).collect()
}

fn speaks_of_chain(root: &Root, files: &[&str]) -> bool {
    let texts = files.iter().map(|path| root.text(path, LIMIT));
    texts.into_iter().any(|text| {
        let lines = text.value().map_or("", String::as_str).lines();
        lines.map(str::trim).any(|line| !line.starts_with('#') && line.contains(CHAIN))
    })
}
