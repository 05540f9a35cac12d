//! Two audits that must say the same.

use crate::trouble::ensure;
use crate::{Audit, Trouble};
use serde_json::Value;
use std::collections::BTreeMap;

/// Results by check and subject: what an audit said, without when it said so.
pub(super) fn said(audit: &Audit) -> BTreeMap<String, Value> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let key = |result: &Value| {
        let subject = &result["subject"];
        [&result["id"], &subject["kind"], &subject["name"], &subject["id"]].map(text).join(" ")
    };
    audit.results().map(|result| (key(result), result.clone())).collect()
}

/// The whole report but its date.
pub(super) fn without_time(audit: &Audit) -> BTreeMap<String, Value> {
    let mut all = said(audit);
    for part in ["complete", "targets", "problems", "summary", "gate", "fixed", "views"] {
        all.insert(part.to_owned(), audit.report()[part].clone());
    }
    all
}

/// Only check, subject and verdict.
pub(super) fn verdicts(audit: &Audit) -> BTreeMap<String, Value> {
    said(audit).into_iter().map(|(key, result)| (key, result["verdict"].clone())).collect()
}

/// Asserts that both are equal, and tells the first differences.
///
/// # Errors
/// They differ, or there is nothing to compare.
pub(super) fn expect_same(
    what: &str,
    one: &BTreeMap<String, Value>,
    other: &BTreeMap<String, Value>,
) -> Result<(), Trouble> {
    let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
    let differences: Vec<String> = keys
        .filter(|key| one.get(*key) != other.get(*key))
        .map(|key| format!("{key}: {}", difference(one.get(key), other.get(key))))
        .collect();
    ensure(!one.is_empty(), || format!("{what}: nothing was judged"))?;
    ensure(differences.is_empty(), || {
        let shown = differences.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
        format!("{what} differs in {} places: {shown}", differences.len())
    })
}

/// The fields that differ, not the whole results.
fn difference(one: Option<&Value>, other: Option<&Value>) -> String {
    let (Some(Value::Object(one)), Some(Value::Object(other))) = (one, other) else {
        return format!("{one:?} and {other:?}");
    };
    let fields = one.iter().filter(|(name, value)| other.get(*name) != Some(value));
    let shown = fields.map(|(name, value)| {
        format!("{name} {value} and {}", other.get(name).unwrap_or(&Value::Null))
    });
    shown.collect::<Vec<_>>().join(", ")
}
