//! Runs a program on one call.

use super::{AluOp, Instruction, MEMORY_WORDS, Right};
use crate::abi::Abi;

/// `struct seccomp_data`, as words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Data {
    words: [u32; 16],
}

impl Data {
    /// What a filter sees of a call.
    pub fn new(abi: Abi, number: u32, arguments: [u64; 6]) -> Self {
        let mut words = [0; 16];
        let halves =
            arguments.into_iter().flat_map(|argument| [low(argument), low(argument >> 32)]);
        let head = [number, abi.audit_arch(), 0, 0];
        for (word, value) in words.iter_mut().zip(head.into_iter().chain(halves)) {
            *word = value;
        }
        Self { words }
    }

    fn word(&self, offset: u8) -> u32 {
        self.words.get(usize::from(offset / 4)).copied().unwrap_or_default()
    }
}

fn low(value: u64) -> u32 {
    u32::try_from(value & 0xffff_ffff).unwrap_or_default()
}

/// The return value and where it was returned. A checked program has a return
/// on every way, and jumps only go forward.
pub(super) fn run(code: &[Instruction], data: &Data) -> (u32, usize) {
    let (mut a, mut x) = (0u32, 0u32);
    let mut memory = [0u32; MEMORY_WORDS];
    let mut at = 0;
    while let Some(instruction) = code.get(at) {
        let mut skip = 0;
        match *instruction {
            Instruction::Load { offset } => a = data.word(offset),
            Instruction::LoadImmediate(k) => a = k,
            Instruction::LoadIndexImmediate(k) => x = k,
            Instruction::LoadMemory(cell) => a = at_cell(&memory, cell),
            Instruction::LoadIndexMemory(cell) => x = at_cell(&memory, cell),
            Instruction::Store(cell) => store(&mut memory, cell, a),
            Instruction::StoreIndex(cell) => store(&mut memory, cell, x),
            Instruction::Alu(op, right) => match calculate(op, a, right.value(x)) {
                Some(value) => a = value,
                // Division by zero ends a program with 0.
                None => return (0, at),
            },
            Instruction::Negate => a = a.wrapping_neg(),
            Instruction::Jump(k) => skip = usize::try_from(k).unwrap_or(code.len()),
            Instruction::JumpIf { test, right, then, otherwise } => {
                let taken = if test.holds(a, right.value(x)) { then } else { otherwise };
                skip = taken.into();
            }
            Instruction::Return(k) => return (k, at),
            Instruction::ReturnA => return (a, at),
            Instruction::IndexFromA => x = a,
            Instruction::AFromIndex => a = x,
        }
        at += 1 + skip;
    }
    (0, at)
}

impl Right {
    fn value(self, x: u32) -> u32 {
        match self {
            Self::Constant(k) => k,
            Self::Index => x,
        }
    }
}

fn at_cell(memory: &[u32; MEMORY_WORDS], cell: u8) -> u32 {
    memory.get(usize::from(cell)).copied().unwrap_or_default()
}

fn store(memory: &mut [u32; MEMORY_WORDS], cell: u8, value: u32) {
    if let Some(cell) = memory.get_mut(usize::from(cell)) {
        *cell = value;
    }
}

/// None for a division by zero.
pub(super) fn calculate(op: AluOp, left: u32, right: u32) -> Option<u32> {
    Some(match op {
        AluOp::Add => left.wrapping_add(right),
        AluOp::Subtract => left.wrapping_sub(right),
        AluOp::Multiply => left.wrapping_mul(right),
        AluOp::Divide => left.checked_div(right)?,
        AluOp::Or => left | right,
        AluOp::And => left & right,
        AluOp::ShiftLeft => left.wrapping_shl(right),
        AluOp::ShiftRight => left.wrapping_shr(right),
        AluOp::Xor => left ^ right,
    })
}
