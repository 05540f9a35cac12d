//! Every reader of text that somebody else wrote, on mutated input: no panic,
//! and what was masked stays masked.

use seaworthy_core::facts::{Facts, SeccompProfileSummary, SecurityOptions, unix_seconds};
use seaworthy_core::policy::{PolicyFile, SubjectGlob};
use seaworthy_core::{diff, report, secrets};
use seaworthy_testkit::mutate::{Bound, run};

const POLICY: &[u8] = b"[gate]\nfail-on = \"high\"\nepss = 0.5\n\n[[waive]]\nid = \"a-*\"\nsubject = \"label:a=b\"\nreason = \"r\"\nexpires = \"2026-01-31\"\n";

const FACTS: &[u8] = br#"{"format":"seaworthy-facts/0","host":{"value":{"files":{"/etc":null}},"source":"/"},"engines":[{"endpoint":"unix:///x","containers":{"value":[{"name":"web","id":"4f","configured":{"privileged":{"value":true,"source":"x"},"pid_mode":{"value":{"container":"db"},"source":"x"},"memory":{"unreadable":"limit"}}}],"source":"x"}}]}"#;

const REPORT: &[u8] = include_bytes!("../golden/json.json");

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

#[test]
fn a_policy_file() {
    run(1, &[POLICY], Bound::Iterations(3_000), |bytes| {
        if let Ok(file) = PolicyFile::parse("p.toml", &text(bytes)) {
            file.policy().apply(&mut [], "2026-01-01");
        }
    });
}

#[test]
fn facts_and_their_differences() {
    run(2, &[FACTS], Bound::Iterations(3_000), |bytes| {
        if let Ok(facts) = serde_json::from_slice::<Facts>(bytes) {
            let before = serde_json::to_value(&facts).unwrap_or_default();
            assert_eq!(diff::facts(&before, &before), diff::Changes::default());
        }
    });
}

#[test]
fn a_saved_report() {
    run(3, &[REPORT], Bound::Iterations(150), |bytes| {
        if let Ok(report) = report::read(bytes) {
            for format in report::Format::ALL {
                let options = report::TextOptions::default();
                assert!(
                    report::write(format, &report, &options, &|_| None, &mut Vec::new()).is_ok()
                );
            }
        }
    });
}

#[test]
fn options_profiles_times_and_selectors() {
    let seeds: &[&[u8]] = &[
        b"no-new-privileges:true",
        br#"seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mount"],"action":"SCMP_ACT_ERRNO"}]}"#,
        b"label:team=sh*",
        b"2026-11-24T01:36:00.5+02:00",
    ];
    run(4, seeds, Bound::Iterations(5_000), |bytes| {
        let text = text(bytes);
        let _ = SecurityOptions::parse([&*text]);
        let _ = SubjectGlob::parse(&text);
        SeccompProfileSummary::of_text(&text).allows_everything();
        unix_seconds(&text);
    });
}

#[test]
fn masking() {
    let seeds: &[&[u8]] = &[
        b"RUN DB_PASSWORD=hunter2 make  all",
        b"--password=hunter2 --token hunter2 -H tcp://a:hunter2@host:1/",
        b"addr=10.0.0.1,username=app,password=hunter2",
        b"eyJhbGciOi.eyJzdWIiOi.SflKxwRJSM",
    ];
    run(5, seeds, Bound::Iterations(5_000), |bytes| {
        let text = text(bytes);
        secrets::classify("NAME", &text);
        secrets::masked("options", &text);
        secrets::masked_words(&text);
        secrets::masked_arguments(text.split(' '));
    });
}
