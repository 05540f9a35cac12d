//! The architectures that options belong to.

/// An architecture whose options the table knows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Architecture {
    /// 64-bit x86.
    X86_64,
    /// 32-bit x86.
    I386,
    /// 64-bit Arm.
    Arm64,
    /// 32-bit Arm.
    Arm,
    /// 64-bit RISC-V.
    Riscv64,
}

impl Architecture {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::X86_64, Self::I386, Self::Arm64, Self::Arm, Self::Riscv64];

    /// From `uname -m`, or from the word that the kernel's sources use.
    pub fn of_machine(machine: &str) -> Option<Self> {
        Some(match machine.trim() {
            "x86_64" | "amd64" => Self::X86_64,
            "i386" | "i486" | "i586" | "i686" | "x86" | "x86_32" => Self::I386,
            "aarch64" | "aarch64_be" | "arm64" => Self::Arm64,
            "riscv64" | "riscv" => Self::Riscv64,
            other if other.starts_with("arm") => Self::Arm,
            _ => return None,
        })
    }

    /// The word that people type and read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::I386 => "i386",
            Self::Arm64 => "arm64",
            Self::Arm => "arm",
            Self::Riscv64 => "riscv64",
        }
    }
}

/// A set of architectures.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Architectures(u8);

impl Architectures {
    /// Every architecture, also those that the table does not know.
    pub const EVERY: Self = Self(u8::MAX);
    /// Both kinds of x86.
    pub const X86: Self = Self::only(Architecture::X86_64).and(Architecture::I386);

    /// One alone.
    pub const fn only(architecture: Architecture) -> Self {
        Self(1 << architecture as u8)
    }

    /// The set with one more.
    #[must_use]
    pub const fn and(self, architecture: Architecture) -> Self {
        Self(self.0 | 1 << architecture as u8)
    }

    /// Whether it holds one.
    pub const fn has(self, architecture: Architecture) -> bool {
        self.0 & 1 << architecture as u8 != 0
    }

    /// Whether the option exists wherever Linux does.
    pub const fn is_every(self) -> bool {
        self.0 == u8::MAX
    }
}
