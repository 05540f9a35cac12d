//! What is new, gone and changed between two documents of the same kind.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::Value;

use crate::report::v1::{Entry, Report, Verdict};
use crate::report::write_pretty;

/// The changes, in a steady order.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Changes {
    /// Only in the later document.
    pub new: Vec<String>,
    /// Only in the earlier one.
    pub gone: Vec<String>,
    /// In both, otherwise: `before -> after`.
    pub changed: Vec<String>,
}

impl Changes {
    /// A line each, marked `+`, `-` or `~`.
    pub fn write_text(&self, out: &mut dyn io::Write) -> io::Result<()> {
        for (mark, lines) in [('+', &self.new), ('-', &self.gone), ('~', &self.changed)] {
            for line in lines {
                writeln!(
                    out,
                    "{mark} {}",
                    line.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")
                )?;
            }
        }
        Ok(())
    }

    /// One JSON object.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write_pretty(self, out)
    }
}

/// Changes between two reports: results are the same by their fingerprint, so a
/// recreated container is no change.
pub fn reports(before: &Report, after: &Report) -> Changes {
    let (old, now) = (index(before), index(after));
    let mut changes = Changes::default();
    for (fingerprint, (verdict, line)) in &now {
        match old.get(fingerprint) {
            None => changes.new.push(format!("{} {line}", verdict.as_str())),
            Some((was, _)) if was != verdict => {
                changes.changed.push(format!("{} -> {} {line}", was.as_str(), verdict.as_str()));
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|(fingerprint, _)| !now.contains_key(*fingerprint));
    changes.gone.extend(gone.map(|(_, (verdict, line))| format!("{} {line}", verdict.as_str())));
    changes.sort()
}

/// Results by fingerprint. Replicas of one service share theirs; the worst of
/// them speaks for all, so that one that is well does not hide one that is not.
fn index(report: &Report) -> BTreeMap<String, (Verdict, String)> {
    let mut worst: BTreeMap<String, (Verdict, String)> = BTreeMap::new();
    for entry in &report.results {
        let known = worst.get(&*entry.fingerprint);
        if known.is_none_or(|(verdict, _)| gravity(entry.verdict) > gravity(*verdict)) {
            worst.insert(entry.fingerprint.to_string(), (entry.verdict, line(entry)));
        }
    }
    worst
}

fn gravity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotApplicable => 0,
        Verdict::Pass => 1,
        Verdict::Unknown => 2,
        Verdict::Review => 3,
        Verdict::Fail => 4,
    }
}

fn line(entry: &Entry) -> String {
    format!("{} {} {}: {}", entry.severity, entry.id, entry.subject.name, entry.title)
}

/// Changes between two facts files: every value that differs, by its path.
/// Lists of things with an id or a name are compared by it, not by position.
pub fn facts(before: &Value, after: &Value) -> Changes {
    let mut changes = Changes::default();
    compare("", before, after, &mut changes);
    changes.sort()
}

impl Changes {
    fn sort(mut self) -> Self {
        self.new.sort_unstable();
        self.gone.sort_unstable();
        self.changed.sort_unstable();
        self
    }
}

fn compare(path: &str, before: &Value, after: &Value, changes: &mut Changes) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(old), Value::Object(new)) => {
            let fields = |map: &serde_json::Map<String, Value>| {
                map.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
            };
            compare_maps(path, &fields(old), &fields(new), changes);
        }
        (Value::Array(old), Value::Array(new)) => match (by_name(old), by_name(new)) {
            (Some(old), Some(new)) => compare_maps(path, &old, &new, changes),
            _ => changes.changed.push(format!("{path}: {before} -> {after}")),
        },
        _ => changes.changed.push(format!("{path}: {before} -> {after}")),
    }
}

fn compare_maps(
    path: &str,
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
    changes: &mut Changes,
) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    for (key, value) in new {
        match old.get(key) {
            Some(was) => compare(&below(key), was, value, changes),
            None => changes.new.push(format!("{}: {value}", below(key))),
        }
    }
    for (key, value) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        changes.gone.push(format!("{}: {value}", below(key)));
    }
}

/// Elements by what names them; `None` when one has no name or two share one.
fn by_name(items: &[Value]) -> Option<BTreeMap<String, Value>> {
    let mut named = BTreeMap::new();
    for item in items {
        let name = ["name", "endpoint", "path", "id", "pid"].iter().find_map(|key| {
            match item.get(key)? {
                Value::String(text) if !text.is_empty() => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        })?;
        if named.insert(format!("[{name}]"), item.clone()).is_some() {
            return None;
        }
    }
    Some(named)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_is_compared_by_name_not_by_place() {
        let before =
            json!({"containers": [{"name": "a", "user": "0"}, {"name": "b", "user": "1"}]});
        let after = json!({"containers": [{"name": "b", "user": "2"}, {"name": "c", "user": "0"}]});
        let changes = facts(&before, &after);
        assert_eq!(changes.changed, [r#"containers.[b].user: "1" -> "2""#]);
        assert_eq!(changes.new.len(), 1);
        assert_eq!(changes.gone.len(), 1);
        assert_eq!(facts(&before, &before), Changes::default());
    }
}
