//! Lists equal folders, ids are unique, every recommendation is covered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use seaworthy_checks::{catalogue, recommendations};

#[test]
fn every_file_is_in_its_list() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let listed: BTreeSet<String> = catalogue::checks().map(|check| check.id.to_owned()).collect();
    let mut files = BTreeSet::new();
    for folder in
        ["host", "kernel", "os", "engine", "image", "container", "escape", "network", "swarm"]
    {
        let Ok(entries) = fs::read_dir(source.join(folder)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let stem = path.file_stem().unwrap().to_str().unwrap().replace('_', "-");
            if path.extension().is_some_and(|extension| extension == "md") {
                assert!(path.with_extension("rs").exists(), "{} explains nothing", path.display());
                // The folder of ways out stands in their ids.
                files.insert(if folder == "escape" { format!("escape-{stem}") } else { stem });
            }
        }
    }
    assert_eq!(files, listed);
}

#[test]
fn ids_are_unique_and_kebab_case() {
    let (mut seen, mut titles) = (BTreeSet::new(), BTreeSet::new());
    for entry in catalogue::entries() {
        let id = entry.id();
        assert!(seen.insert(id), "{id} stands twice");
        assert!(
            id.chars().all(|letter| letter.is_ascii_lowercase()
                || letter.is_ascii_digit()
                || letter == '-'),
            "{id}"
        );
        let header = entry.header();
        assert!(titles.insert(header.title.to_string()), "{id}: its title stands twice");
        assert!(header.title.chars().count() <= 60, "{id}: title is too long");
        assert!(!header.remedy.summary.is_empty(), "{id}: no way out");
        assert!(
            entry.check.explanation.contains("## How to fix it"),
            "{id}: the explanation does not say how to fix it"
        );
    }
}

#[test]
fn every_recommendation_is_covered_once() {
    let mut covered: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in catalogue::entries() {
        for cis in entry.cis() {
            covered.entry(cis).or_default().push(entry.id());
        }
    }
    let known: BTreeSet<&str> = recommendations().map(|each| each.id).collect();
    let unknown: Vec<_> = covered.keys().filter(|id| !known.contains(*id)).collect();
    assert!(unknown.is_empty(), "no such recommendation: {unknown:?}");
    let missing: Vec<_> = known.iter().filter(|id| !covered.contains_key(*id)).collect();
    assert!(missing.is_empty(), "{} recommendations without a check: {missing:?}", missing.len());
}
