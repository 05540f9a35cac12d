//! What a scenario needs of the machine.

use crate::docker::output;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something that a machine may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The program under test was built and named.
    Binary,
    /// Root in the first user namespace, network and mount namespaces, writable cgroups.
    Namespaces,
    /// A program in `PATH`.
    Program(&'static str),
}

impl Need {
    /// `None` when it is there, else what to tell the person.
    pub fn missing(self, binary: Option<&Path>) -> Option<String> {
        match self {
            Self::Binary if binary.is_some_and(Path::is_file) => None,
            Self::Binary => Some("the seaworthy binary was not built".to_owned()),
            Self::Namespaces => namespaces_missing(),
            Self::Program(name) if find_program(name).is_some() => None,
            Self::Program(name) => Some(format!("{name} is not installed")),
        }
    }
}

/// Where a program is, looking where root's shell would too.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin", "/usr/bin", "/bin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn namespaces_missing() -> Option<String> {
    if !rustix::process::geteuid().is_root() {
        return Some("engines need root".to_owned());
    }
    let mut unshare = Command::new("unshare");
    unshare.args(["--net", "--mount", "true"]);
    if output(&mut unshare).is_err() {
        return Some("network and mount namespaces cannot be made here".to_owned());
    }
    cgroups_missing()
}

fn cgroups_missing() -> Option<String> {
    let root = Path::new("/sys/fs/cgroup");
    let hierarchy =
        if root.join("cgroup.controllers").exists() { root.into() } else { root.join("devices") };
    let asker = format!("{}-{:?}", std::process::id(), std::thread::current().id());
    let probe = hierarchy.join(format!("sw-probe-{asker}"));
    match fs::create_dir(&probe).and_then(|()| fs::remove_dir(&probe)) {
        Ok(()) => None,
        Err(error) => Some(format!("cgroups are not writable: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_nobody_has_is_missing() {
        assert_eq!(Need::Program("sh").missing(None), None);
        let missing = Need::Program("no-such-program-at-all").missing(None);
        assert_eq!(missing.as_deref(), Some("no-such-program-at-all is not installed"));
    }

    #[test]
    fn a_binary_must_be_a_file() {
        assert!(Need::Binary.missing(None).is_some());
        assert!(Need::Binary.missing(Some(Path::new("/"))).is_some());
        assert_eq!(Need::Binary.missing(Some(Path::new("/proc/self/exe"))), None);
    }
}
