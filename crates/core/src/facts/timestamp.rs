//! Times as engines write them.

/// Seconds since 1970 of an RFC 3339 time; fractions of a second are dropped.
pub fn unix_seconds(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let [year, month, day] = numbers(date.splitn(3, '-'))?;
    let zone_at = rest.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = rest.split_at(zone_at);
    let [hour, minute, second] = numbers(clock.split('.').next()?.splitn(3, ':'))?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    let days = days_since_1970(year, month, day);
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)?)
}

fn numbers<'a, const N: usize>(parts: impl Iterator<Item = &'a str>) -> Option<[i64; N]> {
    let parsed: Vec<i64> =
        parts.map(|part| part.parse::<u16>().map(i64::from)).collect::<Result<_, _>>().ok()?;
    parsed.try_into().ok()
}

fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.get(..1)? {
        "Z" | "z" => return Some(0),
        "-" => -1,
        _ => 1,
    };
    let [hours, minutes] = numbers(zone.get(1..)?.splitn(2, ':'))?;
    Some(sign * (hours * 3_600 + minutes * 60))
}

/// Howard Hinnant's `days_from_civil` for years from 0 on.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_engines() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-01-01T00:00:00Z", 1_767_225_600),
            ("2024-02-29T12:30:45.123456789Z", 1_709_209_845),
            ("2026-01-01T02:00:00+02:00", 1_767_225_600),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
        ] {
            assert_eq!(unix_seconds(text), Some(seconds), "{text}");
        }
        for text in ["", "yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:00Z"] {
            assert_eq!(unix_seconds(text), None, "{text}");
        }
    }
}
