//! Ways out in a create request, as a guard asks, and on the page for people.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_checks::{Context, Settings, catalogue, judge_container, run, ways_out};
use seaworthy_core::facts::{ContainerFacts, EngineFacts, Facts, Observed};
use seaworthy_core::findings::{Outcome, Verdict};
use seaworthy_core::policy::Gate;
use seaworthy_core::report::{self, Format, Parts, TextOptions};
use serde_json::{Value, json};

/// What a guard knows of the engine that it stands before.
const ENGINE: &str = r#"{
  "kind": "docker", "endpoint": "unix:///run/docker.sock",
  "version": {"value": {"version": "28.2.2", "arch": "amd64",
    "components": {"runc": "1.2.8", "containerd": "1.7.29"}, "kernel": {"value": "6.12.48"}}},
  "info": {"value": {"security_options": {"value": {"seccomp": {"profile": "builtin"}}},
    "cgroup_version": {"value": "2"}, "warnings": null}},
  "volumes": {"value": []}, "containers": {"value": []}
}"#;

/// A create body that sets nothing but these.
fn request(settings: &str) -> ContainerFacts {
    let mut body: serde_json::Map<String, Value> = serde_json::from_str(
        r#"{"privileged": null, "cap_add": null, "cap_drop": null, "security": null,
          "user": {"value": "root"}, "userns_mode": null, "pid_mode": null, "ipc_mode": null,
          "network_mode": null, "uts_mode": null, "mounts": null, "volumes_from": null,
          "devices": null, "device_cgroup_rules": null, "readonly_paths": null,
          "masked_paths": null, "runtime": null}"#,
    )
    .unwrap();
    body.extend(serde_json::from_str::<serde_json::Map<String, Value>>(settings).unwrap());
    let all = json!({"name": "web", "image": "shop:1", "requested": body});
    serde_json::from_value(all).unwrap()
}

/// Open ways out of a request, and the checks that could not decide.
fn judged(settings: &str) -> (BTreeSet<String>, Vec<String>) {
    let engine: EngineFacts = serde_json::from_str(ENGINE).unwrap();
    let facts = Facts { engines: vec![engine], ..Facts::default() };
    let context = Context {
        facts: &facts,
        engine: facts.engines.first(),
        settings: &Settings::default(),
        now: 0,
        filters: None,
    };
    let findings = judge_container(&request(settings), &context);
    let ways = findings.iter().filter(|each| each.header.section == "escape");
    let mut open = BTreeSet::new();
    let mut undecided = Vec::new();
    for way in ways {
        match &way.verdict {
            Verdict::Fail(_) => drop(open.insert(way.header.id.clone())),
            Verdict::Unknown(reason) => undecided.push(format!("{}: {reason}", way.header.id)),
            _ => {}
        }
    }
    (open, undecided)
}

#[test]
fn a_plain_request_has_no_way_out_and_is_decided() {
    let (open, undecided) = judged("{}");
    assert!(open.is_empty(), "{open:?}");
    // What only the host can tell: its proxies, its switches, and a profile that
    // differs between versions of the engine.
    let known =
        ["escape-proxied-engine-socket", "escape-route-localnet", "escape-io-uring-reachable"];
    let odd: Vec<_> =
        undecided.iter().filter(|line| !known.iter().any(|id| line.starts_with(id))).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn a_request_is_judged_by_what_it_asks_for() {
    for (settings, wanted) in [
        (r#"{"privileged": {"value": true}}"#, &["escape-host-disk", "escape-core-pattern"][..]),
        (
            r#"{"cap_add": {"value": ["SYS_ADMIN"]}}"#,
            &["escape-proc-remounted", "escape-device-filter-detached", "escape-kernel-probe"],
        ),
        (r#"{"cap_add": {"value": ["SYS_MODULE"]}}"#, &["escape-kernel-module"]),
        (
            r#"{"pid_mode": {"value": "host"}, "cap_add": {"value": ["SYS_PTRACE"]}}"#,
            &["escape-process-traced", "escape-host-root-through-proc"],
        ),
        (
            r#"{"mounts": {"value": [{"kind": "bind", "source": "/var/run", "destination": "/r", "writable": false}]}}"#,
            &["escape-engine-socket", "escape-systemd-socket"],
        ),
    ] {
        let (open, _) = judged(settings);
        for id in wanted {
            assert!(open.contains(*id), "{settings}: {id} is not among {open:?}");
        }
    }
}

#[test]
fn a_request_with_mapped_ids_leaves_no_way_that_needs_the_hosts_root() {
    let settings = r#"{"privileged": {"value": false}, "cap_add": {"value": ["ALL"]}, "userns_mode": {"value": {"named": "auto"}}}"#;
    let (open, _) = judged(settings);
    // What leads on only with the next flaw of the kernel is no root of the host yet.
    let rest: Vec<_> = open.iter().filter(|id| *id != "escape-user-namespace-made").collect();
    assert!(rest.is_empty(), "{rest:?}");
}

#[test]
fn the_list_in_words_is_the_catalogue() {
    let words: BTreeSet<&str> = ways_out().map(|way| way.id).collect();
    let entries: BTreeSet<&str> = catalogue::entries()
        .filter(|entry| entry.check.section.as_str() == "escape")
        .map(|entry| entry.id())
        .collect();
    assert_eq!(words, entries);
    assert!(words.len() >= 36, "{}", words.len());
    for way in ways_out() {
        assert!(!way.needs.is_empty() && !way.closed_by.is_empty(), "{}", way.id);
    }
    let tagged = catalogue::entries().filter(|entry| entry.id().starts_with("escape-"));
    assert!(tagged.into_iter().all(|entry| entry.header().tags.contains(&"escape".to_owned())));
}

/// One change that closes several ways is told once, with all of them.
#[test]
fn the_page_tells_ways_out_container_by_container() {
    let container = |name: &str, settings: &str| {
        let mut container = request(settings);
        container.name = name.into();
        container.configured = container.requested.take();
        container
    };
    let mut engine: EngineFacts = serde_json::from_str(ENGINE).unwrap();
    let admin = r#"{"cap_add": {"value": ["SYS_ADMIN"]}}"#;
    let containers =
        vec![container("web", admin), container("db", admin), container("quiet", "{}")];
    engine.containers = Observed::known(containers, "/containers/json");
    let facts = Facts { engines: vec![engine], ..Facts::default() };
    let findings = run(&facts, &Settings::default(), 0, |header| header.section == "escape");
    let parts = Parts {
        version: "0".into(),
        created: "2026-01-01T00:00:00Z".into(),
        targets: Vec::new(),
        fixed: Vec::new(),
        views: BTreeMap::new(),
        problems: Vec::new(),
        gate: Gate::default().decide(&findings, 0),
    };
    let failed = findings.iter().filter(|each| each.verdict.outcome() == Outcome::Fail).count();
    let report = report::build(findings, parts);
    let mut out = Vec::new();
    let options = TextOptions { width: 100, ..TextOptions::default() };
    report::write(Format::Text, &report, &options, &|_| None, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    let ways = failed / 2;
    assert!(page.contains(&format!("{ways} ways out of web, db")), "{page}");
    assert_eq!(page.matches("Remove --cap-add=SYS_ADMIN.").count(), 1, "{page}");
    assert!(page.contains("core_pattern → crashes a process →"), "{page}");
    assert!(!page.contains("ways out of quiet"), "{page}");
}
