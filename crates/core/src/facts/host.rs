//! The machine: what its files and its kernel say.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    DaemonProcess, EnvironmentFile, FileFacts, HardeningFacts, KernelFacts, Listener, LiveFacts,
    Observed, OperatingSystemFacts, ProxyProcess, SystemdUnit,
};

/// The machine below the root prefix.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct HostFacts {
    /// Prefix that the files were read below, `/` or `/host`.
    pub root: String,
    /// Effective user id of the observer.
    pub observer_uid: u32,
    /// Saved files of another machine's kernel that all of this was read from;
    /// empty when a machine was observed.
    pub saved_files: Vec<String>,
    /// Host name.
    pub hostname: Observed<String>,
    /// `/etc/os-release`.
    pub os_release: Observed<BTreeMap<String, String>>,
    /// Kernel release, `6.1.0-18-amd64`.
    pub kernel_release: Observed<String>,
    /// Machine architecture, `x86_64`.
    pub architecture: Observed<String>,
    /// Mounts of PID 1 (or of the observer).
    pub mounts: Observed<Vec<MountPoint>>,
    /// Users.
    pub users: Observed<Vec<UserRecord>>,
    /// Groups.
    pub groups: Observed<Vec<GroupRecord>>,
    /// Sudoers lines that let someone run an engine client.
    pub sudoers: Observed<Vec<SudoersEntry>>,
    /// `/etc/subuid`.
    pub subuid: Observed<Vec<SubordinateRange>>,
    /// `/etc/subgid`.
    pub subgid: Observed<Vec<SubordinateRange>>,
    /// Files that checks ask about and their parent folders, by path; absent
    /// when there is no such file.
    pub files: BTreeMap<String, Observed<FileFacts>>,
    /// Kernel audit.
    pub audit: Observed<AuditRules>,
    /// Security modules.
    pub lsm: HostLsm,
    /// Systemd units of engine and containerd.
    pub units: Observed<Vec<SystemdUnit>>,
    /// PID 1 is systemd.
    pub systemd_runs: Observed<bool>,
    /// `/etc/default/docker`, `/etc/sysconfig/docker`, `/etc/conf.d/docker`.
    pub default_files: Vec<EnvironmentFile>,
    /// Engine daemons that run.
    pub daemons: Observed<Vec<DaemonProcess>>,
    /// TCP listeners on swarm's management port.
    pub swarm_listeners: Observed<Vec<Listener>>,
    /// Processes that hand TCP connections to an engine socket.
    pub proxies: Observed<Vec<ProxyProcess>>,
    /// Certificates of daemon, clients and `certs.d`.
    pub certificates: Observed<Vec<CertificateFacts>>,
    /// Contexts and client settings of the users on this machine.
    pub client_contexts: Observed<Vec<ClientContext>>,
    /// Podman's `registries.conf`.
    pub registry_hosts: Observed<Vec<RegistryHost>>,
    /// Short-name aliases and unqualified search registries of Podman.
    pub unqualified_search_registries: Observed<Vec<String>>,
    /// Kernel parameters, by dotted name; [`HostFacts::sysctl`] also knows what
    /// a missing one means.
    pub sysctls: BTreeMap<String, Observed<String>>,
    /// Other sockets of container runtimes that exist, by path.
    pub runtime_sockets: BTreeMap<String, FileFacts>,
    /// Limit of processes of the engine's own cgroup, absent when unlimited.
    pub engine_pids_max: Observed<u64>,
    /// Environment variables of content trust that every login gets, by file.
    pub content_trust_env: Observed<Vec<String>>,
    /// How the kernel was built and started.
    pub kernel: KernelFacts,
    /// What kind of system this is.
    pub os: OperatingSystemFacts,
    /// How it is set up around the engine.
    pub hardening: HardeningFacts,
    /// Namespace inode of PID 1 by kind.
    pub init_namespaces: BTreeMap<String, Observed<u64>>,
    /// The observing process itself: what a plain process of this machine
    /// reaches, read by the same code as containers; only `isolation` asks.
    pub own_process: Observed<Box<LiveFacts>>,
}

/// One line of `mountinfo`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct MountPoint {
    /// Mount point.
    pub path: String,
    /// Path inside the mounted file system.
    pub root: String,
    /// `major:minor`.
    pub device: String,
    /// File-system type.
    pub fs_type: String,
    /// Mount source.
    pub source: String,
    /// Options of this mount (`ro`, `nodev` …).
    pub options: Vec<String>,
    /// Options of the file system.
    pub super_options: Vec<String>,
    /// Propagation tags (`shared:1`, `master:2`), empty for private.
    pub propagation: Vec<String>,
}

impl MountPoint {
    /// Whether this mount has an option.
    pub fn has(&self, option: &str) -> bool {
        self.options.iter().any(|have| have == option)
    }
}

/// A line of `/etc/passwd`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct UserRecord {
    /// Name.
    pub name: String,
    /// User id.
    pub uid: u32,
    /// Primary group.
    pub gid: u32,
}

/// A line of `/etc/group`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct GroupRecord {
    /// Name.
    pub name: String,
    /// Group id.
    pub gid: u32,
    /// Names of members.
    pub members: Vec<String>,
}

/// A sudoers line that names an engine client.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SudoersEntry {
    /// User, `%group` or alias.
    pub who: String,
    /// Command as written.
    pub command: String,
    /// File and line.
    pub source: String,
}

/// A line of `/etc/subuid` or `/etc/subgid`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct SubordinateRange {
    /// User name or id.
    pub owner: String,
    /// First id.
    pub start: u64,
    /// How many.
    pub count: u64,
}

/// Where audit rules were read.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditSource {
    /// The running kernel.
    #[default]
    Kernel,
    /// Rule files, which may not be loaded.
    Files,
}

/// Kernel audit rules.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct AuditRules {
    /// Kernel or files.
    pub source: AuditSource,
    /// Auditing is on; unreadable when only files were read.
    pub enabled: Observed<bool>,
    /// Rules that watch something.
    pub rules: Vec<AuditRule>,
}

/// A rule that watches a path.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct AuditRule {
    /// Path of a file, or of a folder with all below it; empty for all paths.
    pub path: String,
    /// Whether it covers everything below the path.
    pub recursive: bool,
    /// Permissions watched out of `rwxa`.
    pub permissions: String,
    /// `false` for `never` and exclusion rules; with an empty path they hold for
    /// every path and before all others.
    pub records: bool,
    /// Further fields or chosen system calls let it match some accesses only.
    pub narrowed: bool,
    /// The rule as text.
    pub text: String,
}

/// Security modules of the kernel.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct HostLsm {
    /// `/sys/kernel/security/lsm`.
    pub active: Observed<Vec<String>>,
    /// AppArmor is enabled.
    pub apparmor: Observed<bool>,
    /// Names of loaded AppArmor profiles.
    pub apparmor_profiles: Observed<Vec<String>>,
    /// SELinux: enforcing (`true`), permissive (`false`), absent when off.
    pub selinux_enforcing: Observed<bool>,
}

/// A certificate or key that engine or clients use.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct CertificateFacts {
    /// Path.
    pub path: String,
    /// `ca`, `server`, `client` or `key`, from how it is used.
    pub role: String,
    /// The engine or registry it serves.
    pub used_by: String,
    /// Owner and mode.
    pub stat: Observed<FileFacts>,
    /// End of validity, seconds since 1970.
    pub not_after: Observed<i64>,
    /// Begin of validity, seconds since 1970.
    pub not_before: Observed<i64>,
    /// `RSA`, `EC`, `Ed25519`.
    pub key_type: Observed<String>,
    /// Size of the public key in bits.
    pub key_bits: Observed<u32>,
    /// Names and addresses.
    pub subject_alternative_names: Observed<Vec<String>>,
    /// Extended key usage, `serverAuth`, `clientAuth`.
    pub extended_key_usage: Observed<Vec<String>>,
    /// SHA-256 of the subject's public key info, hexadecimal: the same key used
    /// twice is seen by this.
    pub public_key_sha256: Observed<String>,
    /// Is a certificate authority.
    pub is_ca: Observed<bool>,
}

/// Where a client on this machine would talk to.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct ClientContext {
    /// File that says so.
    pub path: String,
    /// Context name, `default` for the environment.
    pub name: String,
    /// Endpoint, `tcp://build:2375`.
    pub host: String,
    /// Checks the server's certificate.
    pub verifies_tls: bool,
    /// Has TLS material.
    pub has_tls: bool,
}

/// A registry of Podman's `registries.conf`, or of `certs.d`/`hosts.toml`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct RegistryHost {
    /// Prefix that names match.
    pub prefix: String,
    /// Where it resolves to.
    pub location: String,
    /// Spoken to without TLS checks.
    pub insecure: bool,
    /// Refused.
    pub blocked: bool,
    /// Mirrors with their own `insecure`.
    pub mirrors: Vec<(String, bool)>,
    /// File.
    pub source: String,
}

impl HostFacts {
    /// What reports call the machine: its host name, the files that were saved
    /// on it, or "this host".
    pub fn display_name(&self) -> Cow<'_, str> {
        match self.hostname.value() {
            Some(name) => Cow::Borrowed(name),
            None if self.saved_files.is_empty() => Cow::Borrowed("this host"),
            None => Cow::Owned(self.saved_files.join(", ")),
        }
    }

    /// Whether only files of a kernel were saved, so that everything else is
    /// not-collected, the maps and lists without a state of their own too.
    pub fn is_saved_kernel(&self) -> bool {
        !self.saved_files.is_empty()
    }

    /// A kernel parameter by dotted name: absent when the kernel does not have
    /// it, not-collected when nobody looked.
    pub fn sysctl(&self, name: &str) -> Observed<String> {
        match self.sysctls.get(name) {
            Some(found) => found.clone(),
            None if self.kernel.sysctls_complete => Observed::Absent,
            None => Observed::default(),
        }
    }

    /// The mount that holds a path: the longest mount point above it.
    pub fn mount_of(&self, path: &str) -> Option<&MountPoint> {
        self.mounts
            .value()?
            .iter()
            .filter(|mount| is_below(path, &mount.path))
            .max_by_key(|mount| mount.path.len())
    }

    /// Name of a user id.
    pub fn user_name(&self, uid: u32) -> Option<&str> {
        self.users.value()?.iter().find(|user| user.uid == uid).map(|user| user.name.as_str())
    }

    /// Name of a group id.
    pub fn group_name(&self, gid: u32) -> Option<&str> {
        self.groups.value()?.iter().find(|group| group.gid == gid).map(|group| group.name.as_str())
    }
}

/// Whether `path` is `folder` or below it.
pub fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_with_the_same_beginning_is_not_below() {
        assert!(is_below("/var/lib/docker/x", "/var/lib/docker"));
        assert!(is_below("/etc", "/"));
        assert!(!is_below("/var/lib/docker2", "/var/lib/docker"));
    }
}
