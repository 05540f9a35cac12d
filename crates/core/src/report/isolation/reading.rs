//! A value, that there is none, or why nobody could tell.

use serde::{Deserialize, Serialize};

use crate::facts::{Observed, Source};
use crate::findings::Undecided;

/// What was read of one thing. Both `value` and `unknown` null: it could be read
/// and is not set, which for a limit means unlimited.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reading<T> {
    /// The value.
    pub value: Option<T>,
    /// Why there is no value, and where it helps, what would be needed.
    pub unknown: Option<String>,
    /// Where it was read; empty when it was not.
    pub source: String,
}

impl<T> Default for Reading<T> {
    /// Nobody looked.
    fn default() -> Self {
        Self::unknown("not collected")
    }
}

impl<T> Reading<T> {
    /// A value and where it was read.
    pub fn known(value: T, source: impl Into<String>) -> Self {
        Self { value: Some(value), unknown: None, source: source.into() }
    }

    /// Read, and there is none.
    pub fn none(source: impl Into<String>) -> Self {
        Self { value: None, unknown: None, source: source.into() }
    }

    /// Not known, and why.
    pub fn unknown(why: impl Into<String>) -> Self {
        Self { value: None, unknown: Some(why.into()), source: String::new() }
    }

    /// Whether it was read, set or not.
    pub fn is_decided(&self) -> bool {
        self.unknown.is_none()
    }

    /// The same of something derived from the value.
    pub fn map<U>(self, derive: impl FnOnce(T) -> U) -> Reading<U> {
        Reading { value: self.value.map(derive), unknown: self.unknown, source: self.source }
    }
}

impl<T: Clone> From<&Observed<T>> for Reading<T> {
    fn from(observed: &Observed<T>) -> Self {
        match observed {
            Observed::Known { value, source } => Self::known(value.clone(), Source::as_str(source)),
            Observed::Absent => Self::none(""),
            Observed::Unreadable(reason) => Self::unknown(reason.to_string()),
        }
    }
}

impl<T: Clone> From<Result<Observed<T>, Undecided>> for Reading<T> {
    fn from(judged: Result<Observed<T>, Undecided>) -> Self {
        match judged {
            Ok(observed) => Self::from(&observed),
            Err(Undecided::Unknown(why) | Undecided::NotApplicable(why)) => Self::unknown(why),
        }
    }
}
