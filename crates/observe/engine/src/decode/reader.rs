//! Takes fields out of a JSON object one by one and remembers what went wrong.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::facts::{EngineKind, Observed, Reason};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{podman, since};
use crate::api::ApiVersion;

/// Unknown field names that are kept. Stops an answer made of invented names.
const MOST_UNKNOWN: usize = 64;
/// Longest unknown name that is kept.
const LONGEST_NAME: usize = 64;

/// What holds for a whole answer, and the fields of it that were malformed.
#[derive(Debug)]
pub(crate) struct Decoding {
    kind: EngineKind,
    api: ApiVersion,
    malformed: RefCell<BTreeSet<&'static str>>,
}

/// An object whose fields are taken by path; the last part of the path is the key,
/// and the whole path is the source that facts name.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    decoding: &'a Decoding,
    fields: Map<String, Value>,
    /// Why there are no fields, when the object itself could not be read.
    hidden: Option<Reason>,
}

impl Decoding {
    pub(crate) fn new(kind: EngineKind, api: ApiVersion) -> Self {
        Self { kind, api, malformed: RefCell::default() }
    }

    /// Which engine answers.
    pub(crate) fn kind(&self) -> EngineKind {
        self.kind
    }

    /// Whether the spoken version is at least `1.minor`.
    pub(crate) fn speaks(&self, minor: u16) -> bool {
        self.api >= ApiVersion { major: 1, minor }
    }

    /// Reads a whole answer; `None` when it is no object.
    pub(crate) fn document(&self, bytes: &[u8]) -> Result<Reader<'_>, serde_json::Error> {
        let fields = serde_json::from_slice(bytes)?;
        Ok(Reader { decoding: self, fields, hidden: None })
    }

    /// Fields that were not what the API defines.
    pub(crate) fn into_malformed(self) -> BTreeSet<&'static str> {
        self.malformed.into_inner()
    }

    fn malformed<T>(&self, path: &'static str) -> Observed<T> {
        self.malformed.borrow_mut().insert(path);
        Observed::Unreadable(Reason::Malformed)
    }

    fn missing<T>(&self, path: &'static str) -> Observed<T> {
        let unknown = since::minor(path).is_some_and(|minor| !self.speaks(minor));
        if unknown { Observed::Unreadable(Reason::NotInApi) } else { Observed::Absent }
    }
}

impl<'a> Reader<'a> {
    /// The field as the type that facts want.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, path: &'static str) -> Observed<T> {
        self.take_with(path, Some)
    }

    /// The field, read as one type and turned into another; `None` is malformed.
    pub(crate) fn take_with<T: DeserializeOwned, U>(
        &mut self,
        path: &'static str,
        turn: impl FnOnce(T) -> Option<U>,
    ) -> Observed<U> {
        let value = match self.value(path) {
            Observed::Known { value, .. } => value,
            Observed::Absent => return Observed::Absent,
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        };
        match serde_json::from_value(value).ok().and_then(turn) {
            Some(value) => Observed::known(value, path),
            None => self.decoding.malformed(path),
        }
    }

    /// A text that facts hold without a state; empty when it could not be read.
    pub(crate) fn word(&mut self, path: &'static str) -> String {
        self.take::<String>(path).value().cloned().unwrap_or_default()
    }

    /// An object inside this one; when it is not there, none of its fields is.
    pub(crate) fn object(&mut self, path: &'static str) -> Self {
        match self.take::<Map<String, Value>>(path) {
            Observed::Known { value, .. } => self.inner(value, None),
            Observed::Absent => self.inner(Map::new(), self.hidden),
            Observed::Unreadable(reason) => self.inner(Map::new(), Some(reason)),
        }
    }

    /// An object that every engine sends: without it, its fields are not "not set"
    /// but unknown.
    pub(crate) fn required(&mut self, path: &'static str) -> Self {
        let there = self.fields.get(last(path)).is_some_and(|value| !value.is_null());
        let mut inner = self.object(path);
        if !there && inner.hidden.is_none() {
            self.decoding.malformed.borrow_mut().insert(path);
            inner.hidden = Some(Reason::Malformed);
        }
        inner
    }

    /// Records what nobody took and the API does not define as name and type.
    pub(crate) fn leftovers(
        self,
        prefix: &str,
        known: &[&str],
        unknown: &mut BTreeMap<String, String>,
    ) {
        for (name, value) in self.fields {
            if unknown.len() < MOST_UNKNOWN && !known.contains(&name.as_str()) {
                let name: String = name.chars().take(LONGEST_NAME).collect();
                unknown.insert(format!("{prefix}{name}"), type_name(&value).to_owned());
            }
        }
    }

    /// What this engine is known to make up counts as not said.
    fn value(&mut self, path: &'static str) -> Observed<Value> {
        if let Some(reason) = self.hidden {
            return Observed::Unreadable(reason);
        }
        let value = self.fields.remove(last(path));
        if self.decoding.kind == EngineKind::Podman && podman::fakes(path, value.as_ref()) {
            return Observed::Unreadable(Reason::NotInApi);
        }
        match value {
            None => self.decoding.missing(path),
            Some(Value::Null) => Observed::Absent,
            Some(value) => Observed::known(value, path),
        }
    }

    fn inner(&self, fields: Map<String, Value>, hidden: Option<Reason>) -> Self {
        Reader { decoding: self.decoding, fields, hidden }
    }
}

/// The entries of a list, each still as text: a long list never becomes one tree.
pub(crate) fn entries(bytes: &[u8]) -> Result<Vec<&RawValue>, serde_json::Error> {
    Option::<Vec<&RawValue>>::deserialize(&mut serde_json::Deserializer::from_slice(bytes))
        .map(Option::unwrap_or_default)
}

fn last(path: &str) -> &str {
    path.rsplit(['.', ' ']).next().unwrap_or(path)
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
