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
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// Every package from elsewhere that the lock file holds.
    pub(crate) fn dependencies(&self) -> Vec<Dependency> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.packages
            .iter()
            .filter(|package| !package["source"].is_null())
            .map(|package| Dependency {
                name: text(&package["name"]),
                version: text(&package["version"]),
                licence: text(&package["license"]),
            })
            .collect()
    }
}
