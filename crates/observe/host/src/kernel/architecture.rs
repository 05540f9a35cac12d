//! Names of architectures, in the spelling of `uname -m`.

use std::collections::BTreeMap;

/// Words by which people, distributions and the kernel's build know an
/// architecture, and what `uname -m` says there.
const NAMES: &[(&str, &[&str])] = &[
    ("x86_64", &["x86_64", "x86-64", "amd64", "x64"]),
    ("i686", &["i686", "i386", "i486", "i586", "x86_32", "x86-32", "ia32"]),
    ("aarch64", &["aarch64", "arm64", "armv8"]),
    ("armv7l", &["armv7l", "armv7", "armhf", "arm"]),
    ("armv6l", &["armv6l", "armv6"]),
    ("riscv64", &["riscv64", "riscv", "rv64"]),
];

/// The names that a person may give, one an architecture.
pub(super) const KNOWN: &str = "x86_64, i386, arm64, arm, riscv64";

/// `uname -m` of an architecture under any of its names.
pub(super) fn machine(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(machine, _)| *machine)
}

/// What the options of a configuration say, else the word of its header.
pub(super) fn of_config(options: &BTreeMap<String, String>, header: &str) -> String {
    let on = |name: &str| options.get(name).is_some_and(|value| value == "y");
    let told = [
        ("CONFIG_X86_64", "x86_64"),
        ("CONFIG_X86_32", "i686"),
        ("CONFIG_ARM64", "aarch64"),
        ("CONFIG_CPU_V7", "armv7l"),
        ("CONFIG_CPU_V6", "armv6l"),
        ("CONFIG_ARM", "armv7l"),
    ];
    if let Some((_, machine)) = told.iter().find(|(option, _)| on(option)) {
        return (*machine).to_owned();
    }
    match header {
        "riscv" => of_width(options, "riscv64", "riscv32"),
        "" if on("CONFIG_RISCV") => of_width(options, "riscv64", "riscv32"),
        "x86" => of_width(options, "x86_64", "i686"),
        "" if on("CONFIG_X86") => of_width(options, "x86_64", "i686"),
        other => machine(other).unwrap_or(other).to_owned(),
    }
}

/// The width is told by `CONFIG_64BIT`; a part of a configuration without it
/// does not tell.
fn of_width(options: &BTreeMap<String, String>, wide: &str, narrow: &str) -> String {
    match options.get("CONFIG_64BIT").map(String::as_str) {
        Some("y") => wide.to_owned(),
        Some(_) => narrow.to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(options: &[(&str, &str)], header: &str) -> String {
        let options = options.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        of_config(&options.collect(), header)
    }

    #[test]
    fn options_tell_more_than_the_header() {
        assert_eq!(told(&[("CONFIG_X86_64", "y"), ("CONFIG_X86", "y")], "x86"), "x86_64");
        assert_eq!(told(&[("CONFIG_X86_32", "y"), ("CONFIG_64BIT", "n")], "x86"), "i686");
        assert_eq!(told(&[("CONFIG_64BIT", "y")], "x86"), "x86_64");
        assert_eq!(told(&[("CONFIG_ARM64", "y"), ("CONFIG_64BIT", "y")], ""), "aarch64");
        assert_eq!(told(&[("CONFIG_ARM", "y")], ""), "armv7l");
        assert_eq!(told(&[("CONFIG_ARM", "y"), ("CONFIG_CPU_V6", "y")], "arm"), "armv6l");
        assert_eq!(told(&[("CONFIG_RISCV", "y"), ("CONFIG_64BIT", "y")], ""), "riscv64");
        assert_eq!(told(&[], "arm64"), "aarch64");
        assert_eq!(told(&[], "s390"), "s390");
        assert_eq!(told(&[("CONFIG_X86", "y")], ""), "");
        assert_eq!(told(&[], ""), "");
    }
}
