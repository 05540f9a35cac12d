//! The keel: one check of a container, one row of a family, one check of an
//! image and one vulnerability made by hand take the same way from a facts file
//! to every format, through waiver, baseline and gate.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_checks::{Settings, run};
use seaworthy_core::facts::Facts;
use seaworthy_core::findings::{
    Case, Finding, FixState, Header, PackageRef, Payload, Remedy, Severity, Subject, SubjectKind,
    Verdict, VulnerabilityPayload,
};
use seaworthy_core::policy::{Coverage, Gate, PolicyFile, against_baseline};
use seaworthy_core::report::{self, Format, Parts, TextOptions, v1};

const NOW: i64 = 1_767_225_600;
const TODAY: &str = "2026-01-01";

/// What `--save-facts` writes, reduced to what the three checks read.
const FACTS: &str = r#"{
  "format": "seaworthy-facts/0",
  "host": {"value": {"sysctls": {"kernel.kptr_restrict": {"value": "0", "source": "/proc/sys/kernel/kptr_restrict"}}}, "source": "/"},
  "engines": []
}"#;

const ENGINE: &str = r#"{
  "endpoint": "tcp://127.0.0.1:1",
  "containers": {"value": [{"name": "web", "id": "4f",
    "configured": {"privileged": {"value": true, "source": "HostConfig.Privileged"}}}], "source": "/containers/json"},
  "images": {"value": [{"id": "sha256:1", "tags": ["shop:1"], "healthcheck": null,
    "manifest_type": {"value": "application/vnd.docker.distribution.manifest.v2+json", "source": "inspect"}}], "source": "/images/json"}
}"#;

fn judged() -> Vec<Finding> {
    let host: Facts = serde_json::from_str(FACTS).unwrap();
    let mut findings =
        run(&host, &Settings::default(), NOW, |header| header.id == "kernel-pointers-shown");
    let mut facts = host;
    facts.engines.push(serde_json::from_str(ENGINE).unwrap());
    let facts: Facts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    findings.extend(run(&facts, &Settings::default(), NOW, |header| {
        ["privileged-container", "no-image-healthcheck"].contains(&header.id.as_str())
    }));
    findings.push(vulnerability());
    findings
}

fn vulnerability() -> Finding {
    let header = Header {
        id: "CVE-2024-3094".into(),
        title: "backdoor in liblzma".into(),
        section: "packages".into(),
        tags: Vec::new(),
        severity: Severity::Critical,
        benchmarks: Vec::new(),
        remedy: Remedy::review("Update xz-utils to 5.6.1+really5.4.5-1."),
    };
    let payload = VulnerabilityPayload {
        package: PackageRef {
            name: "xz-utils".into(),
            version: "5.6.1-1".into(),
            ..PackageRef::default()
        },
        fixed: "5.6.1+really5.4.5-1".into(),
        state: FixState::Fixed,
        fixed_on: "2024-03-29".into(),
        kev: true,
        ..VulnerabilityPayload::default()
    };
    let case = Case { message: "xz-utils 5.6.1-1 is affected".into(), ..Case::default() };
    let subject = Arc::new(Subject::new(SubjectKind::Image, "shop:1"));
    Finding::new(
        Arc::new(header),
        subject,
        Verdict::Fail(case),
        Payload::Vulnerability(Box::new(payload)),
    )
}

fn reported(findings: Vec<Finding>, fixed: Vec<v1::Entry>, gate: Gate) -> v1::Report {
    let gate = gate.decide(&findings, NOW / 86_400);
    let parts = Parts {
        version: "0".into(),
        created: "2026-01-01T00:00:00Z".into(),
        targets: Vec::new(),
        fixed,
        views: BTreeMap::new(),
        problems: Vec::new(),
        gate,
    };
    report::build(findings, parts)
}

fn written(format: Format, report: &v1::Report) -> String {
    let mut out = Vec::new();
    report::write(format, report, &TextOptions::default(), &|_| None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn four_kinds_of_findings_take_one_way() {
    let findings = judged();
    let ids: Vec<&str> = findings.iter().map(|finding| finding.header.id.as_str()).collect();
    assert_eq!(ids.len(), 4, "{ids:?}");
    assert!(
        findings.iter().all(|finding| matches!(finding.verdict, Verdict::Fail(_))),
        "{findings:#?}"
    );
    let report =
        reported(findings, Vec::new(), Gate { fail_on: Some(Severity::High), ..Gate::default() });
    assert_eq!((report.gate.holds, report.gate.because.len()), (false, 1));
    for format in [Format::Text, Format::Json, Format::Sarif] {
        let text = written(format, &report);
        for id in [
            "privileged-container",
            "kernel-pointers-shown",
            "no-image-healthcheck",
            "CVE-2024-3094",
        ] {
            assert!(text.contains(id), "{} lacks {id}", format.as_str());
        }
    }
}

#[test]
fn a_waiver_takes_any_kind_out_of_the_gate_and_leaves_it_in_the_report() {
    let policy = PolicyFile::parse(
        "seaworthy.toml",
        "[gate]\nkev = true\nfix-age = 30\nfail-on = \"critical\"\n\
         [severity]\nno-image-healthcheck = \"critical\"\n\
         [[waive]]\nid = \"CVE-2024-*\"\nkind = \"vulnerability\"\npackage = \"xz*\"\nreason = \"not reachable\"\nexpires = \"2026-06-01\"\n\
         [[waive]]\nid = \"privileged-container\"\nsubject = \"container:w*\"\nreason = \"moves next week\"\nexpires = \"2025-12-31\"\n",
    )
    .unwrap();
    let mut findings = judged();
    let problems = policy.policy().apply(&mut findings, TODAY);
    assert_eq!(problems.len(), 1, "the expired waiver waives nothing and is reported");
    assert!(problems[0].expired);
    let report = reported(findings, Vec::new(), policy.gate());
    assert_eq!(report.gate.because, ["2 failed at critical or above"]);
    let waived: Vec<&v1::Entry> =
        report.results.iter().filter(|entry| entry.waived.is_some()).collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0].waived.as_ref().unwrap().file, "seaworthy.toml:7");
    assert!(written(Format::Sarif, &report).contains("not reachable"));
}

#[test]
fn only_what_is_new_against_a_baseline_breaks_the_gate() {
    let gate = Gate { fail_on: Some(Severity::Low), ..Gate::default() };
    let before = reported(judged(), Vec::new(), gate);
    let before = report::read(written(Format::Json, &before).as_bytes()).unwrap();
    let mut same = judged();
    assert!(against_baseline(&mut same, &before, Coverage::AllSubjects).is_empty());
    assert!(gate.decide(&same, 0).holds);
    let mut fewer = before.clone();
    fewer.results.retain(|entry| &*entry.id != "privileged-container");
    let mut findings = judged();
    against_baseline(&mut findings, &fewer, Coverage::AllSubjects);
    assert_eq!(gate.decide(&findings, 0).because, ["1 failed at low or above"]);
    let mut mended = judged();
    mended[0].verdict = seaworthy_core::findings::pass();
    let fixed = against_baseline(&mut mended, &before, Coverage::AllSubjects);
    assert_eq!(fixed.len(), 1);
}
