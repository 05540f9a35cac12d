//! `daemon.json`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::flags::{OBJECTS, is_key};
use super::text;

/// What a file sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FileSettings {
    /// Values by key, sections flattened, secret-looking values masked.
    pub(crate) values: BTreeMap<String, Value>,
    /// Keys that do nothing.
    pub(crate) unknown: Vec<String>,
    /// Why the daemon refuses the file, empty when it does not.
    pub(crate) error: String,
}

/// Reads the bytes as the daemon does: a byte-order mark of UTF-8 or UTF-16 is
/// accepted, an empty file is no setting at all.
pub(crate) fn parse(bytes: &[u8]) -> FileSettings {
    let Some(text) = decode(bytes) else { return refused("not UTF-8 text") };
    if text.trim().is_empty() {
        return FileSettings::default();
    }
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Object(object)) => settings(object),
        Ok(_) => refused("not a JSON object"),
        Err(error) => refused(&error.to_string()),
    }
}

fn refused(error: &str) -> FileSettings {
    FileSettings { error: error.to_owned(), ..FileSettings::default() }
}

/// Text of any encoding that the daemon reads.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let utf16 = |bytes: &[u8], word: fn([u8; 2]) -> u16| {
        let words: Vec<u16> = bytes.chunks_exact(2).map(|pair| word([pair[0], pair[1]])).collect();
        bytes.len().is_multiple_of(2).then(|| String::from_utf16(&words).ok()).flatten()
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

fn settings(object: Map<String, Value>) -> FileSettings {
    let mut settings = FileSettings::default();
    for (key, value) in object {
        match value {
            Value::Object(section) if !OBJECTS.contains(&key.as_str()) => {
                for (key, value) in section {
                    settings.set(key, value);
                }
            }
            value => settings.set(key, value),
        }
    }
    settings
}

impl FileSettings {
    fn set(&mut self, key: String, value: Value) {
        if !is_key(&key) {
            self.unknown.push(key);
        } else if !is_default(&value) {
            let value = stored(&key, value);
            self.values.insert(key, value);
        }
    }
}

/// The merge replaces empty values and the number 0 by the default.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

/// The value without secrets.
fn stored(key: &str, value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text::stored(key, &text)),
        Value::Array(items) => items.into_iter().map(|item| stored(key, item)).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| {
                let value = stored(&key, value);
                (key, value)
            })
            .collect::<Map<_, _>>()
            .into(),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_flattened_and_objects_are_not() {
        let file = parse(
            br#"{"net":{"icc":false,"mtu":0},"log-opts":{"max-size":"1m","splunk-token":"t"},
                "proxies":{"http-proxy":"http://u:p@h"},"hosts":[],"label":["x"],"nonsense":1}"#,
        );
        assert_eq!(file.values["icc"], Value::Bool(false));
        assert_eq!(file.values["log-opts"]["max-size"], "1m");
        assert_eq!(file.values["log-opts"]["splunk-token"], "<named-secret, 1 bytes>");
        assert_eq!(file.values["http-proxy"], "<url-credentials, 12 bytes>");
        assert!(!file.values.contains_key("mtu") && !file.values.contains_key("hosts"));
        assert_eq!(file.unknown, ["label", "nonsense"]);
    }

    #[test]
    fn marks_and_empty_files() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("{\"debug\":true}".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(parse(&utf16).values["debug"], Value::Bool(true));
        assert_eq!(parse(b"\xef\xbb\xbf{\"debug\":true}").values["debug"], Value::Bool(true));
        assert_eq!(parse(b" \n"), FileSettings::default());
    }

    #[test]
    fn a_broken_file_says_where() {
        assert!(parse(b"{\"debug\": true,\n}").error.contains("line 2"));
        assert!(!parse(b"[]").error.is_empty());
        assert!(!parse(b"{\"a\":\"\xff\"}").error.is_empty());
        assert!(!parse("[".repeat(100_000).as_bytes()).error.is_empty());
    }
}
