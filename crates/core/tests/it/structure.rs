//! What the readers of each format count on beyond its schema.

use seaworthy_core::report::{Format, v1};
use serde_json::Value;

use super::golden::written;
use super::sample;

fn parsed(format: Format) -> Value {
    serde_json::from_slice(&written(format, &sample::report())).unwrap()
}

fn strings(value: &Value, key: &str) -> Vec<String> {
    value.as_array().unwrap().iter().map(|each| each[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn sarif_shows_what_somebody_must_look_at() {
    let sarif = parsed(Format::Sarif);
    let run = &sarif["runs"][0];
    let report = sample::report();
    let shown =
        |entry: &&v1::Entry| matches!(entry.verdict, v1::Verdict::Fail | v1::Verdict::Review);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), report.results.iter().filter(shown).count());
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str();
        assert!(uri.is_some_and(|uri| !uri.is_empty() && !uri.starts_with('/')), "{result}");
    }
    let of = |id: &str| results.iter().find(|result| result["ruleId"] == id).unwrap();
    assert_eq!(of("host-network-namespace")["suppressions"][0]["kind"], "external");
    assert_eq!(of("privileged-container")["baselineState"], "new");
    assert_eq!(of("host-not-hardened")["kind"], "review");
    assert_eq!(of("host-not-hardened")["level"], "none");
    let cve = of("CVE-2026-0001");
    assert_eq!(cve["properties"]["security-severity"], "7.5");
    let log_level = &of("daemon-log-level")["locations"][0]["physicalLocation"];
    assert_eq!(log_level["artifactLocation"]["uri"], "etc/docker/daemon.json");
    assert_eq!(log_level["region"]["startLine"], 7);
}

#[test]
fn junit_fails_only_on_unwaived_failures() {
    let page = String::from_utf8(written(Format::Junit, &sample::report())).unwrap();
    let document = xmloxide::Document::parse_str(&page).unwrap();
    let root = document.root_element().unwrap();
    let report = sample::report();
    let count = |name: &str| document.attribute(root, name).unwrap().parse::<usize>().unwrap();
    assert_eq!(count("tests"), report.results.len());
    assert_eq!(count("failures"), report.summary.failures.values().sum::<usize>());
    assert_eq!(count("errors"), 0);
    let suites = document.children(root).filter(|node| document.node_name(*node).is_some());
    assert_eq!(suites.count(), report.targets.len());
}

#[test]
fn csv_has_one_line_a_result() {
    let bytes = written(Format::Csv, &sample::report());
    let text = String::from_utf8(bytes.clone()).unwrap();
    let report = sample::report();
    assert_eq!(text.lines().count(), report.results.len() + 1);
    let mut rows = csv::Reader::from_reader(bytes.as_slice());
    let columns = rows.headers().unwrap().clone();
    let place = |name: &str| columns.iter().position(|column| column == name).unwrap();
    for (row, entry) in rows.records().zip(&report.results) {
        let row = row.unwrap();
        assert_eq!(&row[place("id")], &*entry.id);
        assert_eq!(&row[place("verdict")], entry.verdict.as_str());
        assert_eq!(&row[place("fingerprint")], &*entry.fingerprint);
        for cell in &row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        }
    }
}

#[test]
fn docker_bench_has_the_shape_of_its_log() {
    let log = parsed(Format::DockerBenchJson);
    let keys: Vec<&String> = log.as_object().unwrap().keys().collect();
    let mut expected = ["dockerbenchsecurity", "start", "tests", "checks", "score", "end"];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(log["start"], 1_773_480_413);
    assert_eq!(strings(&log["tests"], "id"), ["1", "2", "3", "5", "7"]);
    let containers = &log["tests"][3]["results"];
    assert_eq!(strings(containers, "id"), ["5.1", "5.5", "5.9", "5.10"]);
    assert_eq!(strings(containers, "result"), ["WARN", "WARN", "NOTE", "WARN"]);
    assert_eq!(containers[1]["items"], serde_json::json!(["web"]));
    assert!(containers[1]["remediation"].as_str().unwrap().starts_with("Run it without"));
    let sections = log["tests"].as_array().unwrap();
    let tests = || sections.iter().flat_map(|each| each["results"].as_array().unwrap());
    assert_eq!(log["checks"], tests().count());
    let score = |word: &str| tests().filter(|test| test["result"] == word).count() as i64;
    assert_eq!(log["score"], score("PASS") - score("WARN"));
}

/// What DefectDojo's importer does with a log, step by step: it must not fail,
/// and makes a finding of everything that does not pass.
#[test]
fn docker_bench_survives_the_importer() {
    let log = parsed(Format::DockerBenchJson);
    assert!(log["end"].is_i64());
    for section in log["tests"].as_array().unwrap() {
        assert!(section["desc"].is_string());
        for test in section["results"].as_array().unwrap() {
            assert!(test["id"].is_string() && test["desc"].is_string());
            let result = test["result"].as_str().unwrap();
            assert!(["PASS", "WARN", "INFO", "NOTE"].contains(&result));
            if test.get("remediation-impact").is_some() {
                assert!(test["remediation"].is_string(), "{test}");
            }
        }
    }
}

#[test]
fn markdown_fits_into_a_comment() {
    let mut report = sample::report();
    let one = report.results[0].clone();
    for number in 0..3_000 {
        let mut entry = one.clone();
        entry.id = format!("check-{number}").into();
        report.results.push(entry);
    }
    let page = String::from_utf8(written(Format::Markdown, &report)).unwrap();
    assert!(page.chars().count() < 65_536);
    assert!(page.contains("more blocks do not fit here"), "{page}");
}

/// 700 checks on 50 containers, a tenth of them failing everywhere.
fn crowded() -> v1::Report {
    let mut report = sample::report();
    let of = |verdict| report.results.iter().find(|entry| entry.verdict == verdict).unwrap();
    let (fail, pass) = (of(v1::Verdict::Fail).clone(), of(v1::Verdict::Pass).clone());
    report.results.clear();
    for check in 0..700 {
        for container in 0..50 {
            let mut entry = if check % 10 == 0 { fail.clone() } else { pass.clone() };
            entry.id = format!("check-{check}").into();
            entry.subject = v1::Subject {
                kind: entry.subject.kind,
                name: format!("container-{container}"),
                id: format!("{container:012x}"),
            }
            .into();
            // What is seen differs from one container to the next.
            for evidence in &mut entry.evidence {
                evidence.value = container.to_string();
            }
            report.results.push(entry);
        }
    }
    report
}

#[test]
fn the_page_of_a_crowded_host_stays_small() {
    let report = crowded();
    assert_eq!(report.results.len(), 35_000);
    let page = String::from_utf8(written(Format::Html, &report)).unwrap();
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert_eq!(page.matches("<details class=\"check ").count(), 70);
    assert_eq!(page.matches("<article").count(), 70 * 50);
}

#[test]
fn a_hundred_thousand_cases_of_one_check_are_told_in_time() {
    let mut report = sample::report();
    let fail = report.results.iter().find(|entry| entry.verdict == v1::Verdict::Fail).unwrap();
    let one = fail.clone();
    report.results = (0..100_000)
        .map(|number| v1::Entry { message: format!("case {number}"), ..one.clone() })
        .collect();
    for format in [Format::Text, Format::DockerBenchJson] {
        let started = std::time::Instant::now();
        written(format, &report);
        assert!(started.elapsed().as_secs() < 15, "{format:?} {:?}", started.elapsed());
    }
}

#[test]
fn one_replica_that_is_well_does_not_hide_one_that_is_not() {
    let mut before = sample::report();
    let fail = before.results.iter().find(|entry| entry.verdict == v1::Verdict::Fail).unwrap();
    let fail = fail.clone();
    let pass = v1::Entry { verdict: v1::Verdict::Pass, ..fail.clone() };
    before.results = vec![pass.clone(), pass.clone()];
    let mut after = before.clone();
    after.results = vec![fail, pass];
    let changes = seaworthy_core::diff::reports(&before, &after);
    assert!(changes.changed[0].starts_with("pass -> fail"), "{changes:?}");
}
