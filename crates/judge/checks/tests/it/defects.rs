//! Defects of other tools: each has its case or test, and the table of
//! `docs/better-than.md` names them all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use seaworthy_checks::{Settings, catalogue, run};
use seaworthy_core::facts::{EngineFacts, Facts, HostFacts, Observed};

use crate::cases::case_files;

/// Checks of docker-bench with a wrong or weak verdict, and an issue for what it lacks.
const DOCKER_BENCH: &str = "
    1.1.1 1.1.2 1.1.3 1.1.6 1.1.7 1.1.9 1.1.11 1.1.14 1.2.1 1.2.2
    2.1 2.2 2.3 2.4 2.5 #573 2.7 2.8 2.9 2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.17 2.18
    3.1 3.4 3.5 3.6 3.7 3.8 3.9 3.13 3.14 3.15 3.16 3.17 3.18 3.24
    4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 4.9 4.10 4.11 4.12
    5.1 5.2 5.3 5.4 5.6 5.7 5.8 5.9 5.10 5.11 5.12 5.14 5.15 5.16 5.17 5.18 5.21 5.22 5.23 5.24
    5.25 5.26 5.28 5.29 5.30 5.31 5.32
    6.1 6.2 7.1 7.3 7.4 7.5 7.6 7.7 7.8 7.9 C.5.3.1 C.5.3.2 C.5.3.3 C.5.3.4";

/// Defects of docker-bench as a whole that a verdict shows; the others are about
/// command line, parsing or engines and have tests there.
const BY_VERDICT: [&str; 8] = ["G1", "G2", "G3", "G5", "G6", "G7", "G9", "G11"];

/// Tools beside docker-bench that cases may name, before their own ids.
const OTHER_TOOLS: [&str; 5] =
    ["amicontained", "checkov", "kernel-hardening-checker", "lynis", "trivy"];

#[test]
fn a_defect_names_its_tool() {
    let odd: Vec<String> = cases()
        .into_iter()
        .filter(|((_, _), defect)| !is_defect(defect))
        .map(|((file, case), defect)| format!("{file}#{case}: `{defect}`"))
        .collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn every_known_defect_has_a_case() {
    let shown: BTreeSet<String> = cases().into_values().collect();
    let checks = DOCKER_BENCH.split_whitespace().map(|id| format!("docker-bench {id}"));
    let known = checks.chain(BY_VERDICT.map(str::to_owned));
    let missing: Vec<String> = known.filter(|defect| !shown.contains(defect)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_table_names_every_case_and_nothing_else() {
    let cases = cases();
    let rows = rows();
    let mut problems = Vec::new();
    let mut named = BTreeSet::new();
    for (defect, proof) in &rows {
        let Some((path, name)) = proof.split_once('#') else {
            problems.push(format!("{defect}: {proof} names no test"));
            continue;
        };
        let file = Path::new(path).file_name().unwrap().to_str().unwrap().to_owned();
        let held = if path.ends_with(".toml") {
            let case = (file, name.to_owned());
            named.insert(case.clone());
            cases.get(&case) == Some(defect)
        } else {
            let text = fs::read_to_string(root().join(path)).unwrap_or_default();
            text.contains(&format!("fn {name}("))
        };
        if !held {
            problems.push(format!("{defect}: {proof} does not prove it"));
        }
    }
    let unnamed = cases.iter().filter(|(case, _)| !named.contains(*case));
    problems.extend(unnamed.map(|((file, case), defect)| format!("{file}#{case} ({defect})")));
    let proven: BTreeSet<&str> = rows.iter().map(|(defect, _)| defect.as_str()).collect();
    let all = (1..=12).map(|number| format!("G{number}"));
    problems.extend(all.filter(|id| !proven.contains(id.as_str())));
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Totals of two runs compare only when no check goes missing (G8).
#[test]
fn without_a_container_every_check_still_answers() {
    let ids = |facts: &Facts| -> BTreeSet<String> {
        let findings = run(facts, &Settings::default(), 0, |_| true);
        findings.iter().map(|finding| finding.header.id.to_string()).collect()
    };
    let engine = EngineFacts {
        containers: Observed::known(Vec::new(), "/containers/json"),
        ..Default::default()
    };
    let host = Observed::known(HostFacts::default(), "/");
    let all: BTreeSet<String> =
        catalogue::entries().map(|entry| entry.header().id.to_string()).collect();
    assert_eq!(ids(&Facts { engines: vec![engine], host, ..Default::default() }), all);
    assert_eq!(ids(&Facts::default()), all);
}

fn is_defect(defect: &str) -> bool {
    if let Some(number) = defect.strip_prefix('G') {
        return number.parse().is_ok_and(|number: u8| (1..=12).contains(&number));
    }
    let Some((tool, id)) = defect.split_once(' ') else { return false };
    match tool {
        "docker-bench" => DOCKER_BENCH.split_whitespace().any(|known| known == id),
        other => OTHER_TOOLS.contains(&other) && !id.is_empty(),
    }
}

/// Defect by file and name of the case that shows it.
fn cases() -> BTreeMap<(String, String), String> {
    let mut defects = BTreeMap::new();
    for (path, cases) in case_files() {
        let file = path.file_name().unwrap().to_str().unwrap();
        for case in cases.case {
            let Some(defect) = case.defect else { continue };
            let place = (file.to_owned(), case.name);
            assert!(!defects.contains_key(&place), "{place:?} stands twice");
            defects.insert(place, defect);
        }
    }
    defects
}

/// Defect and proof, one by one, of the table for people.
fn rows() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("docs/better-than.md")).unwrap();
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows = text.lines().map(cells).filter(|row| row.len() == 6 && row[4].starts_with('`'));
    rows.flat_map(|row| {
        let proofs: Vec<String> = row[4].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        proofs.into_iter().map(move |proof| (row[1].clone(), proof))
    })
    .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}
