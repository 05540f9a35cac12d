//! Classic BPF as seccomp uses it: programs are read, checked as the kernel
//! checks them, run, explored and written.

mod check;
mod compile;
mod explore;
mod instruction;
mod run;

use thiserror::Error;

pub(crate) use compile::compile;
pub(crate) use explore::{Leaf, explore};
pub(crate) use instruction::{AluOp, Instruction, JumpTest, Right};
pub use run::Data;

/// `BPF_MAXINSNS`.
pub const MOST_INSTRUCTIONS: usize = 4096;

/// `sizeof(struct sock_filter)`.
const INSTRUCTION_BYTES: usize = 8;

/// Scratch memory, `BPF_MEMWORDS`.
const MEMORY_WORDS: usize = 16;

/// A program that the kernel would take as a seccomp filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Program {
    code: Vec<Instruction>,
}

/// Why something is no seccomp filter.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum BpfError {
    /// Not a whole number of instructions, or not hexadecimal.
    #[error("{0} bytes are no whole number of 8-byte instructions")]
    Ragged(usize),
    /// A digit that is none.
    #[error("not hexadecimal at digit {0}")]
    NotHex(usize),
    /// No instruction at all.
    #[error("no instructions")]
    Empty,
    /// More than the kernel takes.
    #[error("{0} instructions; the kernel takes {MOST_INSTRUCTIONS}")]
    TooLong(usize),
    /// More than the kernel takes over all filters of a process.
    #[error("with those before it, more than the 32768 instructions that the kernel takes")]
    TooManyTogether,
    /// An instruction that the kernel refuses.
    #[error("instruction {at}: {problem}")]
    Instruction {
        /// Which, from 0.
        at: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl Program {
    /// Reads `struct sock_filter`s of a little-endian machine.
    ///
    /// # Errors
    /// When the kernel would refuse it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BpfError> {
        if !bytes.len().is_multiple_of(INSTRUCTION_BYTES) {
            return Err(BpfError::Ragged(bytes.len()));
        }
        let count = bytes.len() / INSTRUCTION_BYTES;
        if count > MOST_INSTRUCTIONS {
            return Err(BpfError::TooLong(count));
        }
        let raw = bytes.chunks_exact(INSTRUCTION_BYTES).enumerate();
        let code = raw.map(|(at, raw)| {
            Instruction::from_raw(raw).map_err(|problem| BpfError::Instruction { at, problem })
        });
        Self::checked(code.collect::<Result<_, _>>()?)
    }

    /// Reads hexadecimal digits; white space between bytes does not matter.
    ///
    /// # Errors
    /// As [`Program::from_bytes`].
    pub fn from_hex(text: &str) -> Result<Self, BpfError> {
        let most = MOST_INSTRUCTIONS * INSTRUCTION_BYTES;
        let mut bytes = Vec::new();
        let mut high = None;
        for (at, digit) in text.bytes().filter(|byte| !byte.is_ascii_whitespace()).enumerate() {
            let Some(value) =
                char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
            else {
                return Err(BpfError::NotHex(at));
            };
            match high.take() {
                None => high = Some(value << 4),
                Some(high) => bytes.push(high | value),
            }
            if bytes.len() > most {
                return Err(BpfError::TooLong(text.len() / 2 / INSTRUCTION_BYTES));
            }
        }
        if high.is_some() {
            return Err(BpfError::Ragged(bytes.len() + 1));
        }
        Self::from_bytes(&bytes)
    }

    fn checked(code: Vec<Instruction>) -> Result<Self, BpfError> {
        check::check(&code)?;
        Ok(Self { code })
    }

    /// Number of instructions.
    pub fn len(&self) -> usize {
        self.code.len()
    }

    /// Whether there are none; the kernel takes no such program.
    pub fn is_empty(&self) -> bool {
        self.code.is_empty()
    }

    /// The program as the kernel takes it, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.code.iter().flat_map(|instruction| instruction.to_raw()).collect()
    }

    /// Runs it: the return value, and the instruction that returned.
    pub fn run(&self, data: &Data) -> (u32, usize) {
        run::run(&self.code, data)
    }

    pub(crate) fn code(&self) -> &[Instruction] {
        &self.code
    }
}

#[cfg(test)]
mod tests;
