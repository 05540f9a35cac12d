//! Conditions on the arguments of a call.

use std::fmt;

use crate::abi::Abi;
use crate::syscalls::{argument_name, value_named};

/// What a condition looks at.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Operand {
    /// An argument, 0 to 5.
    Argument(u8),
    /// The address of the calling instruction.
    InstructionPointer,
}

/// How a value is compared, unsigned.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Test {
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
    /// Less than.
    Less,
    /// Less than or equal.
    LessOrEqual,
    /// Greater than.
    Greater,
    /// Greater than or equal.
    GreaterOrEqual,
}

impl Test {
    pub(crate) fn holds(self, left: u64, right: u64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }

    /// Sign for people, `≠`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "≠",
            Self::Less => "<",
            Self::LessOrEqual => "≤",
            Self::Greater => ">",
            Self::GreaterOrEqual => "≥",
        }
    }

    /// Word for scripts, `ne`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::Less => "lt",
            Self::LessOrEqual => "le",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "ge",
        }
    }
}

/// `operand & mask`, compared with a value.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Condition {
    /// What is compared.
    pub operand: Operand,
    /// Bits that count.
    pub mask: u64,
    /// How.
    pub test: Test,
    /// With what.
    pub value: u64,
}

/// The lower half of a register.
pub(crate) const LOW: u64 = 0xffff_ffff;

impl Condition {
    /// Whether it holds for these arguments.
    pub fn holds(&self, arguments: &[u64; 6], instruction_pointer: u64) -> bool {
        let operand = match self.operand {
            Operand::Argument(index) => arguments.get(usize::from(index)).copied(),
            Operand::InstructionPointer => Some(instruction_pointer),
        };
        operand.is_some_and(|operand| self.test.holds(operand & self.mask, self.value))
    }

    /// Whether it holds or fails whatever the operand is.
    pub(crate) fn constant(&self) -> Option<bool> {
        let most = self.mask;
        match self.test {
            Test::Equal if self.value & !most != 0 => Some(false),
            Test::NotEqual if self.value & !most != 0 => Some(true),
            Test::Equal if most == 0 => Some(self.value == 0),
            Test::NotEqual if most == 0 => Some(self.value != 0),
            Test::Less if self.value == 0 => Some(false),
            Test::Less if self.value > most => Some(true),
            Test::GreaterOrEqual if self.value == 0 => Some(true),
            Test::GreaterOrEqual if self.value > most => Some(false),
            Test::Greater if self.value >= most => Some(false),
            Test::LessOrEqual if self.value >= most => Some(true),
            _ => None,
        }
    }

    /// The condition in words, `family ≠ AF_VSOCK(40)`.
    pub fn explained(&self, abi: Abi, call: &str) -> String {
        let name = match self.operand {
            Operand::Argument(index) => argument_name(abi, call, index.into())
                .map_or_else(|| format!("arg{index}"), str::to_owned),
            Operand::InstructionPointer => "instruction pointer".to_owned(),
        };
        let whole = if abi.compares_32_bits() { LOW } else { u64::MAX };
        let value = value_named(call, &name, self.value)
            .map_or_else(|| number(self.value), |word| format!("{word}({})", number(self.value)));
        let mask = || match value_named(call, &name, self.mask) {
            Some(word) => format!("{word}({:#x})", self.mask),
            None => format!("{:#x}", self.mask),
        };
        match self.mask {
            mask if mask == whole || mask == u64::MAX => {
                format!("{name} {} {value}", self.test.sign())
            }
            LOW => format!("{name} (low 32 bits) {} {value}", self.test.sign()),
            mask if mask == !LOW => {
                format!("{name} (high 32 bits) {} {}", self.test.sign(), number(self.value >> 32))
            }
            _ if self.value == 0 && self.test == Test::Equal => {
                format!("{name} without {}", mask())
            }
            _ if self.value == 0 && self.test == Test::NotEqual => {
                format!("{name} with {}", mask())
            }
            _ => format!("{name} & {} {} {}", mask(), self.test.sign(), number(self.value)),
        }
    }
}

/// Small numbers are counted, large ones are bits.
fn number(value: u64) -> String {
    if value < 0x1_0000 { value.to_string() } else { format!("{value:#x}") }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(index) => write!(f, "arg{index}"),
            Self::InstructionPointer => f.write_str("instruction-pointer"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(index: u8, mask: u64, test: Test, value: u64) -> Condition {
        Condition { operand: Operand::Argument(index), mask, test, value }
    }

    #[test]
    fn conditions_in_words() {
        let abi = Abi::X86_64;
        let explained = |condition: Condition, call| condition.explained(abi, call);
        let family = condition(0, u64::MAX, Test::NotEqual, 40);
        assert_eq!(explained(family, "socket"), "family ≠ AF_VSOCK(40)");
        let flags = condition(0, 0x7e02_0000, Test::Equal, 0);
        assert_eq!(explained(flags, "clone"), "flags without any new namespace(0x7e020000)");
        let low = condition(2, LOW, Test::GreaterOrEqual, 0x1_0000);
        assert_eq!(explained(low, "read"), "count (low 32 bits) ≥ 0x10000");
        let unnamed = condition(5, u64::MAX, Test::Less, 3);
        assert_eq!(explained(unnamed, "read"), "arg5 < 3");
    }

    #[test]
    fn what_always_holds_is_known() {
        assert_eq!(condition(0, LOW, Test::Equal, 1 << 32).constant(), Some(false));
        assert_eq!(condition(0, LOW, Test::LessOrEqual, LOW).constant(), Some(true));
        assert_eq!(condition(0, 0, Test::Equal, 0).constant(), Some(true));
        assert_eq!(condition(0, 0xff, Test::Equal, 0x101).constant(), Some(false));
        assert_eq!(condition(0, u64::MAX, Test::Less, 1).constant(), None);
    }
}
