//! Binary interfaces of the kernel: one machine has several, and each has its
//! own call numbers.

use std::fmt;

/// A way to call the kernel.
///
/// Further ones (riscv64, s390x, ppc64le) need a variant here, a column in
/// `data/syscalls.tsv`, and, where the C library multiplexes calls, rows in
/// [`crate::syscalls`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Abi {
    /// 64-bit x86.
    X86_64,
    /// 32-bit pointers on 64-bit x86; numbers carry [`Abi::X32_BIT`].
    X32,
    /// 32-bit x86.
    I386,
    /// 64-bit Arm.
    Arm64,
    /// 32-bit Arm, EABI.
    Arm,
}

impl Abi {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::X86_64, Self::X32, Self::I386, Self::Arm64, Self::Arm];

    /// Bit of a call number that makes it an x32 call on x86_64.
    pub const X32_BIT: u32 = 0x4000_0000;

    /// The ABI of a machine as `uname -m` names it.
    pub fn native(machine: &str) -> Option<Self> {
        Some(match machine {
            "x86_64" | "amd64" => Self::X86_64,
            "i386" | "i486" | "i586" | "i686" => Self::I386,
            "aarch64" | "arm64" => Self::Arm64,
            _ if machine.starts_with("armv") || machine == "arm" => Self::Arm,
            _ => return None,
        })
    }

    /// The ABIs that a machine with this native one may offer, itself first. A
    /// kernel may be built without the others.
    pub fn compatible(self) -> &'static [Self] {
        match self {
            Self::X86_64 => &[Self::X86_64, Self::I386, Self::X32],
            Self::X32 => &[Self::X32],
            Self::I386 => &[Self::I386],
            Self::Arm64 => &[Self::Arm64, Self::Arm],
            Self::Arm => &[Self::Arm],
        }
    }

    /// The ABI that a number really belongs to: x86_64 and x32 differ by a bit.
    pub fn of_number(self, number: u32) -> Self {
        match (self, number & Self::X32_BIT != 0) {
            (Self::X86_64, true) => Self::X32,
            (Self::X32, false) => Self::X86_64,
            (abi, _) => abi,
        }
    }

    /// Name, as `--abi` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::X32 => "x32",
            Self::I386 => "i386",
            Self::Arm64 => "arm64",
            Self::Arm => "arm",
        }
    }

    /// The ABI with this name; other usual spellings are understood.
    pub fn named(name: &str) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|abi| abi.name() == name);
        known.or_else(|| if name == "x86" { Some(Self::I386) } else { Self::native(name) })
    }

    /// `AUDIT_ARCH_*` of `linux/audit.h`: what a filter sees in
    /// `seccomp_data.arch`.
    pub fn audit_arch(self) -> u32 {
        match self {
            Self::X86_64 | Self::X32 => 0xc000_003e,
            Self::I386 => 0x4000_0003,
            Self::Arm64 => 0xc000_00b7,
            Self::Arm => 0x4000_0028,
        }
    }

    /// Name in profiles, `SCMP_ARCH_X86_64`.
    pub fn profile_name(self) -> &'static str {
        match self {
            Self::X86_64 => "SCMP_ARCH_X86_64",
            Self::X32 => "SCMP_ARCH_X32",
            Self::I386 => "SCMP_ARCH_X86",
            Self::Arm64 => "SCMP_ARCH_AARCH64",
            Self::Arm => "SCMP_ARCH_ARM",
        }
    }

    /// Name in `includes` and `excludes` of Docker's profiles.
    pub fn engine_name(self) -> &'static str {
        match self {
            Self::X86_64 => "amd64",
            Self::X32 => "x32",
            Self::I386 => "x86",
            Self::Arm64 => "arm64",
            Self::Arm => "arm",
        }
    }

    /// Whether libseccomp compares arguments in 32 bits. It does so on x32 too,
    /// though the kernel hands the whole register to the filter.
    pub fn compares_32_bits(self) -> bool {
        !matches!(self, Self::X86_64 | Self::Arm64)
    }
}

impl fmt::Display for Abi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
