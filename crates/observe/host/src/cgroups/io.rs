//! Limits of block I/O: `io.max` of version 2 and `blkio.throttle.*` of
//! version 1, which say the same in different words.

use std::collections::BTreeMap;

/// Files of version 1 with the key of version 2 that means the same.
pub(super) const THROTTLES: [(&str, &str); 4] = [
    ("blkio.throttle.read_bps_device", "rbps"),
    ("blkio.throttle.write_bps_device", "wbps"),
    ("blkio.throttle.read_iops_device", "riops"),
    ("blkio.throttle.write_iops_device", "wiops"),
];
/// More devices than a machine throttles.
const MOST_LINES: usize = 4096;

/// The least limit of each device (`8:0`) and key (`rbps` …).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct IoLimits(BTreeMap<(String, &'static str), u64>);

impl IoLimits {
    fn add(&mut self, device: &str, key: &'static str, limit: u64) {
        let entry = self.0.entry((device.to_owned(), key)).or_insert(limit);
        *entry = limit.min(*entry);
    }

    /// Takes the lower limits of another cgroup above.
    pub(super) fn tighten(&mut self, other: &Self) {
        for ((device, key), limit) in &other.0 {
            self.add(device, key, *limit);
        }
    }

    /// One line a device, `8:0 rbps=1048576 wiops=100`.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: BTreeMap<&str, String> = BTreeMap::new();
        for ((device, key), limit) in &self.0 {
            let line = lines.entry(device).or_insert_with(|| device.clone());
            line.push_str(&format!(" {key}={limit}"));
        }
        lines.into_values().collect()
    }
}

/// `8:0 rbps=1048576 wbps=max riops=max wiops=max`; `None` when a line is
/// something else.
pub(crate) fn parse_max(text: &str) -> Option<IoLimits> {
    let mut limits = IoLimits::default();
    for line in text.lines().take(MOST_LINES) {
        let mut words = line.split_whitespace();
        let Some(device) = words.next() else { continue };
        is_device(device).then_some(())?;
        for word in words {
            let (key, limit) = word.split_once('=')?;
            let known = THROTTLES.iter().find(|(_, known)| *known == key);
            // A key of a later kernel says nothing that is known here.
            if let (Some((_, key)), false) = (known, limit == "max") {
                limits.add(device, key, limit.parse().ok()?);
            }
        }
    }
    Some(limits)
}

/// `8:0 1048576`, of the file that is about `key`.
pub(crate) fn parse_throttle(text: &str, key: &'static str) -> Option<IoLimits> {
    let mut limits = IoLimits::default();
    for line in text.lines().take(MOST_LINES) {
        let mut words = line.split_whitespace();
        let Some(device) = words.next() else { continue };
        is_device(device).then_some(())?;
        limits.add(device, key, words.next()?.parse().ok()?);
    }
    Some(limits)
}

fn is_device(word: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once(':').is_some_and(|(major, minor)| digits(major) && digits(minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_say_the_same() {
        let second = parse_max("8:0 rbps=100 wbps=max riops=max wiops=7 new=1\n8:16 rbps=max\n");
        let mut first = parse_throttle("8:0 100\n", "rbps").unwrap();
        first.tighten(&parse_throttle("8:0 7\n", "wiops").unwrap());
        assert_eq!(second.as_ref(), Some(&first));
        assert_eq!(first.lines(), ["8:0 rbps=100 wiops=7"]);
    }

    #[test]
    fn the_tighter_of_two_holds() {
        let mut own = parse_max("8:0 rbps=100\n").unwrap();
        own.tighten(&parse_max("8:0 rbps=200 wbps=5\n8:16 rbps=1\n").unwrap());
        assert_eq!(own.lines(), ["8:0 rbps=100 wbps=5", "8:16 rbps=1"]);
    }

    #[test]
    fn what_is_no_limit_is_malformed() {
        for text in ["sda rbps=1", "8:0 rbps", "8:0 rbps=-1", "8: rbps=1"] {
            assert_eq!(parse_max(text), None, "{text}");
        }
        for text in ["8:0", "8:0 max", "x 1"] {
            assert_eq!(parse_throttle(text, "rbps"), None, "{text}");
        }
    }
}
