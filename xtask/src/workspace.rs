//! What cargo says about the workspace.

use crate::Failure;
use crate::command::{cargo, output};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Folders and packages, from `cargo metadata`.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    packages: Vec<Value>,
}

/// A package that is not ours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression; empty when the package only has a file.
    pub(crate) licence: String,
}

impl Workspace {
    /// # Errors
    /// Cargo could not read the workspace.
    pub(crate) fn load() -> Result<Self, Failure> {
        // Built by cargo in the workspace: the folder above ours is its root.
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."));
        let text = output(cargo(root).args(["metadata", "--format-version", "1", "--locked"]))?;
        let mut metadata: Value = serde_json::from_str(&text)
            .map_err(|source| Failure::Json { what: "cargo metadata", source })?;
        let folder = |key: &str| PathBuf::from(metadata[key].as_str().unwrap_or_default());
        let (root, target) = (folder("workspace_root"), folder("target_directory"));
        let packages = match metadata["packages"].take() {
            Value::Array(packages) => packages,
            _ => Vec::new(),
        };
        Ok(Self { root, target, packages })
    }

    /// Whether the workspace has a package of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package["name"] == name && package["source"].is_null())
    }

    /// Every package from elsewhere that is built for some target. The lock file holds a
    /// few more: optional ones that no feature turns on.
    ///
    /// # Errors
    /// Cargo could not draw the tree.
    pub(crate) fn dependencies(&self) -> Result<Vec<Dependency>, Failure> {
        let tree = output(cargo(&self.root).args([
            "tree",
            "--workspace",
            "--locked",
            "--target=all",
            "--prefix=none",
            "--no-dedupe",
            "--format={p}|{l}",
        ]))?;
        let mut all: Vec<Dependency> = tree.lines().filter_map(dependency).collect();
        all.sort();
        all.dedup();
        Ok(all)
    }
}

/// `name v1.2.3 (proc-macro)|MIT`; a package with a path is ours.
fn dependency(line: &str) -> Option<Dependency> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split_whitespace();
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let is_ours = words.any(|word| word.starts_with("(/"));
    (!is_ours).then(|| Dependency {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.trim_end_matches(" (*)").to_owned(),
    })
}
