//! Every system call of Linux on every ABI that is judged here.

mod groups;
mod multiplexed;
mod names;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use groups::{Group, Risk, group, groups};
pub(crate) use multiplexed::companion;
pub(crate) use names::argument_name;
pub use names::value_named;

use crate::abi::Abi;
use crate::version::KernelVersion;

/// The table; its head explains the columns.
const TABLE: &str = include_str!("../data/syscalls.tsv");

/// A system call on one ABI.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Syscall {
    /// Name, as profiles spell it.
    pub name: &'static str,
    /// Number, as a filter sees it: with [`Abi::X32_BIT`] on x32.
    pub number: u32,
    /// First kernel that has it on this ABI.
    pub since: KernelVersion,
    /// Arguments in order; at most six.
    pub arguments: Vec<Parameter>,
}

/// An argument of a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Parameter {
    /// Name, `family`.
    pub name: &'static str,
    /// How much of the register the kernel reads.
    pub width: Width,
}

/// What the kernel reads of a register.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Width {
    /// 16 bits, unsigned: file modes and old user ids.
    Half,
    /// 32 bits, signed.
    Int,
    /// 32 bits, unsigned.
    Unsigned,
    /// A register: long or size.
    Long,
    /// A pointer.
    Pointer,
    /// 64 bits, two registers on 32-bit ABIs.
    Quad,
}

impl Width {
    /// Bits that the kernel reads on an ABI; a filter that compares more can be
    /// passed with garbage in the rest.
    pub fn bits(self, abi: Abi) -> u32 {
        match self {
            Self::Half => 16,
            Self::Int | Self::Unsigned => 32,
            Self::Long | Self::Pointer | Self::Quad => match abi {
                Abi::X86_64 | Abi::X32 | Abi::Arm64 => 64,
                Abi::I386 | Abi::Arm => 32,
            },
        }
    }
}

/// One ABI's calls.
#[derive(Debug)]
struct Calls {
    /// By number.
    sorted: Vec<Syscall>,
    by_name: HashMap<&'static str, usize>,
}

static ALL: LazyLock<HashMap<Abi, Calls>> =
    LazyLock::new(|| Abi::ALL.into_iter().map(|abi| (abi, calls(abi))).collect());

/// All calls of an ABI, by number.
pub fn syscalls(abi: Abi) -> &'static [Syscall] {
    ALL.get(&abi).map_or(&[], |calls| &calls.sorted)
}

/// The call with this name.
pub fn syscall(abi: Abi, name: &str) -> Option<&'static Syscall> {
    let calls = ALL.get(&abi)?;
    calls.sorted.get(*calls.by_name.get(name)?)
}

/// The call with this number.
pub fn syscall_numbered(abi: Abi, number: u32) -> Option<&'static Syscall> {
    let calls = syscalls(abi);
    let at = calls.partition_point(|call| call.number < number);
    calls.get(at).filter(|call| call.number == number)
}

/// Whether any ABI has a call of this name. Names that libseccomp knows and no
/// ABI judged here has (those of other machines) are not among them.
pub fn is_known_name(name: &str) -> bool {
    Abi::ALL.into_iter().any(|abi| syscall(abi, name).is_some())
}

fn calls(abi: Abi) -> Calls {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let mut sorted: Vec<Syscall> = rows.filter_map(|line| row(line, abi)).collect();
    sorted.sort_by_key(|call| call.number);
    let by_name = sorted.iter().enumerate().map(|(at, call)| (call.name, at)).collect();
    Calls { sorted, by_name }
}

/// A line of the table; none when the ABI does not have the call.
fn row(line: &'static str, abi: Abi) -> Option<Syscall> {
    let mut fields = line.split('\t');
    let name = fields.next()?;
    let column = Abi::ALL.into_iter().position(|each| each == abi)?;
    let number: u32 = fields.clone().nth(column)?.parse().ok()?;
    let mut rest = fields.skip(Abi::ALL.len());
    let since = since(rest.next()?, abi)?;
    let arguments = rest.next()?.split(' ').filter_map(parameter).collect();
    let bit = if abi == Abi::X32 { Abi::X32_BIT } else { 0 };
    Some(Syscall { name, number: number | bit, since, arguments })
}

/// `2.0 i386:4.3`; no ABI has calls that are older than itself.
fn since(field: &str, abi: Abi) -> Option<KernelVersion> {
    let mut words = field.split(' ');
    let general = KernelVersion::parse(words.next()?)?;
    let special = words
        .filter_map(|word| word.split_once(':'))
        .find(|(name, _)| *name == abi.name())
        .and_then(|(_, version)| KernelVersion::parse(version));
    let oldest = match abi {
        Abi::X32 => KernelVersion::new(3, 4),
        Abi::Arm64 => KernelVersion::new(3, 7),
        Abi::X86_64 | Abi::I386 | Abi::Arm => KernelVersion::default(),
    };
    Some(special.unwrap_or(general).max(oldest))
}

fn parameter(word: &'static str) -> Option<Parameter> {
    let (name, kind) = word.split_once(':')?;
    let width = match kind {
        "h" => Width::Half,
        "i" => Width::Int,
        "u" => Width::Unsigned,
        "l" => Width::Long,
        "p" => Width::Pointer,
        "q" => Width::Quad,
        _ => return None,
    };
    Some(Parameter { name, width })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_between_abis() {
        let number = |abi, name| syscall(abi, name).map(|call| call.number);
        assert_eq!(number(Abi::X86_64, "socket"), Some(41));
        assert_eq!(number(Abi::X32, "socket"), Some(0x4000_0029));
        assert_eq!(number(Abi::I386, "socket"), Some(359));
        assert_eq!(number(Abi::Arm64, "fork"), None);
        assert_eq!(syscall_numbered(Abi::I386, 102).unwrap().name, "socketcall");
        assert_eq!(syscall_numbered(Abi::X86_64, 400), None);
        assert!(is_known_name("cacheflush") && !is_known_name("s390_runtime_instr"));
    }

    #[test]
    fn every_row_is_read_in_full() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 8, "{line}");
            let abis = Abi::ALL.into_iter().zip(&fields[1..]);
            for (abi, _) in abis.filter(|(_, field)| **field != "-") {
                let call = syscall(abi, fields[0]).unwrap_or_else(|| panic!("{abi}: {line}"));
                let arguments = if fields[7] == "-" { 0 } else { fields[7].split(' ').count() };
                assert_eq!(call.arguments.len(), arguments, "{line}");
            }
        }
    }

    #[test]
    fn versions_and_widths() {
        let call = syscall(Abi::I386, "socket").unwrap();
        assert_eq!(call.since, KernelVersion::new(4, 3));
        assert_eq!(syscall(Abi::Arm64, "socket").unwrap().since, KernelVersion::new(3, 7));
        let openat = syscall(Abi::X86_64, "openat").unwrap();
        let widths: Vec<u32> =
            openat.arguments.iter().map(|argument| argument.width.bits(Abi::X86_64)).collect();
        assert_eq!(widths, [32, 64, 32, 16]);
    }
}
