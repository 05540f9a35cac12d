//! The other commands.

use std::fs;

use crate::run::{facts, seaworthy, seaworthy_in};

#[test]
fn explain_knows_ids_numbers_and_neighbours() {
    let page = seaworthy(&["explain", "privileged-container"]);
    assert_eq!(page.code, 0);
    assert!(
        page.out.contains("## How to fix it") && page.out.contains("CIS Docker 1.8.0 5.5"),
        "{}",
        page.out
    );
    assert!(seaworthy(&["explain", "5.5"]).out.contains("# privileged-container"));
    let typo = seaworthy(&["explain", "priviledged-container"]);
    assert_eq!(typo.code, 2);
    assert!(typo.err.contains("did you mean `privileged-container`?"), "{}", typo.err);
}

#[test]
fn a_name_drives_the_terminal_neither_in_an_explanation_nor_in_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = facts("three-containers");
    let audit = ["audit", "--facts", &file, "-c", "privileged-container", "-o", "json=a.json"];
    seaworthy_in(folder.path(), &audit);
    let path = folder.path().join("a.json");
    let mut report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    report["results"][0]["subject"]["name"] = "web\u{1b}[2J\u{202e}".into();
    let fingerprint = report["results"][0]["fingerprint"].as_str().unwrap().to_owned();
    fs::write(&path, report.to_string()).unwrap();
    let ran = seaworthy_in(folder.path(), &["explain", &fingerprint, "--report", "a.json"]);
    assert!(ran.out.contains("web\\u{1b}[2J\\u{202e}\n"), "{}", ran.out);
    report["format"] = "x\u{1b}[2J".into();
    fs::write(&path, report.to_string()).unwrap();
    let ran = seaworthy_in(folder.path(), &["explain", &fingerprint, "--report", "a.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("a.json") && !ran.err.contains('\u{1b}'), "{}", ran.err);
}

#[test]
fn convert_gives_what_audit_gives() {
    let folder = tempfile::tempdir().unwrap();
    let file = facts("three-containers");
    for format in ["text", "sarif", "junit", "html", "markdown", "csv", "docker-bench-json", "json"]
    {
        let outputs = [format!("{format}=direct"), "json=report.json".to_owned()];
        let direct = seaworthy_in(
            folder.path(),
            &["audit", "--facts", &file, "-q", "-o", &outputs[0], "-o", &outputs[1]],
        );
        assert_eq!(direct.code, 0, "{format}: {}", direct.err);
        let converted = seaworthy_in(folder.path(), &["convert", "report.json", "-f", format]);
        assert_eq!(converted.code, 0, "{format}: {}", converted.err);
        assert_eq!(
            converted.out,
            fs::read_to_string(folder.path().join("direct")).unwrap(),
            "{format}"
        );
    }
}

#[test]
fn convert_refuses_what_is_no_report() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.json"), "{}").unwrap();
    let ran = seaworthy_in(folder.path(), &["convert", "x.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("x.json"), "{}", ran.err);
}

#[test]
fn diff_knows_facts_and_reports() {
    let folder = tempfile::tempdir().unwrap();
    let file = facts("three-containers");
    let mut changed: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    changed["engines"][0]["containers"]["value"][0]["configured"]["privileged"]["value"] =
        false.into();
    fs::write(folder.path().join("after.json"), changed.to_string()).unwrap();
    let ran = seaworthy_in(folder.path(), &["diff", &file, "after.json"]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(
        ran.out.starts_with("~ engines.[unix:///run/docker.sock].containers.value.[web]"),
        "{}",
        ran.out
    );
    for (facts, report) in [(file.as_str(), "a.json"), ("after.json", "b.json")] {
        let output = format!("json={report}");
        seaworthy_in(
            folder.path(),
            &["audit", "--facts", facts, "-c", "privileged-container", "-o", &output],
        );
    }
    let ran = seaworthy_in(folder.path(), &["diff", "a.json", "b.json"]);
    assert!(ran.out.starts_with("~ fail -> pass critical privileged-container web"), "{}", ran.out);
    assert_eq!(seaworthy_in(folder.path(), &["diff", &file, "a.json"]).code, 2);
}

#[test]
fn config_show_tells_where_values_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join(".config/seaworthy");
    fs::create_dir_all(&place).unwrap();
    assert!(seaworthy_in(folder.path(), &["config", "show"]).out.contains("no policy file"));
    fs::write(place.join("seaworthy.toml"), "[gate]\nfail-on = \"high\"\n").unwrap();
    let shown = seaworthy_in(folder.path(), &["config", "show"]).out;
    assert!(
        shown.contains("fail-on = \"high\"  # ") && shown.contains("seaworthy/seaworthy.toml"),
        "{shown}"
    );
}

#[test]
fn housekeeping_prints_something_usable() {
    assert!(seaworthy(&["schema", "report"]).out.contains("seaworthy-report/1"));
    for shell in ["bash", "zsh", "fish"] {
        assert!(seaworthy(&["completions", shell]).out.contains("fail-on"), "{shell}");
    }
    assert!(seaworthy(&["man"]).out.contains(".TH seaworthy"));
    assert_eq!(seaworthy(&["--version"]).code, 0);
    assert_eq!(seaworthy(&["no-such-command"]).code, 2);
}
