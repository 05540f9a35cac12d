//! What every crate has: the lints of the workspace, a page; and who may use tokio.

use super::Problem;
use super::repository::{Crate, Repository};

/// The crates that talk to the network, and the binary that owns the runtime.
const TOKIO: [&str; 5] = [
    "crates/observe/engine",
    "crates/observe/fetch",
    "crates/serve/guard",
    "crates/serve/server",
    "crates/seaworthy",
];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    repository
        .crates()
        .iter()
        .flat_map(|one| [lints(one), page(one), tokio(one)])
        .flatten()
        .collect()
}

fn lints(one: &Crate) -> Option<Problem> {
    let inherits = one.manifest.get("lints").and_then(|lints| lints.get("workspace"));
    if inherits.and_then(toml::Value::as_bool) == Some(true) {
        return None;
    }
    Some(Problem::error("lints", &manifest(one), "lacks `[lints] workspace = true`"))
}

fn page(one: &Crate) -> Option<Problem> {
    let roots =
        one.sources.iter().filter(|source| ["lib.rs", "main.rs"].contains(&source.module.as_str()));
    let bare = roots.into_iter().find(|source| !source.has_page())?;
    Some(Problem::error("crate-page", &bare.path, "begins without a `//!` page"))
}

fn tokio(one: &Crate) -> Option<Problem> {
    let uses = ["", "build-"].iter().any(|kind| one.dependencies(kind).contains("tokio"));
    if !uses || TOKIO.contains(&one.folder.as_str()) {
        return None;
    }
    let message = format!("only {} use tokio", TOKIO.join(", "));
    Some(Problem::error("tokio", &manifest(one), message))
}

fn manifest(one: &Crate) -> String {
    format!("{}/Cargo.toml", one.folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(folder: &str, manifest: &str, lib: &str) -> Vec<&'static str> {
        let (path, root) = (format!("{folder}/Cargo.toml"), format!("{folder}/src/lib.rs"));
        let text = format!("[package]\nname = \"x\"\n{manifest}");
        let repository = Repository::of(&[(&path, &text), (&root, lib)]);
        check(&repository).into_iter().map(|problem| problem.rule).collect()
    }

    const LINTS: &str = "[lints]\nworkspace = true\n";

    #[test]
    fn a_crate_in_order_is_silent() {
        assert!(rules("crates/core", LINTS, "//! Page.\n").is_empty());
    }

    #[test]
    fn lints_and_page_are_demanded() {
        assert_eq!(rules("crates/core", "", "//! Page.\n"), ["lints"]);
        assert_eq!(rules("crates/core", LINTS, "mod a;\n"), ["crate-page"]);
    }

    #[test]
    fn tokio_has_five_homes() {
        let manifest = format!("{LINTS}[dependencies]\ntokio.workspace = true\n");
        assert_eq!(rules("crates/core", &manifest, "//! Page.\n"), ["tokio"]);
        assert!(rules("crates/observe/engine", &manifest, "//! Page.\n").is_empty());
    }
}
