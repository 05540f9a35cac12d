//! Operating system, names and release.

use std::collections::BTreeMap;

use seaworthy_core::facts::{Observed, Reason};
use seaworthy_core::secrets::is_secret_name;

use crate::root::Root;

const LIMIT: u64 = 1 << 20;

/// `/etc/os-release`, else the vendor's.
pub(crate) fn os_release(root: &Root) -> Observed<BTreeMap<String, String>> {
    let first = root.text("/etc/os-release", LIMIT);
    let text = if first.is_known() { first } else { root.text("/usr/lib/os-release", LIMIT) };
    text.map(|text| crate::environment_file::parse(&text))
}

/// The running kernel's host name on a live machine, else the file's.
pub(crate) fn hostname(root: &Root) -> Observed<String> {
    let is_own = root.prefix() == std::path::Path::new("/");
    let path = if is_own { "/proc/sys/kernel/hostname" } else { "/etc/hostname" };
    root.parsed(path, LIMIT, |text| {
        let name =
            text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        name.map(str::to_owned)
    })
}

/// Release of the running kernel.
pub(crate) fn kernel_release(root: &Root) -> Observed<String> {
    root.text("/proc/sys/kernel/osrelease", LIMIT).map(|text| text.trim().to_owned())
}

/// Architecture of the running kernel.
pub(crate) fn architecture(root: &Root) -> Observed<String> {
    if !root.is_live() {
        return Observed::Unreadable(Reason::NotStarted);
    }
    Observed::known(rustix::system::uname().machine().to_string_lossy().into_owned(), "uname(2)")
}

/// Where every login gets its environment.
const LOGIN_FILES: &[&str] =
    &["/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc"];

/// Settings of content trust that every login gets, as `file: NAME=value`;
/// passphrases by name alone.
pub(crate) fn content_trust(root: &Root) -> Observed<Vec<String>> {
    let scripts = root.names("/etc/profile.d").map(|names| {
        names
            .into_iter()
            .filter(|name| name.ends_with(".sh"))
            .map(|name| format!("/etc/profile.d/{name}"))
            .collect::<Vec<_>>()
    });
    if let Observed::Unreadable(reason) = scripts {
        return Observed::Unreadable(reason);
    }
    let fixed = LOGIN_FILES.iter().map(|path| (*path).to_owned());
    let mut found = Vec::new();
    for path in fixed.chain(scripts.value().cloned().unwrap_or_default()) {
        match root.text(&path, LIMIT) {
            Observed::Known { value, .. } => {
                found.extend(
                    trust_settings(&value).into_iter().map(|line| format!("{path}: {line}")),
                );
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        }
    }
    Observed::known(found, "/etc/environment, /etc/profile, /etc/profile.d")
}

pub(crate) fn trust_settings(text: &str) -> Vec<String> {
    let settings = crate::environment_file::parse(text).into_iter();
    settings
        .filter(|(name, _)| name.starts_with("DOCKER_CONTENT_TRUST"))
        .map(|(name, value)| if is_secret_name(&name) { name } else { format!("{name}={value}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_trust_keeps_values_but_no_passphrase() {
        let found = trust_settings(
            "# export DOCKER_CONTENT_TRUST=0\nexport DOCKER_CONTENT_TRUST=1\n\
             DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE=hunter2\n",
        );
        assert_eq!(found, ["DOCKER_CONTENT_TRUST=1", "DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE"]);
    }
}
