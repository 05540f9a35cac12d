//! `audit`: selection, policy, baseline, formats, exit codes.

use std::collections::BTreeSet;
use std::fs;

use seaworthy_core::report::{self, v1};

use crate::run::{Ran, facts, seaworthy, seaworthy_in};

fn audit(more: &[&str]) -> Ran {
    let file = facts("three-containers");
    seaworthy(&[&["audit", "--facts", &file], more].concat())
}

fn report_of(ran: &Ran) -> v1::Report {
    report::read(ran.out.as_bytes()).unwrap()
}

fn failing(report: &v1::Report, id: &str) -> Vec<String> {
    let fails = |entry: &&v1::Entry| &*entry.id == id && entry.verdict == v1::Verdict::Fail;
    report.results.iter().filter(fails).map(|entry| entry.subject.name.clone()).collect()
}

#[test]
fn exit_codes_follow_gate_and_completeness() {
    assert_eq!(audit(&[]).code, 0);
    assert_eq!(audit(&["--fail-on", "critical"]).code, 1);
    assert_eq!(
        audit(&["--fail-on", "critical", "-x", "web,vanilla", "-c", "privileged-container"]).code,
        0
    );
    assert_eq!(audit(&["--require-complete"]).code, 3);
    assert_eq!(audit(&["--require-complete", "--fail-on", "critical"]).code, 1);
    assert_eq!(audit(&["--only", "privileged-contaner"]).code, 2);
    assert_eq!(audit(&["--subject", "contianer:web", "--fail-on", "low"]).code, 2);
    assert_eq!(audit(&["--fail-on", "awful"]).code, 2);
    assert_eq!(audit(&["--config", "/nonexistent/seaworthy.toml"]).code, 2);
}

#[test]
fn a_reader_that_goes_away_does_not_mend_the_gate() {
    let file = facts("three-containers");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_seaworthy"))
        .args(["audit", "--facts", &file, "--fail-on", "low", "-f", "json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_container_whose_name_holds_nil_is_judged_like_any_other() {
    let report = report_of(&audit(&["-f", "json"]));
    assert_eq!(failing(&report, "privileged-container"), ["web", "vanilla"]);
}

#[test]
fn words_of_docker_bench_select() {
    let report = report_of(&audit(&["-f", "json", "-c", "check_5_5", "-i", "van"]));
    let ids: Vec<&str> = report.results.iter().map(|entry| &*entry.id).collect();
    assert_eq!(ids, ["privileged-container"]);
    let report = report_of(&audit(&["-f", "json", "-c", "5.5,5.6", "-t", "team=shop"]));
    assert!(report.results.iter().all(|entry| entry.subject.name == "web"), "{:?}", report.results);
    assert_eq!(report.results.len(), 2);
    let report = report_of(&audit(&[
        "-f",
        "json",
        "--only",
        "container_runtime",
        "--subject",
        "container:we?",
    ]));
    assert!(report.results.len() > 20);
}

#[test]
fn every_check_gives_at_least_one_result() {
    let report = report_of(&audit(&["-f", "json"]));
    let listed = seaworthy(&["explain"]).out;
    for id in listed.lines().filter_map(|line| line.split_whitespace().next()) {
        assert!(report.results.iter().any(|entry| &*entry.id == id), "{id} gives no result");
    }
}

#[test]
fn a_machine_without_containers_gets_every_check() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(facts("three-containers")).unwrap();
    let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
    file["engines"][0]["containers"]["value"] = serde_json::json!([]);
    fs::write(folder.path().join("empty.json"), file.to_string()).unwrap();
    let ran = seaworthy_in(folder.path(), &["audit", "--facts", "empty.json", "-f", "json"]);
    let ids = |report: v1::Report| -> BTreeSet<String> {
        report.results.into_iter().map(|entry| entry.id.to_string()).collect()
    };
    assert_eq!(ids(report_of(&ran)), ids(report_of(&audit(&["-f", "json"]))));
}

#[test]
fn the_terminal_is_not_driven_by_names() {
    let ran = audit(&["-v"]);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    // Commands to copy stay whole; all else keeps within a terminal's width.
    let is_command = |line: &str| line.starts_with("               ");
    let long: Vec<&str> =
        ran.out.lines().filter(|line| line.chars().count() > 80 && !is_command(line)).collect();
    assert!(long.is_empty(), "{long:#?}");
    assert!(audit(&["--color", "always"]).out.contains('\u{1b}'));
}

#[test]
fn a_waiver_is_shown_and_takes_its_finding_out_of_the_gate() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("policy.toml"),
        "[gate]\nfail-on = \"critical\"\n\n[[waive]]\nid = \"privileged-container\"\nreason = \"moves in spring\"\nowner = \"ops\"\n\n\
         [[waive]]\nid = \"privileged-container\"\nsubject = \"container:gone\"\nreason = \"x\"\n",
    )
    .unwrap();
    let file = facts("three-containers");
    let ran = seaworthy_in(
        folder.path(),
        &["audit", "--facts", &file, "--config", "policy.toml", "-c", "privileged-container"],
    );
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("moves in spring") && ran.out.contains("policy.toml:4"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("matches nothing"), "{}", ran.out);
}

#[test]
fn a_waiver_for_what_was_not_looked_at_is_no_problem() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("policy.toml"),
        "[[waive]]\nid = \"privileged-container\"\nsubject = \"container:gone\"\nreason = \"x\"\n",
    )
    .unwrap();
    let file = facts("three-containers");
    let says = |more: &[&str]| {
        let all = [&["audit", "--facts", &file, "--config", "policy.toml"], more].concat();
        seaworthy_in(folder.path(), &all).out.contains("matches nothing")
    };
    assert!(says(&[]));
    assert!(says(&["--only", "privileged-container"]));
    assert!(!says(&["--skip", "privileged-container"]));
    assert!(!says(&["--only", "excess-capabilities"]));
    assert!(!says(&["--subject", "container:web"]));
}

#[test]
fn a_policy_in_the_working_folder_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("seaworthy.toml"),
        "[[waive]]\nid = \"*\"\nreason = \"hostile\"\n",
    )
    .unwrap();
    let ran = seaworthy_in(folder.path(), &["audit", "--facts", &facts("three-containers")]);
    assert!(!ran.out.contains("hostile"));
}

#[test]
fn several_outputs_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = facts("three-containers");
    let ran = seaworthy_in(
        folder.path(),
        &["audit", "--facts", &file, "-o", "json=r.json", "-o", "sarif=r.sarif", "-o", "r.txt"],
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let report = report::read(&fs::read(folder.path().join("r.json")).unwrap()).unwrap();
    assert_eq!(report.created, "2026-01-01T00:00:00Z");
    assert!(fs::read_to_string(folder.path().join("r.txt")).unwrap().contains("privileged"));
    assert!(fs::read_to_string(folder.path().join("r.sarif")).unwrap().contains("2.1.0"));
    let ran = seaworthy_in(folder.path(), &["audit", "--facts", &file, "-o", "missing/r.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("missing/r.txt"), "{}", ran.err);
}

#[test]
fn a_baseline_shows_what_is_new_and_what_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let file = facts("three-containers");
    let all = ["audit", "--facts", &file, "-c", "privileged-container", "-o", "json=before.json"];
    seaworthy_in(folder.path(), &all);
    let same = [
        "audit",
        "--facts",
        &file,
        "-c",
        "privileged-container",
        "--baseline",
        "before.json",
        "--fail-on",
        "low",
    ];
    assert_eq!(seaworthy_in(folder.path(), &same).code, 0);
    let fewer =
        fs::read_to_string(&file).unwrap().replacen("\"value\": true", "\"value\": false", 0);
    let mended: serde_json::Value = serde_json::from_str(&fewer).unwrap();
    let mut mended = mended;
    mended["engines"][0]["containers"]["value"][0]["configured"]["privileged"]["value"] =
        false.into();
    fs::write(folder.path().join("mended.json"), mended.to_string()).unwrap();
    let ran = seaworthy_in(
        folder.path(),
        &[
            "audit",
            "--facts",
            "mended.json",
            "-c",
            "privileged-container",
            "--baseline",
            "before.json",
        ],
    );
    assert!(ran.out.contains("Gone since the baseline (1)"), "{}", ran.out);
}

#[test]
fn a_facts_file_of_another_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("other.json", "{\"format\":\"seaworthy-facts/9\"}"),
        ("cut.json", "{\"format\":"),
        ("list.json", "[1,2]"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
        let ran = seaworthy_in(folder.path(), &["audit", "--facts", name]);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains(name), "{}", ran.err);
    }
}

#[test]
fn a_fix_plan_is_a_difference_and_changes_nothing() {
    let ran = audit(&["--fix-plan"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("+++ /etc/docker/daemon.json"), "{}", ran.out);
    assert!(ran.out.contains("\"live-restore\": true"), "{}", ran.out);
}

#[test]
fn a_severity_of_no_check_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("p.toml"),
        "[severity]\nprivileged-contaner = \"low\"\nCVE-2024-1 = \"low\"\n",
    )
    .unwrap();
    let file = facts("three-containers");
    let ran = seaworthy_in(folder.path(), &["audit", "--facts", &file, "--config", "p.toml"]);
    assert!(ran.out.contains("names `privileged-contaner`"), "{}", ran.out);
    assert!(!ran.out.contains("CVE-2024-1"), "{}", ran.out);
}

#[test]
fn an_output_named_minus_is_stdout() {
    let ran = audit(&["-o", "json=-", "-o", "-", "-f", "csv", "-c", "privileged-container"]);
    assert!(ran.out.starts_with('{') && ran.out.contains("\"target\",\"kind\""), "{}", ran.out);
}

#[test]
fn a_name_or_label_that_no_container_has_is_an_error() {
    assert_eq!(audit(&["-i", "wbe"]).code, 2);
    assert_eq!(audit(&["-t", "team=shpo"]).code, 2);
    assert_eq!(audit(&["-i", "web", "-t", "team=shop", "-x", "wbe"]).code, 0);
}
