//! Versions of an engine, as far as a table of rules knows them.

/// `FROM..UNTIL` as places in the list of known versions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Span {
    from: usize,
    until: usize,
}

impl Span {
    pub(super) fn parse(text: &str, versions: &[&str]) -> Option<Self> {
        let (from, until) = text.split_once("..")?;
        let place = |version: &str, none: usize| {
            if version.is_empty() {
                Some(none)
            } else {
                versions.iter().position(|known| *known == version)
            }
        };
        Some(Self { from: place(from, 0)?, until: place(until, versions.len())? })
    }

    pub(super) fn has(self, at: usize) -> bool {
        (self.from..self.until).contains(&at)
    }
}

/// The place of the version that a wanted one has its rules from: the one that
/// is named, also without its last numbers, else the newest before it.
pub(super) fn choose(versions: &[&str], wanted: &str) -> Option<usize> {
    let named = |known: &&str| {
        known.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if let Some(at) = versions.iter().rposition(named) {
        return Some(at);
    }
    let wanted = numbers(wanted)?;
    let not_newer = |known: &&str| numbers(known).is_some_and(|known| known <= wanted);
    versions.iter().rposition(not_newer)
}

/// `20.10.24+dfsg1` is 20, 10, 24.
fn numbers(version: &str) -> Option<Vec<u32>> {
    let end = version.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let plain = version.get(..end.unwrap_or(version.len()))?;
    plain.trim_end_matches('.').split('.').map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_before_is_chosen() {
        let versions = ["20.10", "23.0", "24.0.9", "25.0", "profiles-0.3.0"];
        let chosen = |wanted| choose(&versions, wanted).map(|at| versions[at]);
        assert_eq!(chosen("20.10.24+dfsg1"), Some("20.10"));
        assert_eq!(chosen("24.0.2"), Some("23.0"));
        assert_eq!(chosen("24.0"), Some("24.0.9"));
        assert_eq!(chosen("24"), Some("24.0.9"));
        assert_eq!(chosen("27.5.1"), Some("25.0"));
        assert_eq!(chosen("profiles-0.3.0"), Some("profiles-0.3.0"));
        assert_eq!(chosen("19.03"), None);
        assert_eq!(chosen("latest"), None);
    }
}
