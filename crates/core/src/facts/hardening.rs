//! How the machine around the engine is set up: who gets in, and what an
//! intruder finds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Observed, SudoersEntry};

/// Settings of the host that protect what its containers rest on.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct HardeningFacts {
    /// The SSH server's configuration; absent without a server.
    pub ssh: Observed<SshFacts>,
    /// Sudo rules that ask for no password and allow everything, and settings
    /// that switch the question off.
    pub sudo_without_password: Observed<Vec<SudoersEntry>>,
    /// Accounts whose password field is empty. Hashes are never kept.
    pub empty_passwords: Observed<Vec<String>>,
    /// Folders in which root's commands are looked for, in order; their owners
    /// and modes are in [`super::HostFacts::files`].
    pub root_path: Observed<Vec<String>>,
    /// `[Coredump]` of systemd's coredump.conf and its drop-ins.
    pub coredump: Observed<BTreeMap<String, String>>,
    /// Programs and units that keep the time.
    pub time_services: Observed<Vec<ServiceState>>,
    /// Front ends of the kernel's packet filter.
    pub firewall: FirewallFacts,
    /// Kernel modules that few machines need, those that this kernel could
    /// load; absent without a folder of modules for it.
    pub rare_modules: Observed<Vec<RareModule>>,
}

/// What the SSH server was told. Keywords are in lower case; where one stands
/// twice the first counts, as the server does it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SshFacts {
    /// Keywords that hold for everybody.
    pub settings: BTreeMap<String, SshSetting>,
    /// `Match` blocks in order.
    pub matches: Vec<SshMatch>,
    /// Included files that could not be read; what they set is not known.
    pub unread: Vec<String>,
}

/// The value of a keyword.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SshSetting {
    /// Value as written.
    pub value: String,
    /// `FILE:LINE`.
    pub source: String,
}

/// Keywords that hold for some connections only.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SshMatch {
    /// Criteria as written, `User deploy`.
    pub criteria: String,
    /// Keywords.
    pub settings: BTreeMap<String, SshSetting>,
}

/// A service that was found.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct ServiceState {
    /// `chrony`, `systemd-timesyncd`.
    pub name: String,
    /// Starts by itself.
    pub enabled: bool,
    /// Runs now.
    pub running: bool,
}

/// What files tell of the packet filter, and what the kernel says of the chain
/// that Docker leaves to the administrator.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct FirewallFacts {
    /// ufw, firewalld, nftables and iptables-persistent: those that are set up.
    pub front_ends: Observed<Vec<FirewallFrontEnd>>,
    /// Rules of the chain `DOCKER-USER` in nftables, loaded by whatever tool;
    /// absent without such a chain.
    pub docker_user_rules: Observed<Vec<FirewallRule>>,
}

/// A program that writes packet filter rules.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct FirewallFrontEnd {
    /// `ufw`, `firewalld`, `nftables`, `iptables`.
    pub name: String,
    /// Switched on.
    pub on: bool,
    /// Its files speak of the chain `DOCKER-USER`.
    pub knows_docker_user: bool,
    /// File or unit that says so.
    pub source: String,
}

/// A rule as far as it was read.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct FirewallRule {
    /// `ip`, `ip6`, `inet`.
    pub family: String,
    /// Drops, rejects or sends elsewhere to be judged, instead of returning.
    pub restricts: bool,
}

/// A kernel module that few need.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct RareModule {
    /// Name.
    pub name: String,
    /// Loaded now.
    pub loaded: bool,
    /// modprobe is told not to load it.
    pub blocked: bool,
}
