//! The kernel that every container of the machine shares.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Observed;

/// How the running kernel was built and started. Its release and architecture
/// are in [`super::HostFacts`], its run-time parameters in
/// [`super::HostFacts::sysctls`].
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct KernelFacts {
    /// Build-time configuration.
    pub config: Observed<KernelConfig>,
    /// `/proc/cmdline`, values that look like secrets masked;
    /// [`super::CommandLine`] cuts it into parameters.
    pub command_line: Observed<String>,
    /// Chosen word of `/sys/kernel/security/lockdown`: `none`, `integrity`,
    /// `confidentiality`; absent on a kernel without lockdown.
    pub lockdown: Observed<String>,
    /// `/sys/devices/system/cpu/vulnerabilities`, by file name.
    pub vulnerabilities: Observed<BTreeMap<String, String>>,
    /// Names of loaded modules.
    pub modules: Observed<Vec<String>>,
    /// System calls and devices for programs of other architectures
    /// (`/proc/sys/fs/binfmt_misc`), by handler name.
    pub foreign_formats: Observed<Vec<String>>,
    /// Flags of the first processor, `/proc/cpuinfo` (`smep`, `hypervisor` …).
    pub cpu_flags: Observed<Vec<String>>,
    /// All run-time parameters were listed, so that one that is missing in
    /// [`super::HostFacts::sysctls`] does not exist in this kernel.
    pub sysctls_complete: bool,
}

/// A kernel configuration: `/proc/config.gz`, `/boot/config-RELEASE` or a file
/// that the user named.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct KernelConfig {
    /// Values by name, `CONFIG_` included: `y`, `m`, a number, a text without
    /// its quotes; `n` for `# CONFIG_X is not set`. A name that is missing does
    /// not exist in this kernel or what it depends on is off.
    pub options: BTreeMap<String, String>,
    /// Version of the header line, `6.1.0`, empty without one.
    pub version: String,
    /// Architecture of the header line or of the options, in `uname -m`
    /// spelling; empty when nothing tells.
    pub architecture: String,
    /// Names whose line was damaged, so that nobody knows their value: they are
    /// in `options` only when another line sets them.
    pub damaged: Vec<String>,
}

impl KernelConfig {
    /// The value; `n` and missing are both off.
    pub fn is_on(&self, option: &str) -> bool {
        self.options.get(option).is_some_and(|value| value == "y" || value == "m")
    }
}
