//! Versions of the Linux kernel, as far as they decide anything here.

use std::fmt;

/// Major and minor number of a kernel.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct KernelVersion {
    /// 6 in 6.1.
    pub major: u16,
    /// 1 in 6.1. Of versions before 3.0 two numbers are kept: 2.6.16 is 2 and
    /// 616, 2.2 is 2 and 200, which keeps their order.
    pub minor: u16,
}

impl KernelVersion {
    /// A version since 3.0.
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// Reads the start of a release: `6.1.0-23-amd64`, `6.1`, `2.6.32`. Without
    /// a second number it is none.
    pub fn parse(release: &str) -> Option<Self> {
        let mut numbers = release.trim().splitn(3, '.');
        let major = numbers.next()?.parse().ok()?;
        let minor = leading(numbers.next()?)?;
        if major >= 3 {
            return Some(Self { major, minor });
        }
        let patch = numbers.next().and_then(leading).unwrap_or_default();
        Some(Self { major, minor: minor.checked_mul(100)?.checked_add(patch.min(99))? })
    }
}

/// The number that a text starts with.
fn leading(text: &str) -> Option<u16> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

impl fmt::Display for KernelVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.major >= 3 {
            return write!(f, "{}.{}", self.major, self.minor);
        }
        let (minor, patch) = (self.minor / 100, self.minor % 100);
        match patch {
            0 => write!(f, "{}.{minor}", self.major),
            patch => write!(f, "{}.{minor}.{patch}", self.major),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_read_and_ordered() {
        let version = |text| KernelVersion::parse(text).unwrap();
        assert_eq!(version("6.1.0-23-amd64"), KernelVersion::new(6, 1));
        assert_eq!(version("5.10+"), KernelVersion::new(5, 10));
        assert!(version("2.2") < version("2.6.6"));
        assert!(version("2.6.6") < version("2.6.16"));
        assert!(version("2.6.39") < version("3.0"));
        assert_eq!(version("2.6.16").to_string(), "2.6.16");
        assert_eq!(version("2.2").to_string(), "2.2");
        for bad in ["", "6", "six.one", "6.", "99999.1"] {
            assert_eq!(KernelVersion::parse(bad), None, "{bad}");
        }
    }
}
