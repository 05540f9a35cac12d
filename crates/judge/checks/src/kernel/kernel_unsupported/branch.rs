//! Branches of the upstream kernel and when their fixes end.

/// When the table was last compared with its sources: the releases page of
/// kernel.org, the stable maintainer's announcements, endoflife.date.
pub(super) const CHECKED: &str = "2026-11";

/// How long a branch gets fixes upstream.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Life {
    /// For years, until the end of a month that may still be moved.
    Longterm(&'static str),
    /// Until shortly after the next release, in this month at the latest.
    Ended(&'static str),
    /// The newest branch of its time, without an announced end.
    Newest,
}

/// A branch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch {
    pub(super) major: u16,
    pub(super) minor: u16,
    pub(super) life: Life,
}

const fn longterm(major: u16, minor: u16, end: &'static str) -> Branch {
    Branch { major, minor, life: Life::Longterm(end) }
}

const fn ended(major: u16, minor: u16, end: &'static str) -> Branch {
    Branch { major, minor, life: Life::Ended(end) }
}

/// Newest first. Months, as kernel.org tells them.
const BRANCHES: &[Branch] = &[
    Branch { major: 7, minor: 2, life: Life::Newest },
    ended(7, 1, "2026-09"),
    ended(7, 0, "2026-08"),
    ended(6, 19, "2026-04"),
    longterm(6, 18, "2028-12"),
    ended(6, 17, "2025-12"),
    ended(6, 16, "2025-10"),
    ended(6, 15, "2025-08"),
    ended(6, 14, "2025-06"),
    ended(6, 13, "2025-04"),
    longterm(6, 12, "2028-12"),
    ended(6, 11, "2024-12"),
    ended(6, 10, "2024-10"),
    ended(6, 9, "2024-07"),
    ended(6, 8, "2024-05"),
    ended(6, 7, "2024-04"),
    longterm(6, 6, "2027-12"),
    ended(6, 5, "2023-11"),
    ended(6, 4, "2023-09"),
    ended(6, 3, "2023-07"),
    ended(6, 2, "2023-05"),
    longterm(6, 1, "2027-12"),
    ended(6, 0, "2023-01"),
    ended(5, 19, "2022-10"),
    ended(5, 18, "2022-08"),
    ended(5, 17, "2022-06"),
    ended(5, 16, "2022-04"),
    longterm(5, 15, "2026-12"),
    longterm(5, 10, "2026-12"),
    longterm(5, 4, "2025-12"),
    longterm(4, 19, "2024-12"),
    longterm(4, 14, "2024-01"),
    longterm(4, 9, "2023-01"),
    longterm(4, 4, "2022-02"),
    longterm(3, 16, "2020-06"),
    longterm(3, 10, "2017-11"),
    longterm(3, 2, "2018-06"),
];

/// From here on the table lists every branch.
const ALL_SINCE: (u16, u16) = (5, 15);

/// What is known of the branch of a release.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum State {
    /// Gets fixes, until the end of the month when one is known.
    Maintained { until: Option<&'static str> },
    /// Got its last fixes in this month.
    Ended { since: &'static str },
    /// Older than a branch of the table that lived longer than its neighbours.
    LongGone,
    /// Not in the table, or the table is too old to tell.
    Unknown,
}

/// The first two numbers of a release.
pub(super) fn numbers(release: &str) -> Option<(u16, u16)> {
    let mut numbers = release.split(['.', '-', '+', '_']);
    let major = numbers.next()?.parse().ok()?;
    Some((major, numbers.next()?.parse().ok()?))
}

/// State of a branch in a month, `YYYY-MM`.
pub(super) fn state((major, minor): (u16, u16), month: &str) -> State {
    let Some(branch) = BRANCHES.iter().find(|one| (one.major, one.minor) == (major, minor)) else {
        // Short-lived branches of before 2022 are not listed one by one.
        return if (major, minor) > ALL_SINCE { State::Unknown } else { State::LongGone };
    };
    match branch.life {
        Life::Longterm(end) | Life::Ended(end) if end < month => State::Ended { since: end },
        Life::Longterm(end) | Life::Ended(end) => State::Maintained { until: Some(end) },
        // A table that was not looked at for half a year knows of no newer one.
        Life::Newest if is_half_a_year_old(month) => State::Unknown,
        Life::Newest => State::Maintained { until: None },
    }
}

fn is_half_a_year_old(month: &str) -> bool {
    let count = |month: &str| {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()?)
    };
    match (count(CHECKED), count(month)) {
        (Some(checked), Some(now)) => now - checked > 6,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(release: &str, month: &str) -> State {
        state(numbers(release).unwrap(), month)
    }

    #[test]
    fn branches_live_until_the_end_of_their_month() {
        assert_eq!(of("5.15.178", "2026-12"), State::Maintained { until: Some("2026-12") });
        assert_eq!(of("5.15.178", "2027-01"), State::Ended { since: "2026-12" });
        assert_eq!(of("6.1.0-18-amd64", "2026-11"), State::Maintained { until: Some("2027-12") });
        assert_eq!(of("6.11.0", "2026-11"), State::Ended { since: "2024-12" });
    }

    #[test]
    fn what_the_table_does_not_list_is_old_or_new() {
        assert_eq!(of("5.14.0-611.5.1.el9_7.x86_64", "2026-11"), State::LongGone);
        assert_eq!(of("2.6.32", "2026-11"), State::LongGone);
        assert_eq!(of("7.3.0", "2026-11"), State::Unknown);
        assert_eq!(of("7.2.4", "2026-11"), State::Maintained { until: None });
        assert_eq!(of("7.2.4", "2027-06"), State::Unknown);
    }

    #[test]
    fn the_table_is_in_order_and_in_months() {
        let order: Vec<(u16, u16)> = BRANCHES.iter().map(|one| (one.major, one.minor)).collect();
        assert!(order.is_sorted_by(|one, other| one > other));
        for branch in BRANCHES {
            if let Life::Longterm(end) | Life::Ended(end) = branch.life {
                assert!(end.len() == 7 && end.as_bytes()[4] == b'-', "{end}");
            }
        }
    }

    #[test]
    fn a_release_has_two_numbers() {
        assert_eq!(numbers("4.18.0-553.el8_10"), Some((4, 18)));
        assert_eq!(numbers("6.8"), Some((6, 8)));
        assert_eq!(numbers("6"), None);
        assert_eq!(numbers("mainline"), None);
    }
}
