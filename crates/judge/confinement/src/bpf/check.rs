//! What the kernel wants of a whole program before it takes it.

use super::{BpfError, Instruction, MEMORY_WORDS, MOST_INSTRUCTIONS};

/// Jumps stay inside and the program ends; memory is written before it is read.
/// Jumps cannot go back, so every program ends.
pub(super) fn check(code: &[Instruction]) -> Result<(), BpfError> {
    if code.len() > MOST_INSTRUCTIONS {
        return Err(BpfError::TooLong(code.len()));
    }
    let Some((last, _)) = code.split_last() else { return Err(BpfError::Empty) };
    for (at, instruction) in code.iter().enumerate() {
        let left = code.len() - at - 1;
        let leaves = |skip: usize| skip >= left;
        let outside = match instruction {
            Instruction::Jump(skip) => usize::try_from(*skip).is_ok_and(leaves),
            Instruction::JumpIf { then, otherwise, .. } => {
                leaves((*then).into()) || leaves((*otherwise).into())
            }
            _ => false,
        };
        if outside {
            return Err(BpfError::Instruction { at, problem: "jumps out of the program" });
        }
    }
    if !matches!(last, Instruction::Return(_) | Instruction::ReturnA) {
        let problem = "the last one does not return";
        return Err(BpfError::Instruction { at: code.len() - 1, problem });
    }
    check_memory(code)
}

/// Cells that are written on every way to an instruction.
fn check_memory(code: &[Instruction]) -> Result<(), BpfError> {
    let all = (1u32 << MEMORY_WORDS) - 1;
    let mut written: Vec<u32> = vec![all; code.len()];
    let mut now = 0;
    for (at, instruction) in code.iter().enumerate() {
        now &= written.get(at).copied().unwrap_or(all);
        let mut reach = |skip: usize, now: u32| {
            if let Some(target) = written.get_mut(at + 1 + skip) {
                *target &= now;
            }
        };
        match instruction {
            Instruction::Store(cell) | Instruction::StoreIndex(cell) => now |= 1 << cell,
            Instruction::LoadMemory(cell) | Instruction::LoadIndexMemory(cell)
                if now & (1 << cell) == 0 =>
            {
                let problem = "reads memory that nothing wrote";
                return Err(BpfError::Instruction { at, problem });
            }
            Instruction::Jump(skip) => {
                reach(usize::try_from(*skip).unwrap_or(usize::MAX >> 1), now);
                now = all;
            }
            Instruction::JumpIf { then, otherwise, .. } => {
                reach((*then).into(), now);
                reach((*otherwise).into(), now);
                now = all;
            }
            _ => {}
        }
    }
    Ok(())
}
