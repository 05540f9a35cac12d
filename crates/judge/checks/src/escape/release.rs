//! Versions of kernel, runtime and engine, as far as ranges of flaws need them.

/// A version, comparable with those of the same project.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Release {
    numbers: [u32; 3],
    /// Release candidate; the release itself comes after all of them.
    candidate: u32,
}

/// Who built it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Origin {
    /// The project itself: what it fixed later is not in it.
    Project,
    /// A distribution or a vendor, which carries fixes back without a new number.
    Vendor,
}

impl Release {
    /// `1.1.12`, `v1.0.0-rc93`, `5.10.0-28-amd64`, `1.6.20~ds1`, with who built
    /// it; `None` for what has no numbers in front.
    pub(super) fn parse(text: &str) -> Option<(Self, Origin)> {
        let bare = text.trim().trim_start_matches('v');
        let end = bare
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .unwrap_or(bare.len());
        let (digits, rest) = bare.split_at(end);
        let mut numbers = [0; 3];
        let parts = digits.trim_end_matches('.').split('.');
        if parts.clone().count() > numbers.len() {
            return None;
        }
        for (number, part) in numbers.iter_mut().zip(parts) {
            *number = part.parse().ok()?;
        }
        let (candidate, rest) = candidate(rest);
        let origin = match rest {
            // Names that the projects themselves put behind a version.
            "" | "-ce" | "-ee" => Origin::Project,
            _ => Origin::Vendor,
        };
        Some((Self { numbers, candidate }, origin))
    }

    /// Whether it lies in one of these ranges, the end not included. Bounds that
    /// cannot be read hold nothing.
    pub(super) fn is_within(self, ranges: &[(&str, &str)]) -> bool {
        ranges.iter().any(|(from, until)| {
            let bound = |text| Self::parse(text).map(|(release, _)| release);
            match (bound(from), bound(until)) {
                (Some(from), Some(until)) => from <= self && self < until,
                _ => false,
            }
        })
    }
}

/// `-rc93`, `-rc.3`, `-beta.1`; the number of a release is beyond all.
fn candidate(rest: &str) -> (u32, &str) {
    for (word, base) in [("-rc", 1_000_000), ("-beta", 0)] {
        let Some(after) = rest.strip_prefix(word) else { continue };
        let after = after.strip_prefix('.').unwrap_or(after);
        let end = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
        let (digits, rest) = after.split_at(end);
        if let Ok(number) = digits.parse::<u32>() {
            return (base + number.min(999_999), rest);
        }
    }
    (u32::MAX, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(text: &str) -> Release {
        Release::parse(text).unwrap().0
    }

    #[test]
    fn versions_order_as_their_projects_release_them() {
        let order = ["1.0.0-rc6", "1.0.0-rc93", "1.0.0-rc95", "1.0.0", "1.1.5", "1.1.12", "1.2.8"];
        assert!(order.windows(2).all(|pair| release(pair[0]) < release(pair[1])));
        assert_eq!(release("1.4.0-rc.3"), release("v1.4.0-rc3"));
        assert!(release("1.7.0-beta.0") < release("1.7.0-rc.1"));
        assert_eq!(release("6.1"), release("6.1.0"));
    }

    #[test]
    fn suffixes_tell_who_built_it() {
        let origin = |text: &str| Release::parse(text).unwrap().1;
        for text in ["1.1.12", "6.18.44", "18.06.1-ce", "1.0.0-rc95", "6.12-rc3", "v1.7.27"] {
            assert_eq!(origin(text), Origin::Project, "{text}");
        }
        for text in [
            "1.1.5+ds1",
            "1.6.20~ds1",
            "20.10.24+dfsg1",
            "5.10.0-28-amd64",
            "5.15.0-91-generic",
            "4.18.0-513.el8.x86_64",
            "1.0.0-rc6+dev",
            "6.6.12-linuxkit",
        ] {
            assert_eq!(origin(text), Origin::Vendor, "{text}");
        }
        assert!(Release::parse("").is_none() && Release::parse("unknown").is_none());
        assert!(Release::parse("1.2.3.4").is_none() && Release::parse("99999999999").is_none());
    }

    #[test]
    fn a_range_ends_before_the_fix() {
        let ranges = [("1.0.0-rc93", "1.1.12")];
        assert!(release("1.0.0-rc93").is_within(&ranges) && release("1.1.11").is_within(&ranges));
        assert!(!release("1.1.12").is_within(&ranges) && !release("1.0.0-rc92").is_within(&ranges));
    }
}
