//! Outputs against the schemas that their readers hold them to.

use std::sync::LazyLock;

use jsonschema::Validator;
use seaworthy_core::report::{Format, SCHEMA, v1};
use serde_json::Value;
use xmloxide::Document;
use xmloxide::validation::xsd::{parse_xsd, validate_xsd};

use super::golden::written;
use super::sample;

const SARIF: &str = include_str!("../testdata/sarif-schema-2.1.0.json");
const JUNIT: &str = include_str!("../testdata/jenkins-junit-10.xsd");

static REPORT: LazyLock<Validator> = LazyLock::new(|| validator(SCHEMA));
static CODE_SCANNING: LazyLock<Validator> = LazyLock::new(|| validator(SARIF));

fn validator(schema: &str) -> Validator {
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    // The official schema of SARIF has a pattern, for two properties that we do
    // not write, that is no regular expression of ECMA-262: a stray bracket.
    for owner in ["run", "toolComponent"] {
        let language = format!("/definitions/{owner}/properties/language");
        if let Some(language) = schema.pointer_mut(&language) {
            language.as_object_mut().unwrap().remove("pattern").unwrap();
        }
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// Everything that a document violates.
fn violations(validator: &Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The report in a JSON format, parsed.
fn parsed(format: Format, report: &v1::Report) -> Value {
    serde_json::from_slice(&written(format, report)).unwrap()
}

/// What the schema of the format, if it has one, says against a report.
pub(crate) fn complaints(format: Format, report: &v1::Report) -> Vec<String> {
    match format {
        Format::Json => violations(&REPORT, &parsed(format, report)),
        Format::Sarif => violations(&CODE_SCANNING, &parsed(format, report)),
        Format::Junit => junit_complaints(&written(format, report)),
        _ => Vec::new(),
    }
}

/// The schema knows no `skipped` on the outermost element, which every reader
/// of JUnit files takes or ignores: the one departure that is allowed.
fn junit_complaints(page: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(page).unwrap();
    let departure = text.find(" skipped=\"").unwrap();
    let end = departure + " skipped=\"".len();
    let end = end + text[end..].find('"').unwrap() + 1;
    assert!(text[..departure].contains("<testsuites"), "{text}");
    let text = format!("{}{}", &text[..departure], &text[end..]);
    let document = Document::parse_str(&text).unwrap();
    let schema = parse_xsd(JUNIT).unwrap();
    validate_xsd(&document, &schema).errors.iter().map(|error| format!("{error:?}")).collect()
}

#[test]
fn the_sample_is_valid_in_every_format_with_a_schema() {
    for format in Format::ALL {
        assert_eq!(complaints(format, &sample::report()), Vec::<String>::new(), "{format}");
    }
}

#[test]
fn the_schemas_can_say_no() {
    let mut json = parsed(Format::Json, &sample::report());
    json["results"][0]["verdict"] = "fine".into();
    json["results"][1]["surprise"] = true.into();
    json["results"][2].as_object_mut().unwrap().remove("reason");
    json["results"][3]["kind"] = "vulnerability".into();
    assert_eq!(violations(&REPORT, &json).len(), 4, "{:#?}", violations(&REPORT, &json));
    let mut sarif = parsed(Format::Sarif, &sample::report());
    sarif["runs"][0]["results"][0]["level"] = "severe".into();
    sarif["runs"][0]["results"][1]["surprise"] = true.into();
    assert_eq!(
        violations(&CODE_SCANNING, &sarif).len(),
        2,
        "{:#?}",
        violations(&CODE_SCANNING, &sarif)
    );
    let junit = written(Format::Junit, &sample::report());
    let broken = String::from_utf8(junit).unwrap().replace("<testcase name=", "<testcase nome=");
    assert!(!junit_complaints(broken.as_bytes()).is_empty());
    let broken = broken
        .replace("nome=", "name=")
        .replace("<failure", "<mishap")
        .replace("</failure", "</mishap");
    assert!(!junit_complaints(broken.as_bytes()).is_empty());
}

#[test]
fn every_field_of_the_report_is_in_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let report = parsed(Format::Json, &sample::report());
    let required = schema["$defs"]["result"]["required"].as_array().unwrap();
    let fields = report["results"][0].as_object().unwrap();
    assert_eq!(required.len(), fields.len());
}
