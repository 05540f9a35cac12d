//! Docker Engine's release lines and how long each gets fixes.

/// A release line and the last day of its maintenance.
pub(super) struct Line {
    /// `28` or, before 2023 and where minor lines lived apart, `20.10`.
    pub(super) name: &'static str,
    /// `YYYY-MM-DD`, empty while no end was announced.
    pub(super) end: &'static str,
}

/// When the table was last compared with its sources: moby's
/// `project/BRANCHES-AND-TAGS.md` and endoflife.date.
pub(super) const CHECKED: &str = "2026-03-05";

/// Newest first. Lines of several vendors (25.0 by Mirantis and Amazon) end
/// when the last of them stops.
const LINES: &[Line] = &[
    Line { name: "29", end: "" },
    Line { name: "28", end: "" },
    Line { name: "27", end: "2025-05-03" },
    Line { name: "26.1", end: "2025-02-17" },
    Line { name: "26.0", end: "2024-06-08" },
    Line { name: "25.0", end: "" },
    Line { name: "24.0", end: "2024-06-08" },
    Line { name: "23.0", end: "2025-05-19" },
    Line { name: "20.10", end: "2023-12-10" },
    Line { name: "19.03", end: "2021-01-08" },
    Line { name: "18.09", end: "2019-08-22" },
    Line { name: "18.06", end: "2018-12-08" },
    Line { name: "17.12", end: "2018-02-10" },
    Line { name: "17.06", end: "2017-09-29" },
];

/// The release line of a version.
pub(super) fn line(version: &str) -> Option<&'static Line> {
    LINES.iter().find(|line| {
        version.strip_prefix(line.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// First number of a version.
pub(super) fn major(version: &str) -> Option<u32> {
    version.split(['.', '-', '+']).next()?.parse().ok()
}

/// Whether a distribution built it: such versions carry a suffix of their own
/// (`20.10.24+dfsg1`), and the product name of Docker's builds is missing.
pub(super) fn is_distribution_build(version: &str, platform: Option<&str>) -> bool {
    let suffix = version.split_once(['+', '~', '-']).map_or("", |(_, suffix)| suffix);
    let upstream = suffix.is_empty()
        || ["ce", "ee", "rc", "beta", "alpha"].iter().any(|word| suffix.starts_with(word));
    !upstream || platform.is_none_or(str::is_empty)
}

/// The day in front of a build time, when it is written as RFC 3339.
pub(super) fn built_on(build_time: &str) -> Option<&str> {
    let day = build_time.get(..10)?;
    let digits = |range| day.get(range).is_some_and(|part: &str| part.parse::<u16>().is_ok());
    (digits(0..4) && digits(5..7) && digits(8..10) && day.matches('-').count() == 2).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_not_its_neighbour() {
        assert_eq!(line("28.5.2").map(|line| line.name), Some("28"));
        assert_eq!(line("20.10.24+dfsg1").map(|line| line.name), Some("20.10"));
        assert!(line("2.0").is_none() && line("280.1").is_none() && line("17.13.1").is_none());
    }

    #[test]
    fn distributions_are_told_by_suffix_or_missing_product() {
        let docker = Some("Docker Engine - Community");
        assert!(is_distribution_build("20.10.24+dfsg1", docker));
        assert!(is_distribution_build("24.0.7", Some("")));
        assert!(is_distribution_build("28.2.2-0ubuntu1", None));
        assert!(!is_distribution_build("29.3.0", docker));
        assert!(!is_distribution_build("18.06.1-ce", docker));
    }

    #[test]
    fn only_dates_are_build_days() {
        assert_eq!(built_on("2025-05-30T12:07:35.000000000+00:00"), Some("2025-05-30"));
        assert_eq!(built_on("Thu May 18 14:17:19 2023"), None);
        assert_eq!(built_on("<unknown>"), None);
    }
}
