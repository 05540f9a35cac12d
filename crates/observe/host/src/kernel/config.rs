//! The text of a kernel configuration, as kconfig writes it.

use std::collections::BTreeMap;
use std::fmt;

use seaworthy_core::facts::{CommandLine, KernelConfig};
use seaworthy_core::secrets::{classify, mask};

use super::architecture;
use super::faults::Faults;

/// Longest line. The longest that kconfig writes are lists of files, well below
/// a kilobyte.
const LONGEST_LINE: usize = 64 << 10;
/// Names of damaged lines that are kept.
const MOST_DAMAGED: usize = 1_000;

/// What a text told.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The configuration.
    pub(crate) config: KernelConfig,
    /// Lines that are none of a configuration, and options set twice.
    pub(crate) faults: Faults,
}

/// What one line says.
enum Line<'a> {
    Nothing,
    Header { architecture: &'a str, version: &'a str },
    Setting { name: &'a str, value: String },
    Damaged { name: Option<&'a str>, defect: Defect },
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug)]
enum Defect {
    NotText,
    TooLong,
    NoSetting,
    Value,
    OpenQuote,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotText => "bytes that are no text",
            Self::TooLong => "too long for a kernel configuration",
            Self::NoSetting => "no setting of a kernel configuration",
            Self::Value => "a value that is neither y, m, n, a number nor a text in quotes",
            Self::OpenQuote => "a text without its closing quote",
        })
    }
}

/// Reads a configuration; `None` when no line of it sets anything.
pub(crate) fn parse(bytes: &[u8]) -> Option<Parsed> {
    let mut config = KernelConfig::default();
    let mut faults = Faults::default();
    let mut header = "";
    let mut settings: Vec<(String, String)> = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        match parse_line(line) {
            Line::Nothing => {}
            Line::Header { architecture, version } => {
                if config.version.is_empty() {
                    config.version = version.to_owned();
                    header = architecture;
                }
            }
            Line::Setting { name, value } => settings.push((name.to_owned(), value)),
            Line::Damaged { name, defect } => {
                faults.add(index + 1, defect);
                if let Some(name) = name
                    && config.damaged.len() < MOST_DAMAGED
                {
                    config.damaged.push(name.to_owned());
                }
            }
        }
    }
    if settings.is_empty() {
        return None;
    }
    let count = settings.len();
    // Of equal names the last one stays, as it does in kconfig.
    config.options = settings.into_iter().collect();
    if config.options.len() != count {
        report_repeated(bytes, &mut faults);
    }
    config.architecture = architecture::of_config(&config.options, header);
    Some(Parsed { config, faults })
}

fn parse_line(line: &[u8]) -> Line<'_> {
    if line.len() > LONGEST_LINE {
        return Line::Damaged { name: None, defect: Defect::TooLong };
    }
    let Ok(text) = str::from_utf8(line) else {
        let name = line.split(|byte| *byte == b'=').next().unwrap_or_default();
        let name = str::from_utf8(name).ok().filter(|name| is_name(name));
        return Line::Damaged { name, defect: Defect::NotText };
    };
    let text = text.trim();
    if text.is_empty() {
        return Line::Nothing;
    }
    if let Some(comment) = text.strip_prefix('#') {
        return parse_comment(comment.trim());
    }
    let Some((name, value)) = text.split_once('=').filter(|(name, _)| is_name(name)) else {
        return Line::Damaged { name: None, defect: Defect::NoSetting };
    };
    match parse_value(name, value) {
        Ok(value) => Line::Setting { name, value },
        Err(defect) => Line::Damaged { name: Some(name), defect },
    }
}

/// `CONFIG_X is not set`, `Linux/x86 6.1.0 Kernel Configuration`, or prose.
fn parse_comment(comment: &str) -> Line<'_> {
    if let Some(name) = comment.strip_suffix(" is not set").filter(|name| is_name(name)) {
        return Line::Setting { name, value: "n".to_owned() };
    }
    // Before 2.6.33 without the architecture.
    if let Some(version) = comment.strip_prefix("Linux kernel version: ") {
        return Line::Header { architecture: "", version: version.trim() };
    }
    let words = comment.strip_prefix("Linux/").and_then(|rest| rest.split_once(' '));
    let header = words.and_then(|(architecture, rest)| {
        let version = rest.strip_suffix("Kernel Configuration")?.trim();
        Some(Line::Header { architecture, version })
    });
    header.unwrap_or(Line::Nothing)
}

fn is_name(name: &str) -> bool {
    let rest = name.strip_prefix("CONFIG_").unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
}

fn parse_value(name: &str, value: &str) -> Result<String, Defect> {
    if let Some(quoted) = value.strip_prefix('"') {
        return unquoted(quoted).map(|text| stored(name, text)).ok_or(Defect::OpenQuote);
    }
    if matches!(value, "y" | "m" | "n") || is_number(value) {
        return Ok(value.to_owned());
    }
    Err(Defect::Value)
}

fn is_number(value: &str) -> bool {
    let (digits, is_digit): (&str, fn(&u8) -> bool) =
        match value.strip_prefix("0x").or_else(|| value.strip_prefix("0X")) {
            Some(digits) => (digits, u8::is_ascii_hexdigit),
            None => (value.strip_prefix('-').unwrap_or(value), u8::is_ascii_digit),
        };
    !digits.is_empty() && digits.bytes().all(|digit| is_digit(&digit))
}

/// The text up to its closing quote; a backslash takes the next letter as it is.
fn unquoted(quoted: &str) -> Option<String> {
    let mut text = String::with_capacity(quoted.len());
    let mut letters = quoted.chars();
    loop {
        match letters.next()? {
            '"' => return letters.as_str().is_empty().then_some(text),
            '\\' => text.push(letters.next()?),
            letter => text.push(letter),
        }
    }
}

/// Built-in command lines may hold what `/proc/cmdline` may hold.
fn stored(name: &str, text: String) -> String {
    if name.ends_with("_CMDLINE") {
        return CommandLine::masked(&text);
    }
    match classify(name, &text) {
        Some(class) => mask(class, text.len()),
        None => text,
    }
}

/// Names the lines that set an option again: kconfig takes the last, and a
/// person who merged two files may have meant the first.
fn report_repeated(bytes: &[u8], faults: &mut Faults) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if let Line::Setting { name, .. } = parse_line(line)
            && let Some(before) = first.insert(name, index + 1)
        {
            faults
                .add(index + 1, format_args!("{name} again, after line {before}; this one counts"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &[u8]) -> (KernelConfig, String) {
        let parsed = parse(text).unwrap();
        let problem = parsed.faults.problem("config");
        (parsed.config, problem.map(|problem| problem.message).unwrap_or_default())
    }

    const USUAL: &[u8] = b"#\n# Automatically generated file; DO NOT EDIT.\n\
        # Linux/x86 6.1.76 Kernel Configuration\n#\n\
        CONFIG_CC_VERSION_TEXT=\"gcc (Debian 12.2.0-14) 12.2.0\"\n\
        CONFIG_X86_64=y\nCONFIG_EXT4_FS=m\n# CONFIG_DEVMEM is not set\n\
        CONFIG_LOG_BUF_SHIFT=17\nCONFIG_PHYSICAL_START=0x1000000\nCONFIG_X=-1\n\
        CONFIG_LSM=\"landlock,\\\"q\\\",yama\"\n# end of General setup\n";

    #[test]
    fn all_kinds_of_lines() {
        let (config, problem) = parsed(USUAL);
        assert_eq!(problem, "");
        assert_eq!(config.version, "6.1.76");
        assert_eq!(config.architecture, "x86_64");
        for (name, value) in [
            ("CONFIG_EXT4_FS", "m"),
            ("CONFIG_DEVMEM", "n"),
            ("CONFIG_LOG_BUF_SHIFT", "17"),
            ("CONFIG_PHYSICAL_START", "0x1000000"),
            ("CONFIG_X", "-1"),
            ("CONFIG_LSM", "landlock,\"q\",yama"),
        ] {
            assert_eq!(config.options[name], value);
        }
        assert_eq!(config.options.len(), 8);
        assert!(!config.options.contains_key("CONFIG_SLUB"));
    }

    #[test]
    fn carriage_returns_and_a_missing_last_newline_change_nothing() {
        let text = String::from_utf8(USUAL.to_vec()).unwrap().replace('\n', "\r\n");
        assert_eq!(parsed(text.trim_end().as_bytes()).0, parsed(USUAL).0);
    }

    #[test]
    fn damaged_lines_are_named_and_the_rest_goes_on() {
        let text = b"CONFIG_A=y\nCONFIG_B=yes\nnonsense\nCONFIG_C=\"open\n\xff\xfe\0\n\
            CONFIG_D=\"\xff\"\nCONFIG_E=\nCONFIG_F=m\n";
        let (config, problem) = parsed(text);
        assert_eq!(config.options.keys().collect::<Vec<_>>(), ["CONFIG_A", "CONFIG_F"]);
        assert_eq!(config.damaged, ["CONFIG_B", "CONFIG_C", "CONFIG_D", "CONFIG_E"]);
        assert!(problem.starts_with("line 2: a value that is neither"), "{problem}");
        assert!(problem.contains("line 3: no setting"), "{problem}");
        assert!(problem.contains("line 5: bytes that are no text"), "{problem}");
        assert!(problem.ends_with("and 1 more"), "{problem}");
    }

    #[test]
    fn of_options_set_twice_the_last_counts_and_is_named() {
        let (config, problem) = parsed(b"CONFIG_A=y\nCONFIG_B=y\n# CONFIG_A is not set\n");
        assert_eq!(config.options["CONFIG_A"], "n");
        assert_eq!(problem, "line 3: CONFIG_A again, after line 1; this one counts");
    }

    #[test]
    fn what_sets_nothing_is_no_configuration() {
        for text in [&b""[..], b"# only a comment\n", b"\x7fELF\0\0\0", b"kernel.x = 1\n"] {
            assert!(parse(text).is_none());
        }
    }

    #[test]
    fn headers_of_all_times() {
        for (header, version, architecture) in [
            ("# Linux/arm64 6.12.0-rc3 Kernel Configuration", "6.12.0-rc3", "aarch64"),
            ("# Linux/riscv 6.6.1 Kernel Configuration", "6.6.1", ""),
            ("# Linux/i386 3.2.102 Kernel Configuration", "3.2.102", "i686"),
            ("# Linux/x86_64 4.19.0 Kernel Configuration", "4.19.0", "x86_64"),
            ("# Linux kernel version: 2.6.32", "2.6.32", ""),
            ("# Compiler: gcc (GCC) 8.5.0", "", ""),
        ] {
            let (config, _) = parsed(format!("{header}\nCONFIG_A=y\n").as_bytes());
            assert_eq!(
                (config.version.as_str(), config.architecture.as_str()),
                (version, architecture)
            );
        }
    }

    #[test]
    fn a_password_in_a_built_in_command_line_is_masked() {
        let (config, _) = parsed(b"CONFIG_CMDLINE=\"quiet rd.iscsi.password=hunter2\"\n");
        assert!(!config.options["CONFIG_CMDLINE"].contains("hunter2"));
    }
}
