//! The command line as pflag reads it: `--x=y`, `--x y`, `-x y`, `-xy`,
//! grouped short switches, `--` ends the flags.

use std::collections::BTreeMap;

use seaworthy_core::secrets::masked;
use serde_json::{Map, Value};

use super::flags::{Flag, Takes, by_letter, long};

/// What a command line sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Arguments {
    /// Values by key of the file, with the flag as written.
    pub(crate) values: BTreeMap<String, (String, Value)>,
}

impl Arguments {
    /// `--config-file`.
    pub(crate) fn config_file(&self) -> Option<&str> {
        self.values.get("config-file").and_then(|(_, value)| value.as_str())
    }
}

/// Reads arguments without the program's name.
pub(crate) fn parse<S: AsRef<str>>(arguments: &[S]) -> Arguments {
    let mut parsed = Arguments::default();
    let mut rest = arguments.iter().map(AsRef::as_ref).peekable();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            break;
        }
        let mut next = || rest.next_if(|_| true).map(str::to_owned);
        if let Some(body) = argument.strip_prefix("--") {
            parsed.long(body, &mut next);
        } else if let Some(letters) = argument.strip_prefix('-') {
            parsed.letters(letters, &mut next);
        }
    }
    parsed
}

impl Arguments {
    fn long(&mut self, body: &str, next: &mut dyn FnMut() -> Option<String>) {
        let (name, given) = match body.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (body, None),
        };
        match long(name) {
            Some(flag) if flag.takes == Takes::Switch => {
                self.set(flag, given.unwrap_or_else(|| "true".to_owned()));
            }
            Some(flag) => {
                if let Some(value) = given.or_else(next) {
                    self.set(flag, value);
                }
            }
            // A flag of a version to come: only `=` tells that it has a value.
            None => {
                let value = given.map_or(Value::Bool(true), |value| {
                    Value::String(masked(name, &value).into_owned())
                });
                self.values.insert(name.to_owned(), (format!("--{name}"), value));
            }
        }
    }

    fn letters(&mut self, letters: &str, next: &mut dyn FnMut() -> Option<String>) {
        let mut rest = letters.chars();
        while let Some(letter) = rest.next() {
            let Some(flag) = by_letter(letter) else { return };
            let value = rest.as_str();
            let given = value.strip_prefix('=').or_else(|| (!value.is_empty()).then_some(value));
            if flag.takes != Takes::Switch {
                if let Some(value) = given.map(str::to_owned).or_else(next) {
                    self.set(flag, value);
                }
                return;
            }
            if let Some(value) = value.strip_prefix('=') {
                self.set(flag, value.to_owned());
                return;
            }
            self.set(flag, "true".to_owned());
        }
    }

    fn set(&mut self, flag: &Flag, value: String) {
        let entry = self
            .values
            .entry(flag.key.to_owned())
            .or_insert_with(|| (format!("--{}", flag.name), Value::Null));
        match flag.takes {
            Takes::Switch => entry.1 = switch(value),
            Takes::Number => {
                entry.1 = value.parse::<i64>().map_or(Value::String(value), Value::from);
            }
            Takes::Text => entry.1 = Value::String(masked(flag.name, &value).into_owned()),
            Takes::Texts => {
                let (name, _) = value.split_once('=').unwrap_or((flag.name, ""));
                let value = Value::String(masked(name, &value).into_owned());
                match &mut entry.1 {
                    Value::Array(items) => items.push(value),
                    other => *other = Value::Array(vec![value]),
                }
            }
            Takes::Pairs | Takes::Limits => {
                let (name, value) = value.split_once('=').unwrap_or((&value, ""));
                let value = match flag.takes {
                    Takes::Limits => limit(name, value),
                    _ if flag.key == "features" => switch(value.to_owned()),
                    _ => Value::String(masked(name, value).into_owned()),
                };
                if !entry.1.is_object() {
                    entry.1 = Value::Object(Map::new());
                }
                if let Value::Object(pairs) = &mut entry.1 {
                    pairs.insert(name.to_owned(), value);
                }
            }
        }
    }
}

/// Spellings of Go's `strconv.ParseBool`.
fn switch(value: String) -> Value {
    match value.as_str() {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Value::Bool(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Value::Bool(false),
        _ => Value::String(value),
    }
}

/// As the file writes an ulimit.
fn limit(name: &str, value: &str) -> Value {
    let (soft, hard) = value.split_once(':').unwrap_or((value, value));
    let number = |text: &str| {
        text.parse::<i64>().map_or_else(|_| Value::String(text.to_owned()), Value::from)
    };
    serde_json::json!({ "Name": name, "Soft": number(soft), "Hard": number(hard) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str) -> BTreeMap<String, Value> {
        let words: Vec<&str> = line.split(' ').collect();
        parse(&words).values.into_iter().map(|(key, (_, value))| (key, value)).collect()
    }

    #[test]
    fn every_form_of_a_value() {
        let values = values(
            "-H fd:// -Hunix:///a --host=tcp://b -H=tcp://c -Dl debug --config-file /p/d.json \
             --label a=b --log-opt max-size=1m --log-opt splunk-token=zzz --mtu 1400 \
             --default-ulimit nofile=1:2 --graph /g",
        );
        assert_eq!(
            values["hosts"],
            serde_json::json!(["fd://", "unix:///a", "tcp://b", "tcp://c"])
        );
        assert_eq!(values["debug"], Value::Bool(true));
        assert_eq!(values["log-level"], "debug");
        assert_eq!(values["config-file"], "/p/d.json");
        assert_eq!(values["labels"], serde_json::json!(["a=b"]));
        assert_eq!(values["mtu"], 1400);
        assert_eq!(values["log-opts"]["splunk-token"], "<named-secret, 3 bytes>");
        assert_eq!(values["default-ulimits"]["nofile"]["Hard"], 2);
        assert_eq!(values["data-root"], "/g");
    }

    #[test]
    fn a_switch_takes_no_next_argument() {
        let values = values("--no-new-privileges=false --live-restore --icc=0 --tlsverify --tls=x");
        assert_eq!(values["no-new-privileges"], Value::Bool(false));
        assert_eq!(values["live-restore"], Value::Bool(true));
        assert_eq!(values["icc"], Value::Bool(false));
        assert_eq!(values["tls"], "x");
    }

    #[test]
    fn odd_ends_are_no_harm() {
        assert!(values("-- -D").is_empty());
        assert!(values("-H").is_empty());
        assert!(values("--host").is_empty());
        assert_eq!(values("--new-in-future x -é")["new-in-future"], Value::Bool(true));
    }
}
