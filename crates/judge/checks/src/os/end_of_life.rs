//! Until when a release gets security updates: what its vendor wrote into
//! os-release, else a table.

use std::sync::LazyLock;

use seaworthy_core::facts::unix_seconds;

const TABLE: &str = include_str!("end_of_life.tsv");

/// Two dates of a release.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Support {
    /// Last day for everybody.
    pub(super) end: String,
    /// Last day for those who pay, empty when there is no such offer.
    pub(super) extended: String,
}

struct Row {
    id: &'static str,
    version: &'static str,
    end: &'static str,
    extended: &'static str,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let (id, version, end) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Row { id, version, end, extended: fields.next().unwrap_or_default() })
    };
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
});

/// Dates of a release by `ID` and `VERSION_ID`.
pub(super) fn support(id: &str, version: &str) -> Option<Support> {
    let rows = ROWS.iter().filter(|row| row.id == id && begins(version, row.version));
    let row = rows.max_by_key(|row| row.version.len())?;
    Some(Support { end: row.end.to_owned(), extended: row.extended.to_owned() })
}

/// Whether the table knows other releases of this system.
pub(super) fn knows(id: &str) -> bool {
    ROWS.iter().any(|row| row.id == id)
}

/// `9.4` begins with `9`, `11` does not begin with `1`.
fn begins(version: &str, with: &str) -> bool {
    version.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The end of a day, seconds since 1970.
pub(super) fn end_of_day(date: &str) -> Option<i64> {
    unix_seconds(&format!("{date}T23:59:59Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_dates() {
        assert!(ROWS.len() > 60);
        for row in ROWS.iter() {
            assert!(end_of_day(row.end).is_some(), "{} {}", row.id, row.version);
            assert!(row.extended.is_empty() || end_of_day(row.extended) > end_of_day(row.end));
        }
    }

    #[test]
    fn the_longest_version_matches() {
        assert_eq!(support("rhel", "9.4").unwrap().end, "2032-05-31");
        assert_eq!(support("amzn", "2023").unwrap().end, "2029-06-30");
        assert_eq!(support("amzn", "2").unwrap().end, "2026-06-30");
        assert_eq!(support("alpine", "3.22.1").unwrap().end, "2027-05-01");
        assert_eq!(support("debian", "1"), None);
        assert!(knows("debian") && !knows("arch"));
    }
}
