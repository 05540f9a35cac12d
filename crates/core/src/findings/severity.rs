//! How bad, and how sure.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How bad a failed check or a vulnerability is. Ordered: critical is greatest.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nobody has rated it.
    Unknown,
    /// Worth knowing, nothing to do.
    Info,
    /// Hardly ever matters.
    Negligible,
    /// Defence in depth.
    Low,
    /// Weakens isolation or makes an attack cheaper.
    Medium,
    /// One more mistake away from a compromised host.
    High,
    /// Root on the host for whoever reaches it.
    Critical,
}

impl Severity {
    /// All of them, worst first.
    pub const ALL: [Self; 7] = [
        Self::Critical,
        Self::High,
        Self::Medium,
        Self::Low,
        Self::Negligible,
        Self::Info,
        Self::Unknown,
    ];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Negligible => "negligible",
            Self::Info => "info",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is not a severity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParseSeverityError {
    /// The word.
    pub given: String,
}

impl fmt::Display for ParseSeverityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a severity: critical, high, medium, low, negligible, info, unknown",
            self.given
        )
    }
}

impl std::error::Error for ParseSeverityError {}

impl FromStr for Severity {
    type Err = ParseSeverityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseSeverityError { given: text.to_owned() })
    }
}

/// How sure a judge is that the finding is real.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess by name.
    Low,
    /// Strong signs.
    Medium,
    /// Read directly.
    #[default]
    High,
}

impl Confidence {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
