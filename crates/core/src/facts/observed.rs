//! A value that may not have been readable.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::findings::Undecided;

/// What an observer learned of one thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Observed<T> {
    /// It was read.
    Known {
        /// The value read.
        value: T,
        /// Where it was read.
        source: Source,
    },
    /// It could be read and is not set.
    Absent,
    /// It could not be read.
    Unreadable(Reason),
}

/// Why a value could not be read. The list is closed: a check and a person can
/// act on each of them.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The kernel or the server refused.
    Permission,
    /// This run did not look.
    NotCollected,
    /// The API version that the engine speaks does not define it.
    NotInApi,
    /// The thing does not run, or was changed after its process started, so
    /// there is no live value.
    NotStarted,
    /// What was read is not what the format allows.
    Malformed,
    /// No answer within the time limit.
    Timeout,
    /// The answer exceeded a size limit.
    Limit,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Permission => "permission denied",
            Self::NotCollected => "not collected",
            Self::NotInApi => "not in this API version",
            Self::NotStarted => "not started",
            Self::Malformed => "malformed",
            Self::Timeout => "timed out",
            Self::Limit => "too large",
        })
    }
}

/// Where a value was read: an API field (`HostConfig.Privileged`), a path
/// (`/etc/docker/daemon.json`) or a kernel interface (`/proc/PID/status`).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Source(Cow<'static, str>);

impl Source {
    /// The source as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Source {
    fn from(source: &'static str) -> Self {
        Self(Cow::Borrowed(source))
    }
}

impl From<String> for Source {
    fn from(source: String) -> Self {
        Self(Cow::Owned(source))
    }
}

impl<T> Default for Observed<T> {
    /// Nobody looked: the only default that cannot pass a check.
    fn default() -> Self {
        Self::Unreadable(Reason::NotCollected)
    }
}

impl<T> Observed<T> {
    /// A value with its source.
    pub fn known(value: T, source: impl Into<Source>) -> Self {
        Self::Known { value, source: source.into() }
    }

    /// The value, when there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Absent | Self::Unreadable(_) => None,
        }
    }

    /// The value, when there is one, to change it.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Absent | Self::Unreadable(_) => None,
        }
    }

    /// Why it could not be read.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Unreadable(reason) => Some(*reason),
            Self::Known { .. } | Self::Absent => None,
        }
    }

    /// Whether a value was read.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Known { .. })
    }

    /// The same observation of something derived from the value.
    pub fn map<U>(self, derive: impl FnOnce(T) -> U) -> Observed<U> {
        match self {
            Self::Known { value, source } => Observed::Known { value: derive(value), source },
            Self::Absent => Observed::Absent,
            Self::Unreadable(reason) => Observed::Unreadable(reason),
        }
    }

    /// This observation when it is known, else the other one.
    pub fn or_else<'a>(&'a self, other: &'a Self) -> &'a Self {
        if self.is_known() { self } else { other }
    }
}

impl<T: Clone> Observed<T> {
    /// The value under the name that evidence will show; a value that is not
    /// set or could not be read leaves the check undecided.
    pub fn seen<'a>(&'a self, fact: &'static str) -> Result<Seen<'a, T>, Undecided> {
        match self {
            Self::Known { value, source } => Ok(Seen {
                fact,
                value: Cow::Borrowed(value),
                source: Cow::Borrowed(source.as_str()),
            }),
            Self::Absent => Err(Undecided::unknown(format!("{fact}: not set"))),
            Self::Unreadable(reason) => Err(Undecided::unknown(format!("{fact}: {reason}"))),
        }
    }

    /// As [`Observed::seen`], where "not set" means a documented default.
    pub fn seen_or<'a>(&'a self, fact: &'static str, default: T) -> Result<Seen<'a, T>, Undecided> {
        match self {
            Self::Absent => {
                Ok(Seen { fact, value: Cow::Owned(default), source: Cow::Borrowed("default") })
            }
            Self::Known { .. } | Self::Unreadable(_) => self.seen(fact),
        }
    }

    /// As [`Observed::seen_or`] with the type's own default.
    pub fn seen_or_default<'a>(&'a self, fact: &'static str) -> Result<Seen<'a, T>, Undecided>
    where
        T: Default,
    {
        self.seen_or(fact, T::default())
    }
}

/// A value that a check looked at, with what evidence needs to name it.
#[derive(Clone, Debug)]
pub struct Seen<'a, T: Clone> {
    /// Short name of the fact.
    pub fact: &'static str,
    /// The value.
    pub value: Cow<'a, T>,
    /// Where it was read.
    pub source: Cow<'a, str>,
}

impl<T: Clone> Deref for Seen<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[derive(Serialize)]
struct KnownOut<'a, T> {
    value: &'a T,
    source: &'a str,
}

#[derive(Serialize)]
struct UnreadableOut {
    unreadable: Reason,
}

impl<T: Serialize> Serialize for Observed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known { value, source } => {
                KnownOut { value, source: source.as_str() }.serialize(serializer)
            }
            Self::Absent => serializer.serialize_none(),
            Self::Unreadable(reason) => UnreadableOut { unreadable: *reason }.serialize(serializer),
        }
    }
}

/// All three shapes in one map, so that reading needs no buffering.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct In<T> {
    value: Option<T>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    unreadable: Option<Reason>,
    #[serde(default)]
    absent: bool,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Observed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(read) = Option::<In<T>>::deserialize(deserializer)? else {
            return Ok(Self::Absent);
        };
        match (read.value, read.unreadable) {
            (Some(value), None) => Ok(Self::known(value, read.source)),
            (None, Some(reason)) => Ok(Self::Unreadable(reason)),
            (None, None) if read.absent => Ok(Self::Absent),
            _ => Err(D::Error::custom(
                "an observed fact is null, {value, source}, {absent: true} or {unreadable}",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_states_survive_a_file() {
        for (observed, text) in [
            (
                Observed::known(true, "HostConfig.Privileged"),
                r#"{"value":true,"source":"HostConfig.Privileged"}"#,
            ),
            (Observed::Absent, "null"),
            (Observed::Unreadable(Reason::NotInApi), r#"{"unreadable":"not-in-api"}"#),
        ] {
            assert_eq!(serde_json::to_string(&observed).unwrap(), text);
            assert_eq!(serde_json::from_str::<Observed<bool>>(text).unwrap(), observed);
        }
    }

    #[test]
    fn a_fact_with_no_state_is_refused() {
        assert!(serde_json::from_str::<Observed<bool>>("{}").is_err());
        assert!(
            serde_json::from_str::<Observed<bool>>(r#"{"value":true,"unreadable":"limit"}"#)
                .is_err()
        );
    }

    #[test]
    fn permission_denied_is_not_absent() {
        let denied: Observed<bool> = Observed::Unreadable(Reason::Permission);
        assert!(denied.seen_or("privileged", false).is_err());
        assert!(!*Observed::<bool>::Absent.seen_or("privileged", false).unwrap());
    }
}
