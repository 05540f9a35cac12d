//! Points in time as engines write them.

/// Seconds since 1970 of an RFC 3339 time, fractions cut off.
pub fn seconds_of(time: &str) -> Option<i64> {
    let (date, rest) = time.split_once(['T', 't', ' '])?;
    let (clock, offset) = split_offset(rest)?;
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let in_range = (0..=23).contains(&hour)
        && (0..=59).contains(&minute)
        && (0..=60).contains(&second)
        && parts.next().is_none();
    in_range.then_some(())?;
    Some(days_of(date)? * 86_400 + hour * 3_600 + minute * 60 + second - offset)
}

/// Days since 1970 of `YYYY-MM-DD` (Howard Hinnant's `days_from_civil`).
pub fn days_of(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The clock and the seconds that its zone is ahead of UTC.
fn split_offset(rest: &str) -> Option<(&str, i64)> {
    if let Some(clock) = rest.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let at = rest.rfind(['+', '-'])?;
    let (hours, minutes) = rest[at + 1..].split_once(':')?;
    let ahead = hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60;
    Some((&rest[..at], if rest[at..].starts_with('-') { -ahead } else { ahead }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days_of("1970-01-01"), Some(0));
        assert_eq!(days_of("2026-01-01"), Some(20_454));
        assert_eq!(days_of("2026-02-30x"), None);
    }

    #[test]
    fn engines_write_fractions_and_offsets() {
        assert_eq!(seconds_of("2026-01-01T00:00:00Z"), Some(1_767_225_600));
        assert_eq!(seconds_of("2026-01-01T02:00:00.123456789+02:00"), Some(1_767_225_600));
        assert_eq!(seconds_of("2025-12-31T19:00:00-05:00"), Some(1_767_225_600));
        assert!(seconds_of("0001-01-01T00:00:00Z").is_some_and(|seconds| seconds < 0));
        for wrong in ["", "2026-01-01", "2026-01-01T00:00Z", "2026-01-01T25:00:00Z", "aTb"] {
            assert_eq!(seconds_of(wrong), None, "{wrong}");
        }
    }
}
