//! The part of the process environment that decides which engine is asked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Variables, home folder and file system root, given by the caller: this crate
/// reads no environment of its own, so every resolution can be replayed.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Environment variables by name.
    pub variables: BTreeMap<String, String>,
    /// Home folder of the user, below which `.docker` lies.
    pub home: Option<PathBuf>,
    /// Where `/run/docker.sock` and the other default sockets are looked for:
    /// `/`, or a test's folder.
    pub root: PathBuf,
}

impl Default for Environment {
    fn default() -> Self {
        Self { variables: BTreeMap::new(), home: None, root: PathBuf::from("/") }
    }
}

impl Environment {
    /// The variable, when it is set and not empty: an empty one counts as unset,
    /// as it does for the docker CLI.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// `$DOCKER_CONFIG`, else `.docker` in the home folder.
    pub(crate) fn docker_config(&self) -> Option<PathBuf> {
        self.variable("DOCKER_CONFIG")
            .map(PathBuf::from)
            .or_else(|| self.home.as_deref().map(|home| home.join(".docker")))
    }

    /// An absolute path below [`Environment::root`].
    pub(crate) fn below_root(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = path.as_ref();
        self.root.join(path.strip_prefix("/").unwrap_or(path))
    }
}
