//! The members of a JSON object, taken out by name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ProfileError;
use crate::action::errno_named;
use crate::profile::ProfileProblem;

/// What of an object is not yet read. The engine, written in Go, takes names in
/// any letter case; so does this.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    rule: Option<usize>,
    prefix: &'static str,
    left: BTreeMap<String, (&'a str, &'a Value)>,
}

impl<'a> Fields<'a> {
    /// `prefix` names the object in errors, `includes.`.
    pub(super) fn of(
        value: &'a Value,
        rule: Option<usize>,
        prefix: &'static str,
    ) -> Result<Self, ProfileError> {
        let Some(object) = value.as_object() else {
            let field = if prefix.is_empty() { "profile" } else { prefix.trim_end_matches('.') };
            let field = if rule.is_some() && prefix.is_empty() { "syscalls" } else { field };
            return Err(ProfileError::field(rule, field, "is no object"));
        };
        let left = object
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), (name.as_str(), value)))
            .collect();
        Ok(Self { rule, prefix, left })
    }

    /// Takes a member out; null is as good as missing.
    pub(super) fn take(&mut self, name: &str) -> Option<&'a Value> {
        let (_, value) = self.left.remove(&name.to_ascii_lowercase())?;
        Some(value).filter(|value| !value.is_null())
    }

    pub(super) fn error(&self, name: &str, problem: impl Into<String>) -> ProfileError {
        ProfileError::field(self.rule, format!("{}{name}", self.prefix), problem)
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ProfileError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        match value.as_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(self.error(name, "is no text")),
        }
    }

    pub(super) fn number(&mut self, name: &str) -> Result<Option<u64>, ProfileError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        match value.as_u64() {
            Some(number) => Ok(Some(number)),
            None => Err(self.error(name, format!("{value:.40} is no number from 0 to 2^64-1"))),
        }
    }

    pub(super) fn list(&mut self, name: &str) -> Result<&'a [Value], ProfileError> {
        match self.take(name) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(self.error(name, "is no list")),
        }
    }

    pub(super) fn texts(&mut self, name: &str) -> Result<Vec<String>, ProfileError> {
        let text = |value: &Value| {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| self.error(name, "has a member that is no text"))
        };
        match self.left.get(&name.to_ascii_lowercase()).map(|(_, value)| *value) {
            None | Some(Value::Null) => {}
            Some(Value::Array(items)) => {
                let texts = items.iter().map(text).collect::<Result<Vec<_>, _>>()?;
                self.take(name);
                return Ok(texts);
            }
            Some(_) => return Err(self.error(name, "is no list")),
        }
        self.take(name);
        Ok(Vec::new())
    }

    /// An error number; Podman also writes it as a name, which then counts.
    pub(super) fn errno(
        &mut self,
        number: &'static str,
        name: &'static str,
    ) -> Result<Option<u16>, ProfileError> {
        let given = match self.number(number)? {
            None => None,
            Some(errno) => match u16::try_from(errno) {
                Ok(errno) => Some(errno),
                Err(_) => return Err(self.error(number, format!("{errno} is no error number"))),
            },
        };
        match self.text(name)?.filter(|text| !text.is_empty()) {
            None => Ok(given),
            Some(text) => match errno_named(&text) {
                Some(errno) => Ok(Some(errno)),
                None => Err(self.error(name, format!("`{text:.40}` is no error name"))),
            },
        }
    }

    /// Everything that nobody took.
    pub(super) fn rest(self, problems: &mut Vec<ProfileProblem>) {
        for (name, _) in self.left.values() {
            let message =
                format!("unknown field `{}{name:.60}`, which engines ignore", self.prefix);
            problems.push(ProfileProblem::new(self.rule, message));
        }
    }
}
