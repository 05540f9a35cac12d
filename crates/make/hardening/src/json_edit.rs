//! Sets a key of a JSON object in its text, and leaves the rest as it stands.

use std::fmt;

use serde_json::Value;

/// A text that cannot be edited as a JSON object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EditJsonError {
    /// It is not JSON.
    Syntax {
        /// The parser's words.
        message: String,
    },
    /// It is JSON, but no object.
    NotAnObject,
}

impl fmt::Display for EditJsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { message } => write!(f, "not JSON: {message}"),
            Self::NotAnObject => f.write_str("JSON, but not an object"),
        }
    }
}

impl std::error::Error for EditJsonError {}

/// The text with `key` of the outermost object set to `value`; an empty text
/// counts as an empty object, and `Null` removes the key. Of a key that stands
/// twice the last counts, as for the daemon; removal takes all.
pub fn set_key(text: &str, key: &str, value: &Value) -> Result<String, EditJsonError> {
    if text.trim().is_empty() {
        return set_key("{\n}\n", key, value);
    }
    let parsed: Value = serde_json::from_str(text)
        .map_err(|error| EditJsonError::Syntax { message: error.to_string() })?;
    if !parsed.is_object() {
        return Err(EditJsonError::NotAnObject);
    }
    let members = members(text);
    let edited = match (members.iter().rposition(|member| member.key == key), value) {
        (None, Value::Null) => text.to_owned(),
        // Of a key that stands twice the last one holds, and both have to go.
        (Some(at), Value::Null) => set_key(&without(text, &members, at), key, value)?,
        (Some(at), value) => {
            let span = &members[at];
            format!(
                "{}{}{}",
                &text[..span.value_start],
                shown(value, &indent(text, &members)),
                &text[span.end..]
            )
        }
        (None, value) => appended(text, &members, key, value),
    };
    Ok(edited)
}

/// One member of the outermost object, by byte positions.
struct Member {
    key: String,
    start: usize,
    value_start: usize,
    end: usize,
}

/// Finds the members of the outermost object of a text that is known to be JSON.
fn members(text: &str) -> Vec<Member> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = skip_space(bytes, 0) + 1;
    loop {
        let start = skip_space(bytes, at);
        if bytes.get(start) != Some(&b'"') {
            return found;
        }
        let key_end = skip_value(bytes, start);
        let value_start = skip_space(bytes, skip_space(bytes, key_end) + 1);
        let end = skip_value(bytes, value_start);
        let key = serde_json::from_str(&text[start..key_end]).unwrap_or_default();
        found.push(Member { key, start, value_start, end });
        let next = skip_space(bytes, end);
        if bytes.get(next) != Some(&b',') {
            return found;
        }
        at = next + 1;
    }
}

fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// The position behind the value that begins at `at`.
fn skip_value(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'"') => skip_string(bytes, at),
        Some(b'{' | b'[') => skip_nested(bytes, at),
        _ => {
            let is_end =
                |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
            bytes.iter().skip(at).position(is_end).map_or(bytes.len(), |length| at + length)
        }
    }
}

fn skip_string(bytes: &[u8], at: usize) -> usize {
    let mut position = at + 1;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'\\' => position += 2,
            b'"' => return position + 1,
            _ => position += 1,
        }
    }
    bytes.len()
}

fn skip_nested(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0usize;
    let mut position = at;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'"' => {
                position = skip_string(bytes, position);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        position += 1;
        if depth == 0 {
            return position;
        }
    }
    bytes.len()
}

/// White space that stands before the first member on its line.
fn indent(text: &str, members: &[Member]) -> String {
    let Some(first) = members.first() else { return "  ".to_owned() };
    let line = text[..first.start].rsplit('\n').next().unwrap_or_default();
    if text[..first.start].contains('\n') && line.trim().is_empty() {
        line.to_owned()
    } else {
        String::new()
    }
}

fn shown(value: &Value, indent: &str) -> String {
    if indent.is_empty() {
        return value.to_string();
    }
    let pretty = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
    pretty.replace('\n', &format!("\n{indent}"))
}

fn appended(text: &str, members: &[Member], key: &str, value: &Value) -> String {
    let indent = indent(text, members);
    let member = format!("{}: {}", Value::from(key), shown(value, &indent));
    match members.last() {
        Some(last) if indent.is_empty() => {
            format!("{}, {member}{}", &text[..last.end], &text[last.end..])
        }
        Some(last) => format!("{},\n{indent}{member}{}", &text[..last.end], &text[last.end..]),
        None => {
            let open = text.find('{').map_or(0, |at| at + 1);
            format!("{}\n{indent}{member}\n{}", &text[..open], text[open..].trim_start())
        }
    }
}

fn without(text: &str, members: &[Member], at: usize) -> String {
    let from = if at == 0 { members[at].start } else { members[at - 1].end };
    let until = match members.get(at + 1) {
        Some(next) if at == 0 => next.start,
        _ => members[at].end,
    };
    format!("{}{}", &text[..from], &text[until..])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_changes_changes() {
        let text = "{\n    \"debug\": true,\n    \"hosts\": [\"unix:///run/docker.sock\"]\n}\n";
        assert_eq!(
            set_key(text, "debug", &json!(false)).unwrap(),
            "{\n    \"debug\": false,\n    \"hosts\": [\"unix:///run/docker.sock\"]\n}\n"
        );
        assert_eq!(
            set_key(text, "icc", &json!(false)).unwrap(),
            "{\n    \"debug\": true,\n    \"hosts\": [\"unix:///run/docker.sock\"],\n    \"icc\": false\n}\n"
        );
        assert_eq!(
            set_key(text, "debug", &Value::Null).unwrap(),
            "{\n    \"hosts\": [\"unix:///run/docker.sock\"]\n}\n"
        );
        assert_eq!(set_key(text, "hosts", &Value::Null).unwrap(), "{\n    \"debug\": true\n}\n");
    }

    #[test]
    fn of_a_key_that_stands_twice_the_last_one_holds() {
        let text = "{\n  \"icc\": true,\n  \"icc\": true\n}";
        let edited = set_key(text, "icc", &json!(false)).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&edited).unwrap(), json!({"icc": false}));
        let edited = set_key(text, "icc", &Value::Null).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&edited).unwrap(), json!({}));
    }

    #[test]
    fn every_shape_of_object_stays_json() {
        for text in [
            "",
            "{}",
            " {\n}",
            "{\"a\":1}",
            "{\"a\": {\"b\": [1, \"}\"]}}",
            "{\n\t\"a\": \"\\\"\",\n\t\"b\": null\n}",
        ] {
            for (key, value) in [
                ("a", json!([1, 2])),
                ("icc", json!(false)),
                ("a", Value::Null),
                ("é\"", json!({"x": 1})),
            ] {
                let edited = set_key(text, key, &value).unwrap();
                let mut wanted: Value =
                    serde_json::from_str(if text.is_empty() { "{}" } else { text }).unwrap();
                match &value {
                    Value::Null => drop(wanted.as_object_mut().unwrap().remove(key)),
                    value => wanted[key] = value.clone(),
                }
                assert_eq!(
                    serde_json::from_str::<Value>(&edited).unwrap(),
                    wanted,
                    "{text} {key} {edited}"
                );
            }
        }
        assert!(set_key("[1]", "a", &json!(1)).is_err());
        assert!(set_key("{", "a", &json!(1)).is_err());
    }

    #[test]
    fn a_hostile_file_is_edited_to_json_or_refused() {
        use seaworthy_testkit::mutate::{Bound, run};
        let seed = br#"{ "a": {"b": [1, "}"]}, "icc" : true, "hosts": ["x", "\"y"] }"#;
        run(1, &[seed], Bound::Iterations(5_000), |bytes| {
            let text = String::from_utf8_lossy(bytes);
            if let Ok(edited) = set_key(&text, "icc", &json!(false)) {
                let edited: Value = serde_json::from_str(&edited).unwrap();
                assert_eq!(edited["icc"], json!(false), "{text}");
            }
        });
    }
}
