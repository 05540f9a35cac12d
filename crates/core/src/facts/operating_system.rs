//! What kind of system the machine runs: how it is built, kept whole and
//! updated, and how much of it there is to attack.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Observed;

/// The operating system beyond its name. Mounts are in
/// [`super::HostFacts::mounts`], lockdown in [`super::KernelFacts`], security
/// modules in [`super::HostLsm`].
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct OperatingSystemFacts {
    /// Block devices behind `/` and `/usr`, by `major:minor`; absent when the
    /// file system has none of its own.
    pub devices: BTreeMap<String, Observed<BlockDevice>>,
    /// Labels of the partitions of all disks.
    pub partitions: Observed<Vec<String>>,
    /// Started from a tree of ostree.
    pub ostree: Observed<bool>,
    /// Has the tools that update it from a bootable container image.
    pub bootc: Observed<bool>,
    /// Shells, by path.
    pub shells: Observed<Vec<String>>,
    /// Tools that install single packages into the running system, by path.
    pub package_managers: Observed<Vec<String>>,
    /// Tools that replace the system as a whole, by path.
    pub image_updaters: Observed<Vec<String>>,
    /// Ways in which updates come by themselves, those that are there.
    pub updates: Observed<Vec<AutomaticUpdate>>,
    /// Secure boot of the firmware; absent when the machine did not start by EFI.
    pub secure_boot: Observed<bool>,
    /// Sockets of the machine's own network namespace that take connections
    /// or datagrams.
    pub listeners: Observed<Vec<ListeningSocket>>,
    /// Files that run with the rights of their owner.
    pub setuid: Observed<SetuidFiles>,
    /// Units that start by themselves, by name.
    pub enabled_units: Observed<Vec<String>>,
    /// Installed packages.
    pub packages: Observed<InstalledPackages>,
}

/// What is below a file system.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct BlockDevice {
    /// Id of a device-mapper target (`CRYPT-VERITY-…`), empty for other devices.
    pub mapper_uuid: String,
    /// File behind a loop device, empty for other devices.
    pub backing_file: String,
    /// The device accepts no writes.
    pub read_only: bool,
}

impl BlockDevice {
    /// Every block is compared with a hash when it is read.
    pub fn is_verity(&self) -> bool {
        self.mapper_uuid.starts_with("CRYPT-VERITY-")
    }
}

/// One way in which updates come by themselves.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct AutomaticUpdate {
    /// Program that does it, `unattended-upgrades`, `zincati`.
    pub name: String,
    /// Whether it does it.
    pub state: UpdateState,
    /// Why the state is what it is.
    pub because: String,
    /// File or unit that says so.
    pub source: String,
}

/// What an updater does by itself.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UpdateState {
    /// Updates are installed; where a new start is needed, it happens or is due.
    On,
    /// Updates are fetched or prepared, and somebody must bring them into force.
    Prepares,
    /// Switched off.
    #[default]
    Off,
    /// Somebody else decides, by an interface; this machine does not tell.
    Outside,
}

/// A socket that strangers may talk to.
#[derive(Clone, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(default)]
pub struct ListeningSocket {
    /// `tcp`, `tcp6`, `udp`, `udp6`.
    pub protocol: String,
    /// `0.0.0.0:22`, `[::1]:631`.
    pub address: String,
    /// Reachable from this machine alone.
    pub loopback: bool,
    /// Executable of the process that holds it, empty when that was not seen.
    pub program: String,
    /// Container whose process holds it, empty for none.
    pub container: String,
}

/// Files with the set-user-id or set-group-id bit, below the folders searched.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SetuidFiles {
    /// The files.
    pub files: Vec<SetuidFile>,
    /// Folders that were searched.
    pub searched: Vec<String>,
    /// What kept the search from being whole, empty when nothing did.
    pub partial: String,
}

/// A file with one of the two bits.
#[derive(Clone, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(default)]
pub struct SetuidFile {
    /// Path.
    pub path: String,
    /// Permission bits, `0o7777`.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
}

/// A database of packages.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct InstalledPackages {
    /// `dpkg`, `apk`, `rpm`, `pacman`.
    pub database: String,
    /// How many are installed; not collected where the database is binary.
    pub count: Observed<usize>,
}
