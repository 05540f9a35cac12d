//! The only reader of the time.

use chrono::{DateTime, Utc};

/// Now, or the moment that `SOURCE_DATE_EPOCH` names, so that outputs can be
/// made the same twice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock(DateTime<Utc>);

impl Clock {
    pub(crate) fn read() -> Self {
        let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
        Self(
            fixed.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_else(Utc::now),
        )
    }

    /// Seconds since 1970.
    pub(crate) fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// Days since 1970.
    pub(crate) fn days(self) -> i64 {
        self.seconds().div_euclid(86_400)
    }

    /// `2026-11-24T01:36:00Z`.
    pub(crate) fn rfc3339(self) -> String {
        self.0.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// `2026-11-24`.
    pub(crate) fn date(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }
}
