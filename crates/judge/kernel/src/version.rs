//! Versions of the kernel, as far as options depend on them.

use std::fmt;

/// Major and minor number: options come and go with these.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Version {
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
}

impl Version {
    /// A version from its numbers.
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// The version of a release such as `6.1.0-18-amd64`; `None` when it does not
    /// begin with two numbers.
    pub fn of_release(release: &str) -> Option<Self> {
        let (major, rest) = release.trim().split_once('.')?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        Some(Self::new(major.parse().ok()?, rest.get(..end)?.parse().ok()?))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_of_distributions_are_read() {
        for (release, version) in [
            ("6.1.0-18-amd64", Some(Version::new(6, 1))),
            ("5.15-rc3", Some(Version::new(5, 15))),
            ("4.18.0-553.el8_10.x86_64", Some(Version::new(4, 18))),
            ("6", None),
            ("v6.1", None),
            ("6.x", None),
            ("99999.1", None),
        ] {
            assert_eq!(Version::of_release(release), version, "{release}");
        }
        assert!(Version::new(5, 10) > Version::new(5, 9));
    }
}
