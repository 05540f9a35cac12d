//! Which version of the Engine API is spoken.

use std::fmt;
use std::str::FromStr;

/// A version of the Engine API.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct ApiVersion {
    pub(crate) major: u16,
    pub(crate) minor: u16,
}

/// The newest version whose fields this program knows.
pub(crate) const NEWEST: ApiVersion = ApiVersion { major: 1, minor: 55 };

/// The oldest one that a documented engine may leave unnamed.
pub(crate) const OLDEST: ApiVersion = ApiVersion { major: 1, minor: 24 };

/// What to speak with an engine of these bounds: the newest version both know, or
/// the engine's oldest when it has already dropped every version known here
/// (fields only known there are then recorded as unknown, and nothing is lost).
pub(crate) fn negotiate(newest: ApiVersion, oldest: Option<ApiVersion>) -> ApiVersion {
    let common = newest.min(NEWEST);
    oldest.map_or(common, |oldest| common.max(oldest.min(newest)))
}

impl FromStr for ApiVersion {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (major, minor) = text.trim().split_once('.').ok_or(())?;
        Ok(Self { major: major.parse().map_err(|_| ())?, minor: minor.parse().map_err(|_| ())? })
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> ApiVersion {
        text.parse().unwrap()
    }

    #[test]
    fn the_newest_common_version_is_spoken() {
        assert_eq!(negotiate(version("1.41"), Some(version("1.12"))), version("1.41"));
        assert_eq!(negotiate(version("1.99"), Some(version("1.44"))), NEWEST);
        assert_eq!(negotiate(version("1.99"), Some(version("1.60"))), version("1.60"));
        assert_eq!(negotiate(version("1.41"), None), version("1.41"));
    }

    #[test]
    fn what_is_no_version_is_none() {
        for text in ["", "1", "1.x", "-1.2", "1.2.3", "99999.1"] {
            assert!(text.parse::<ApiVersion>().is_err(), "{text}");
        }
    }
}
