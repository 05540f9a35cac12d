//! No report, however it was edited, makes a format panic, write what its
//! reader refuses, or let a name become markup.

use proptest::prelude::*;
use quick_xml::events::Event;
use seaworthy_core::report::{Format, v1};
use serde_json::Value;
use sha2::Digest;
use xmloxide::html5::parse_html5;
use xmloxide::tree::NodeId;

use super::golden::written;
use super::sample::{self, HOSTILE};
use super::schemas;

/// Fields whose words the format fixes: changing them makes another report, not
/// a hostile one.
const FIXED: [&str; 8] = [
    "format",
    "verdict",
    "severity",
    "severity_default",
    "confidence",
    "baseline",
    "kind",
    "created",
];

/// Replaces each text of the report for which `choose` has another.
fn mutate(value: &mut Value, choose: &mut impl FnMut() -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(other) = choose() {
                *text = other;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mutate(item, choose)),
        Value::Object(fields) => fields
            .iter_mut()
            .filter(|(name, _)| !FIXED.contains(&name.as_str()))
            .for_each(|(_, field)| mutate(field, choose)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn mutated(mut choose: impl FnMut() -> Option<String>) -> v1::Report {
    let mut value: Value =
        serde_json::from_slice(&written(Format::Json, &sample::report())).unwrap();
    mutate(&mut value, &mut choose);
    serde_json::from_value(value).unwrap()
}

fn check(report: &v1::Report) {
    for format in Format::ALL {
        let bytes = written(format, report);
        let text = String::from_utf8(bytes).unwrap();
        let is_json = matches!(format, Format::Json | Format::Sarif);
        let forbidden = |letter: char| {
            // JSON may hold the rest: a parser reads it, not a terminal.
            letter != '\n' && if is_json { letter < ' ' } else { letter.is_control() }
        };
        assert!(!text.contains(forbidden), "{format} has a bare control character");
        match format {
            Format::Sarif | Format::Junit => {
                assert_eq!(schemas::complaints(format, report), Vec::<String>::new(), "{format}");
            }
            Format::Html => page_is_sane(&text),
            Format::Markdown => markdown_is_inert(&text),
            Format::Csv => {
                let mut rows = csv::Reader::from_reader(text.as_bytes());
                assert_eq!(rows.records().map(Result::unwrap).count(), report.results.len());
            }
            Format::DockerBenchJson => {
                serde_json::from_str::<Value>(&text).unwrap();
            }
            Format::Text | Format::Json => {}
        }
        if format == Format::Junit {
            xml_is_well_formed(&text);
        }
    }
}

fn xml_is_well_formed(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    assert!(!text.contains(['\u{fffe}', '\u{ffff}']));
}

/// One script and one style, both ours, and no element, attribute or link that
/// a name could have brought.
fn page_is_sane(text: &str) {
    let page = parse_html5(text).unwrap();
    let of = |name: &str| {
        let named = |node: &NodeId| page.node_name(*node) == Some(name);
        page.descendants(page.root()).filter(named).collect::<Vec<_>>()
    };
    let (styles, scripts) = (of("style"), of("script"));
    assert_eq!((styles.len(), scripts.len()), (1, 1));
    let policy = of("meta")
        .into_iter()
        .find_map(|node| {
            let equivalent = page.attribute(node, "http-equiv")?;
            (equivalent == "Content-Security-Policy").then(|| page.attribute(node, "content"))?
        })
        .unwrap();
    for (directive, node) in [("style-src", styles[0]), ("script-src", scripts[0])] {
        let hash = sha256_base64(&page.text_content(node));
        assert!(policy.contains(&format!("{directive} 'sha256-{hash}'")), "{policy}");
    }
    let ours = concat!(
        include_str!("../../templates/report.html"),
        include_str!("../../templates/meta.html"),
        include_str!("../../templates/masthead.html"),
    );
    for node in page.descendants(page.root()) {
        let Some(name) = page.node_name(node) else { continue };
        let known = ["tbody", "h4", "em", "strong", "a"].contains(&name);
        assert!(known || ours.contains(&format!("<{name}")), "<{name}>");
        for attribute in page.attributes(node) {
            let known = ours.contains(&format!(" {}=", attribute.name))
                || ["hidden", "data-new"].contains(&attribute.name.as_str());
            assert!(known, "<{name} {}>", attribute.name);
            let inside =
                attribute.value.starts_with('#') || attribute.value.starts_with("https://");
            assert!(attribute.name != "href" || inside, "{}", attribute.value);
        }
    }
}

fn sha256_base64(text: &str) -> String {
    let hash = sha2::Sha256::digest(text);
    let mut bits = hash.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let alphabet: Vec<char> =
        ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let letters = (0..43).map(|_| {
        let six = (0..6).fold(0, |sum, _| sum << 1 | usize::from(bits.next().unwrap_or(0)));
        alphabet[six]
    });
    letters.chain(['=']).collect()
}

/// The only HTML is ours.
fn markdown_is_inert(text: &str) {
    let ours = ["details", "summary", "b", "code", "br"];
    for (at, _) in text.match_indices('<') {
        let in_fence = text[..at].matches("\n```").count() % 2 == 1;
        let tag: String = text[at + 1..]
            .trim_start_matches('/')
            .chars()
            .take_while(|letter| letter.is_alphanumeric())
            .collect();
        assert!(in_fence || ours.contains(&tag.as_str()), "<{tag}");
    }
}

#[test]
fn every_hostile_name_everywhere() {
    for name in HOSTILE {
        check(&mutated(|| Some(name.to_owned())));
    }
}

#[test]
fn empty_and_endless_texts_everywhere() {
    check(&mutated(|| Some(String::new())));
    let long = "x".repeat(10_000);
    let mut count = 0;
    check(&mutated(|| {
        count += 1;
        (count % 40 == 0).then(|| long.clone())
    }));
}

#[test]
fn targets_that_are_not_there() {
    let mut report = sample::report();
    report.targets.clear();
    check(&report);
    report.results.iter_mut().for_each(|entry| entry.target = usize::MAX);
    report.created = "yesterday".to_owned();
    check(&report);
    report.results.clear();
    check(&report);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn arbitrary_texts(texts in prop::collection::vec(prop::option::of(any::<String>()), 1..40)) {
        let mut texts = texts.iter().cycle();
        check(&mutated(|| texts.next().cloned().flatten()));
    }
}
