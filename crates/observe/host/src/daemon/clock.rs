//! When a process started, on the clock that file times are on.

use rustix::time::{ClockId, Timespec, clock_gettime};

use crate::root::Root;

const NANOSECONDS: i128 = 1_000_000_000;

/// The moment of boot in nanoseconds since 1970: exact on a live machine, to
/// the second from a copy of its `/proc/stat`.
pub(super) fn boot(root: &Root) -> Option<i128> {
    if root.is_live() {
        let since = nanoseconds(clock_gettime(ClockId::Boottime));
        return Some(nanoseconds(clock_gettime(ClockId::Realtime)) - since);
    }
    let text = root.text("/proc/stat", 8 << 20);
    parse_boot(text.value()?).map(|seconds| i128::from(seconds) * NANOSECONDS)
}

fn nanoseconds(time: Timespec) -> i128 {
    i128::from(time.tv_sec) * NANOSECONDS + i128::from(time.tv_nsec)
}

fn parse_boot(text: &str) -> Option<i64> {
    text.lines()
        .find_map(|line| line.strip_prefix("btime "))
        .and_then(|time| time.trim().parse().ok())
}

/// Clock ticks in nanoseconds.
pub(super) fn ticks(ticks: u64) -> i128 {
    let second = i128::from(rustix::param::clock_ticks_per_second()).max(1);
    i128::from(ticks) * NANOSECONDS / second
}

/// Whole seconds.
pub(super) fn seconds(nanoseconds: i128) -> i64 {
    i64::try_from(nanoseconds.div_euclid(NANOSECONDS)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boot_time_of_a_copy() {
        assert_eq!(parse_boot("cpu 1 2\nbtime 1700000000\n"), Some(1_700_000_000));
        assert_eq!(parse_boot(""), None);
    }
}
