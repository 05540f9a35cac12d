//! The files of the repository, and the crates among them.

use super::source::Source;
use crate::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Texts and paths, relative to the root, with `/` between folders.
#[derive(Debug, Default)]
pub(super) struct Repository {
    texts: BTreeMap<String, String>,
    /// Files and folders.
    paths: BTreeSet<String>,
    crates: Vec<Crate>,
}

/// A package of the workspace.
#[derive(Debug)]
pub(super) struct Crate {
    /// `crates/judge/checks`.
    pub(super) folder: String,
    pub(super) name: String,
    pub(super) manifest: toml::Table,
    pub(super) sources: Vec<Source>,
}

/// Kinds of files that rules read.
const TEXTS: [&str; 3] = [".rs", ".md", ".toml"];

impl Repository {
    /// # Errors
    /// A folder or a file cannot be read, or a manifest is no TOML.
    pub(super) fn read(root: &Path, target: &Path) -> Result<Self, Failure> {
        let mut repository = Self::default();
        repository.walk(root, target, "")?;
        repository.find_crates()?;
        Ok(repository)
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let mut repository = Self::default();
        for (path, text) in files {
            repository.texts.insert((*path).to_owned(), (*text).to_owned());
            let ends = path.match_indices('/').map(|(index, _)| index).chain([path.len()]);
            repository.paths.extend(ends.map(|end| path[..end].to_owned()));
        }
        repository.find_crates().unwrap();
        repository
    }

    pub(super) fn crates(&self) -> &[Crate] {
        &self.crates
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether a file or folder is there.
    pub(super) fn exists(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    fn walk(&mut self, root: &Path, target: &Path, folder: &str) -> Result<(), Failure> {
        let here = root.join(folder);
        for entry in fs::read_dir(&here).map_err(Failure::file(&here))? {
            let entry = entry.map_err(Failure::file(&here))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let kind = entry.file_type().map_err(Failure::file(entry.path()))?;
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let foreign = name == "target" || entry.path() == target || name == ".git";
            if foreign {
                continue;
            }
            if kind.is_dir() {
                self.walk(root, target, &path)?;
            } else if TEXTS.iter().any(|kind| name.ends_with(kind)) {
                let text = fs::read_to_string(entry.path()).map_err(Failure::file(entry.path()))?;
                self.texts.insert(path.clone(), text);
            }
            self.paths.insert(path);
        }
        Ok(())
    }

    fn find_crates(&mut self) -> Result<(), Failure> {
        for (path, text) in &self.texts {
            let Some(folder) = path.strip_suffix("/Cargo.toml") else { continue };
            let malformed = |error: toml::de::Error| Failure::Malformed {
                path: path.clone(),
                reason: error.to_string(),
            };
            let manifest: toml::Table = text.parse().map_err(malformed)?;
            let name = manifest.get("package").and_then(|package| package.get("name"));
            let Some(name) = name.and_then(toml::Value::as_str) else { continue };
            self.crates.push(Crate {
                folder: folder.to_owned(),
                name: name.to_owned(),
                sources: self.sources(folder),
                manifest: manifest.clone(),
            });
        }
        Ok(())
    }

    fn sources(&self, folder: &str) -> Vec<Source> {
        let start = format!("{folder}/src/");
        let inside = self.texts.iter().filter(|(path, _)| path.starts_with(&start));
        let rust = inside.filter(|(path, _)| path.ends_with(".rs"));
        rust.map(|(path, text)| Source::new(path, path[start.len()..].to_owned(), text)).collect()
    }
}

impl Crate {
    /// Names in `[dependencies]` and its kin: `""`, `"dev-"` or `"build-"`.
    pub(super) fn dependencies(&self, kind: &str) -> BTreeSet<String> {
        let table = format!("{kind}dependencies");
        let targets = self.manifest.get("target").and_then(toml::Value::as_table);
        let tables = targets
            .into_iter()
            .flat_map(toml::Table::values)
            .filter_map(|target| target.get(&table))
            .chain(self.manifest.get(&table));
        let entries = tables.filter_map(toml::Value::as_table).flatten();
        let name = |(key, value): (&String, &toml::Value)| {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            renamed.unwrap_or(key).to_owned()
        };
        entries.map(name).collect()
    }
}
