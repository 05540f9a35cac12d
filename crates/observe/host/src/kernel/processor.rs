//! The processor, as far as the kernel's protection rests on it.

use std::collections::BTreeMap;

use seaworthy_core::facts::Observed;

use crate::root::Root;

/// The first processor's part of `/proc/cpuinfo` is far smaller, and asking for
/// all of them makes the kernel wake each one.
const FIRST_PROCESSOR: u64 = 32 << 10;
const LARGEST_STATE: u64 = 4 << 10;
const VULNERABILITIES: &str = "/sys/devices/system/cpu/vulnerabilities";

/// What the kernel says of each flaw of processors that it knows.
pub(super) fn vulnerabilities(root: &Root) -> Observed<BTreeMap<String, String>> {
    let mut unreadable = None;
    let states = root.names(VULNERABILITIES).map(|names| {
        let mut states = BTreeMap::new();
        for name in names {
            match root.text(&format!("{VULNERABILITIES}/{name}"), LARGEST_STATE) {
                Observed::Known { value, .. } => {
                    states.insert(name, value.trim().to_owned());
                }
                Observed::Absent => {}
                Observed::Unreadable(reason) => unreadable = Some(reason),
            }
        }
        states
    });
    unreadable.map_or(states, Observed::Unreadable)
}

/// Flags of the first processor: `flags` on x86, `Features` on ARM.
pub(super) fn flags(root: &Root) -> Observed<Vec<String>> {
    let text = root.beginning("/proc/cpuinfo", FIRST_PROCESSOR);
    match text.map(|text| parse_flags(&text)) {
        Observed::Known { value: Some(value), source } => Observed::Known { value, source },
        Observed::Known { value: None, .. } | Observed::Absent => Observed::Absent,
        Observed::Unreadable(reason) => Observed::Unreadable(reason),
    }
}

pub(crate) fn parse_flags(text: &str) -> Option<Vec<String>> {
    let values = text.lines().filter_map(|line| line.split_once(':'));
    let mut flags = values.filter(|(name, _)| matches!(name.trim(), "flags" | "Features"));
    let (_, flags) = flags.next()?;
    Some(flags.split_whitespace().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_both_families() {
        let x86 =
            "processor\t: 0\nflags\t\t: fpu smep\nvmx flags\t: vnmi\nprocessor\t: 1\nflags\t: x\n";
        assert_eq!(parse_flags(x86).unwrap(), ["fpu", "smep"]);
        assert_eq!(parse_flags("Features\t: fp asimd\n").unwrap(), ["fp", "asimd"]);
        assert_eq!(parse_flags("isa\t: rv64imafdc\n"), None);
    }
}
