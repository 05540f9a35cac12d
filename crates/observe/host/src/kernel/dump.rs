//! What `sysctl -a` printed.

use std::collections::BTreeMap;

use seaworthy_core::facts::{Observed, Reason};

use super::faults::Faults;
use super::parameters::{Keep, dotted, keep};

/// More parameters than a machine with thousands of interfaces prints.
const MOST_PARAMETERS: usize = 1 << 17;
/// Longest value that is kept.
const LONGEST_VALUE: usize = 64 << 10;

/// What a text told.
#[derive(Debug, Default)]
pub(crate) struct Dump {
    /// Values by dotted name.
    pub(crate) values: BTreeMap<String, Observed<String>>,
    /// Lines that are none of `sysctl`.
    pub(crate) faults: Faults,
    /// Parameters that the user who saved the file could not read.
    pub(crate) refused: usize,
}

/// What one line says.
enum Line<'a> {
    Nothing,
    Setting { name: String, value: &'a str },
    Refused { name: String },
    Missing { name: String },
    Other(&'a str),
}

/// Reads a dump; `None` when no line of it is one.
pub(crate) fn parse(bytes: &[u8], source: &str) -> Option<Dump> {
    let mut reader = Reader { source, dump: Dump::default(), last: None };
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        reader.line(index + 1, line);
    }
    (!reader.dump.values.is_empty()).then_some(reader.dump)
}

struct Reader<'a> {
    source: &'a str,
    dump: Dump,
    /// The name whose value may go on in the next line; `None` in its place is
    /// one that is not kept.
    last: Option<Option<String>>,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &[u8]) {
        let Ok(text) = str::from_utf8(line) else {
            return self.binary(number, line);
        };
        match parse_line(text.trim_end_matches('\r')) {
            Line::Nothing => {}
            Line::Setting { name, value } => self.setting(number, name, value),
            Line::Refused { name } => {
                self.dump.refused += 1;
                self.insert(name, Observed::Unreadable(Reason::Permission));
            }
            Line::Missing { name } => self.insert(name, Observed::Absent),
            Line::Other(text) => match self.last.take() {
                // The second line of a value, where sysctl does not repeat the name.
                Some(name) => {
                    self.append(name.as_deref(), text);
                    self.last = Some(name);
                }
                None => self.dump.faults.add(number, "no parameter"),
            },
        }
    }

    /// A value that is no text is no value that a check could judge.
    fn binary(&mut self, number: usize, line: &[u8]) {
        self.dump.faults.add(number, "bytes that are no text");
        let name = line.split(|byte| *byte == b'=').next().unwrap_or_default();
        let name = str::from_utf8(name).ok().and_then(|name| dotted_name(name.trim()));
        if let Some(name) = name {
            self.insert(name, Observed::Unreadable(Reason::Malformed));
        }
        self.last = None;
    }

    fn setting(&mut self, number: usize, name: String, value: &str) {
        // sysctl repeats the name for each line of a value.
        if self.last.as_ref().is_some_and(|last| last.as_deref() == Some(name.as_str())) {
            return self.append(Some(&name), value);
        }
        let kept = keep(&dotted(&name));
        if kept == Keep::Nothing {
            self.last = Some(None);
            return;
        }
        if self.dump.values.get(&name).is_some_and(Observed::is_known) {
            self.dump.faults.add(number, format_args!("{name} again; this one counts"));
        }
        if kept == Keep::Name {
            self.insert(name, Observed::default());
            self.last = Some(None);
            return;
        }
        let value = value.get(..LONGEST_VALUE).unwrap_or(value);
        let value = Observed::known(value.to_owned(), self.source.to_owned());
        self.insert(name.clone(), value);
        self.last = Some(Some(name));
    }

    fn append(&mut self, name: Option<&str>, text: &str) {
        let value = name.and_then(|name| self.dump.values.get_mut(name));
        if let Some(value) = value.and_then(Observed::value_mut)
            && value.len() + text.len() < LONGEST_VALUE
        {
            value.push('\n');
            value.push_str(text);
        }
    }

    fn insert(&mut self, name: String, value: Observed<String>) {
        self.last = None;
        if self.dump.values.len() < MOST_PARAMETERS {
            self.dump.values.insert(name, value);
        }
    }
}

fn parse_line(text: &str) -> Line<'_> {
    if text.trim().is_empty() || text.starts_with(['#', ';']) {
        return Line::Nothing;
    }
    if let Some(error) = text.strip_prefix("sysctl: ") {
        return parse_error(error);
    }
    let setting = text.split_once('=').and_then(|(name, value)| {
        Some(Line::Setting { name: dotted_name(name.trim())?, value: value.trim() })
    });
    setting.unwrap_or(Line::Other(text))
}

/// What sysctl writes to standard error, which `2>&1` puts into the file:
/// `permission denied on key 'a.b'`, `cannot stat /proc/sys/a/b: No such file or
/// directory`, `error reading key 'a.b': Permission denied`.
fn parse_error(error: &str) -> Line<'_> {
    let quoted = |text: &str| {
        let text = text.trim_start_matches(['\'', '"', '‘']);
        let end = text.find(['\'', '"', '’', ':', ' ']).unwrap_or(text.len());
        dotted_name(text.get(..end)?)
    };
    let after = |words: &str| error.split_once(words).and_then(|(_, rest)| quoted(rest));
    let refused = error.to_ascii_lowercase().contains("permission denied");
    if let Some(name) = after("on key ").or_else(|| after("reading key "))
        && refused
    {
        return Line::Refused { name };
    }
    if let Some(name) = after("cannot stat /proc/sys/")
        && error.ends_with("No such file or directory")
    {
        return Line::Missing { name };
    }
    Line::Nothing
}

/// A name in dots. As for `sysctl`, the first separator says which of `.` and
/// `/` separates; the other one belongs to a name.
fn dotted_name(name: &str) -> Option<String> {
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || b"_-./:@+*".contains(&letter);
    if name.len() > 256 || !name.bytes().all(plain) {
        return None;
    }
    match name.find(['.', '/']) {
        None | Some(0) => None,
        Some(at) if name.get(at..=at) == Some("/") => Some(dotted(name)),
        Some(_) => Some(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(text: &[u8]) -> (Dump, String) {
        let dump = parse(text, "saved").unwrap();
        let problem = dump.faults.problem("saved").map(|problem| problem.message);
        (dump, problem.unwrap_or_default())
    }

    fn value<'a>(dump: &'a Dump, name: &str) -> &'a str {
        dump.values[name].value().unwrap()
    }

    #[test]
    fn names_in_dots_and_in_slashes() {
        let (dump, problem) = dump(
            b"kernel.kptr_restrict = 1\r\nnet/ipv4/conf/eth0.5/forwarding = 1\n\
            net.ipv4.conf.eth1/7.forwarding = 0\nnet.ipv4.ip_local_port_range = 32768\t60999\n\
            kernel.core_pattern = |/usr/lib/x %P=%s\nkernel.domainname = \nvm.a=2\n# vm.b = 3\n",
        );
        assert_eq!(problem, "");
        assert_eq!(value(&dump, "kernel.kptr_restrict"), "1");
        assert_eq!(value(&dump, "net.ipv4.conf.eth0/5.forwarding"), "1");
        assert_eq!(value(&dump, "net.ipv4.conf.eth1/7.forwarding"), "0");
        assert_eq!(value(&dump, "net.ipv4.ip_local_port_range"), "32768\t60999");
        assert_eq!(value(&dump, "kernel.core_pattern"), "|/usr/lib/x %P=%s");
        assert_eq!(value(&dump, "kernel.domainname"), "");
        assert_eq!(value(&dump, "vm.a"), "2");
        assert_eq!(dump.values.len(), 7);
    }

    #[test]
    fn refused_and_missing_parameters_are_told_apart() {
        let (dump, problem) = dump(
            b"sysctl: permission denied on key 'net.core.bpf_jit_harden'\n\
            sysctl: permission denied on key \"fs.protected_fifos\"\n\
            sysctl: error reading key 'vm.mmap_rnd_bits': Permission denied\n\
            sysctl: cannot stat /proc/sys/kernel/yama/ptrace_scope: No such file or directory\n\
            sysctl: reading key \"kernel.spare\"\nkernel.a = 1\n",
        );
        assert_eq!(problem, "");
        for name in ["net.core.bpf_jit_harden", "fs.protected_fifos", "vm.mmap_rnd_bits"] {
            assert_eq!(dump.values[name], Observed::Unreadable(Reason::Permission));
        }
        assert_eq!(dump.refused, 3);
        assert_eq!(dump.values["kernel.yama.ptrace_scope"], Observed::Absent);
        assert!(!dump.values.contains_key("kernel.spare"));
    }

    #[test]
    fn values_of_several_lines_in_both_spellings() {
        let (dump, problem) =
            dump(b"kernel.x = one\nkernel.x = two\nkernel.y = one\nmore words\n\nkernel.z = 1\n");
        assert_eq!(problem, "");
        assert_eq!(value(&dump, "kernel.x"), "one\ntwo");
        assert_eq!(value(&dump, "kernel.y"), "one\nmore words");
    }

    #[test]
    fn a_name_printed_again_later_counts_and_is_named() {
        let (dump, problem) = dump(b"kernel.x = 1\nkernel.y = 1\nkernel.x = 2\n");
        assert_eq!(value(&dump, "kernel.x"), "2");
        assert_eq!(problem, "line 3: kernel.x again; this one counts");
    }

    #[test]
    fn bytes_that_are_no_text_are_named_and_the_rest_goes_on() {
        let (dump, problem) = dump(b"kernel.x = \xff\xfe\nkernel.y = 1\n\xff\n");
        assert_eq!(dump.values["kernel.x"], Observed::Unreadable(Reason::Malformed));
        assert_eq!(value(&dump, "kernel.y"), "1");
        assert_eq!(problem, "line 1: bytes that are no text; line 3: bytes that are no text");
    }

    #[test]
    fn secrets_and_single_interfaces_are_left_out() {
        let (dump, _) = dump(
            b"kernel.x = 1\nnet.ipv4.tcp_fastopen_key = hunter2\nnet.ipv6.conf.all.stable_secret = hunter2\n\
            net.ipv6.conf.veth0.stable_secret = hunter2\nnet.ipv4.neigh.eth0.app_solicit = 0\n",
        );
        assert!(!format!("{dump:?}").contains("hunter2"));
        assert_eq!(dump.values.len(), 3);
    }

    #[test]
    fn what_has_no_parameter_is_no_dump() {
        for text in [&b""[..], b"CONFIG_X=y\n", b"\x7fELF\0", b"quiet splash\n"] {
            assert!(parse(text, "saved").is_none());
        }
    }
}
