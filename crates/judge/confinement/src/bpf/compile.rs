//! Writes a program for a profile's rules.
//!
//! The program is built from its end: every jump goes forward, so the distance
//! to each target is known when the jump is written. A call number is found by
//! halving, not by trying one after the other.

use std::collections::BTreeMap;

use super::{AluOp, BpfError, Instruction, JumpTest, Program, Right};
use crate::abi::Abi;
use crate::action::{Action, ENOSYS};
use crate::condition::{Condition, Operand, Test};
use crate::rules::{AbiRules, Alternative, Rules};

/// Distance of an instruction to the end of the program: 1 is the last one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Place(usize);

/// A program that is being built, last instruction first.
#[derive(Debug, Default)]
struct Builder {
    reversed: Vec<Instruction>,
    returns: BTreeMap<u32, Place>,
}

/// Offsets in `struct seccomp_data`.
const NUMBER: u8 = 0;
const ARCHITECTURE: u8 = 4;
const INSTRUCTION_POINTER: u8 = 8;
const ARGUMENTS: u8 = 16;

/// How far a conditional jump goes.
const FARTHEST: usize = 255;

/// # Errors
/// When it gets longer than the kernel allows.
pub(crate) fn compile(rules: &Rules) -> Result<Program, BpfError> {
    let mut builder = Builder::default();
    let mut next = builder.give(rules.foreign);
    let mut architectures: BTreeMap<u32, Vec<(Abi, &AbiRules)>> = BTreeMap::new();
    for (abi, of_abi) in &rules.abis {
        architectures.entry(abi.audit_arch()).or_default().push((*abi, of_abi));
    }
    for (architecture, abis) in architectures {
        let section = builder.section(rules, architecture, &abis);
        next = builder.branch(JumpTest::Equal, architecture, section, next);
    }
    builder.load(ARCHITECTURE, u32::MAX, next);
    let mut code = builder.reversed;
    code.reverse();
    Program::checked(code)
}

impl Builder {
    fn push(&mut self, instruction: Instruction) -> Place {
        self.reversed.push(instruction);
        Place(self.reversed.len())
    }

    /// Instructions between the next one to be written and a place.
    fn distance(&self, place: Place) -> usize {
        self.reversed.len() - place.0
    }

    /// A return; one nearby is used again.
    fn give(&mut self, action: Action) -> Place {
        let value = action.return_value();
        match self.returns.get(&value).copied() {
            Some(place) if self.distance(place) < FARTHEST / 2 => place,
            _ => {
                let place = self.push(Instruction::Return(value));
                self.returns.insert(value, place);
                place
            }
        }
    }

    fn branch(&mut self, test: JumpTest, k: u32, mut then: Place, mut otherwise: Place) -> Place {
        if then == otherwise {
            return then;
        }
        loop {
            let (near, far) = (self.distance(then), self.distance(otherwise));
            if near <= FARTHEST && far <= FARTHEST {
                let (Ok(near), Ok(far)) = (u8::try_from(near), u8::try_from(far)) else {
                    return then;
                };
                let right = Right::Constant(k);
                return self.push(Instruction::JumpIf { test, right, then: near, otherwise: far });
            }
            let longer = if near > far { &mut then } else { &mut otherwise };
            let skip = self.reversed.len() - longer.0;
            self.reversed.push(Instruction::Jump(u32::try_from(skip).unwrap_or(u32::MAX)));
            *longer = Place(self.reversed.len());
        }
    }

    /// All calls of one architecture; those of x86_64 and x32 differ by a bit.
    fn section(&mut self, rules: &Rules, architecture: u32, abis: &[(Abi, &AbiRules)]) -> Place {
        let of = |wanted: Abi| abis.iter().find(|(abi, _)| *abi == wanted).map(|(_, of)| *of);
        let start = if architecture == Abi::X86_64.audit_arch() {
            let x32 = self.calls(rules, of(Abi::X32));
            let x86_64 = self.calls(rules, of(Abi::X86_64));
            self.branch(JumpTest::AnyBit, Abi::X32_BIT, x32, x86_64)
        } else {
            self.calls(rules, abis.first().map(|(_, of)| *of))
        };
        self.load(NUMBER, u32::MAX, start)
    }

    fn calls(&mut self, rules: &Rules, of_abi: Option<&AbiRules>) -> Place {
        let Some(of_abi) = of_abi else { return self.give(rules.foreign) };
        let mut ranges: Vec<(u32, &[Alternative])> = vec![(0, &[])];
        for (number, alternatives) in &of_abi.calls {
            if let Some(last) = ranges.last_mut().filter(|(start, _)| start == number) {
                last.1 = alternatives;
            } else {
                ranges.push((*number, alternatives));
            }
            if let Some(after) = number.checked_add(1) {
                ranges.push((after, &[]));
            }
        }
        let found = self.search(&ranges, rules.default);
        match of_abi.highest {
            Some(highest) => {
                let missing = self.give(Action::Errno(ENOSYS));
                self.branch(JumpTest::Greater, highest, missing, found)
            }
            None => found,
        }
    }

    /// A place that the instruction written next falls into.
    fn entry(&mut self, place: Place) -> Place {
        match self.distance(place) {
            0 => place,
            skip => self.push(Instruction::Jump(u32::try_from(skip).unwrap_or(u32::MAX))),
        }
    }

    fn search(&mut self, ranges: &[(u32, &[Alternative])], default: Action) -> Place {
        let (left, right) = ranges.split_at(ranges.len() / 2);
        let Some((start, alternatives)) = right.first() else { return self.give(default) };
        if left.is_empty() {
            return self.alternatives(alternatives, default);
        }
        let above = self.search(right, default);
        let below = self.search(left, default);
        self.branch(JumpTest::GreaterOrEqual, *start, above, below)
    }

    fn alternatives(&mut self, alternatives: &[Alternative], default: Action) -> Place {
        let mut next = self.give(default);
        for alternative in alternatives.iter().rev() {
            let mut then = self.give(alternative.action);
            for condition in alternative.when.iter().rev() {
                then = self.condition(condition, then, next);
            }
            next = then;
        }
        next
    }

    fn condition(&mut self, condition: &Condition, then: Place, otherwise: Place) -> Place {
        match condition.constant() {
            Some(true) => return then,
            Some(false) => return otherwise,
            None => {}
        }
        let Condition { operand, mask, test, value } = *condition;
        let (mask_high, mask_low) = halves(mask);
        let (high, low) = halves(value);
        let offset = match operand {
            Operand::Argument(index) => ARGUMENTS + index.min(5) * 8,
            Operand::InstructionPointer => INSTRUCTION_POINTER,
        };
        // Three tests are left: the others are their opposites.
        let (test, then, otherwise) = match test {
            Test::NotEqual => (Test::Equal, otherwise, then),
            Test::Less => (Test::GreaterOrEqual, otherwise, then),
            Test::LessOrEqual => (Test::Greater, otherwise, then),
            other => (other, then, otherwise),
        };
        let low_test = match test {
            Test::Greater => JumpTest::Greater,
            Test::GreaterOrEqual => JumpTest::GreaterOrEqual,
            _ => JumpTest::Equal,
        };
        let lower = if mask_low == 0 && test == Test::Equal {
            then
        } else {
            self.compare(offset, mask_low, low_test, low, then, otherwise)
        };
        if mask_high == 0 {
            return lower;
        }
        if test == Test::Equal {
            return self.compare(offset + 4, mask_high, JumpTest::Equal, high, lower, otherwise);
        }
        let same = self.branch(JumpTest::Equal, high, lower, otherwise);
        let above = self.branch(JumpTest::Greater, high, then, same);
        self.load(offset + 4, mask_high, above)
    }

    fn compare(
        &mut self,
        offset: u8,
        mask: u32,
        test: JumpTest,
        value: u32,
        then: Place,
        otherwise: Place,
    ) -> Place {
        if then == otherwise {
            return then;
        }
        let jump = self.branch(test, value, then, otherwise);
        self.load(offset, mask, jump)
    }

    /// Loads a word and goes on at a place.
    fn load(&mut self, offset: u8, mask: u32, next: Place) -> Place {
        self.entry(next);
        if mask != u32::MAX {
            self.push(Instruction::Alu(AluOp::And, Right::Constant(mask)));
        }
        self.push(Instruction::Load { offset })
    }
}

fn halves(value: u64) -> (u32, u32) {
    let half = |value: u64| u32::try_from(value & 0xffff_ffff).unwrap_or_default();
    (half(value >> 32), half(value))
}
