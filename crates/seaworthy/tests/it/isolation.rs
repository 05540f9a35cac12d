//! `isolation`: selection, formats, exit codes.

use seaworthy_core::report::isolation::{Basis, ColumnKind, Fitness, Isolation, SCHEMA};
use seaworthy_core::report::{self, v1};
use seaworthy_testkit::{FakeEngine, container};
use serde_json::Value;

use crate::run::{Ran, facts, seaworthy};

fn isolation(more: &[&str]) -> Ran {
    let file = facts("three-containers");
    seaworthy(&[&["isolation", "--facts", &file], more].concat())
}

fn report_of(ran: &Ran) -> v1::Report {
    assert_eq!(ran.code, 0, "{}", ran.err);
    report::read(ran.out.as_bytes()).unwrap()
}

fn violations(report: &v1::Report) -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let view = &report.views["isolation"];
    validator.iter_errors(view).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_view_is_what_its_schema_says() {
    let report = report_of(&isolation(&["-f", "json"]));
    assert_eq!(violations(&report), Vec::<String>::new());
    let mut broken = report;
    let view = broken.views.get_mut("isolation").unwrap();
    view["columns"][1]["seccomp"]["mode"]["value"] = 7.into();
    view["tenancy"].as_object_mut().unwrap().remove("verdict");
    assert_eq!(violations(&broken).len(), 2);
    assert!(seaworthy(&["schema", "isolation"]).out.contains("urn:seaworthy:isolation:1"));
    assert!(
        seaworthy(&["schema", "defence-matrix"]).out.contains("urn:seaworthy:defence-matrix:1")
    );
}

#[test]
fn a_container_that_is_not_there_is_an_error_that_names_those_that_are() {
    let ran = isolation(&["wbe"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`wbe`") && ran.err.contains("web"), "{}", ran.err);
}

#[test]
fn named_containers_alone_are_shown_and_judged() {
    let report = report_of(&isolation(&["web", "-f", "json"]));
    let view = Isolation::of(&report).unwrap();
    let names: Vec<&str> = view
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::Container)
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(names, ["web"]);
    assert!(report.results.iter().all(|entry| entry.subject.name == "web"));
}

#[test]
fn the_gate_counts_ways_out() {
    assert_eq!(isolation(&[]).code, 0);
    assert_eq!(isolation(&["--fail-on", "critical"]).code, 1);
}

#[test]
fn text_fits_and_drives_no_terminal() {
    let ran = isolation(&["-v"]);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    let long: Vec<&str> = ran.out.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn an_engine_elsewhere_is_told_from_its_own_record() {
    let engine = FakeEngine::builder()
        .container(container("web").label("team", "shop").network("host"))
        .container(container("db").label("team", "bank").volume("data", "/data"))
        .container(container("old").stopped())
        .start()
        .unwrap();
    let ran =
        seaworthy(&["isolation", "-H", &engine.host(), "--tenant-label", "team", "-f", "json"]);
    let report = report_of(&ran);
    assert_eq!(violations(&report), Vec::<String>::new());
    let view = Isolation::of(&report).unwrap();
    let web = view.columns.iter().find(|column| column.name == "web").unwrap();
    assert_eq!(web.basis, Basis::Configured);
    assert_eq!(web.network.host_loopback.value, Some(true));
    assert!(web.seccomp.mode.unknown.is_some() && web.limits.swap.unknown.is_some());
    assert_eq!(view.stopped, ["old"]);
    let tenants: Vec<&str> =
        view.tenancy.tenants.iter().map(|tenant| tenant.name.as_str()).collect();
    assert_eq!(tenants, ["bank", "shop"]);
    assert_eq!(view.tenancy.verdict, Some(Fitness::NotSoFast));
}
