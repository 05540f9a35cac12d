//! Every way through a program for one call, without knowing its arguments.
//!
//! Words of the call's data that are not known are tracked as such; a jump that
//! depends on one is followed both ways, and each way remembers what it then
//! knows of the word. Ways that contradict themselves are dropped early.

mod domain;

use std::rc::Rc;

use super::run::calculate;
use super::{AluOp, Instruction, JumpTest, MEMORY_WORDS, Program, Right};
use crate::abi::Abi;
use crate::action::Action;
use crate::condition::Condition;
use domain::{Domains, is_followed};

/// Ways through one call that are told apart. A program of 4096 jumps could
/// have 2^4096 of them.
const MOST_LEAVES: usize = 512;

/// Instructions over all ways of one call. A test of a word counts as many more
/// as there are tests of it before, for it is compared with them.
const MOST_STEPS: usize = 40_000;

/// The end of a way.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// What must hold for it to be taken.
    pub(crate) when: Vec<Condition>,
    /// What the kernel then does.
    pub(crate) action: Action,
}

/// The ways of one call through several filters, the strictest answer counting;
/// none when there are too many, or when something is computed from arguments
/// that cannot be followed.
pub(crate) fn explore(programs: &[Program], abi: Abi, number: u32) -> Option<Vec<Leaf>> {
    let mut walk = Walk { abi, number, steps: 0, ends: Vec::new() };
    let mut ways = vec![(Rc::new(Domains::default()), Action::Allow)];
    for program in programs {
        let mut next = Vec::new();
        for (known, before) in ways {
            walk.follow(program.code(), State::new(known))?;
            let ends = walk.ends.drain(..);
            next.extend(ends.map(|(known, value)| {
                (known, Action::from_return(value).stricter_or_newer(before))
            }));
            if next.len() > MOST_LEAVES {
                return None;
            }
        }
        ways = next;
    }
    let leaf = |(known, action): (Rc<Domains>, Action)| Leaf { when: known.conditions(), action };
    Some(ways.into_iter().map(leaf).collect())
}

impl Action {
    /// `self` is the answer of an older filter than `before`'s.
    fn stricter_or_newer(self, before: Self) -> Self {
        before.stricter(self)
    }
}

/// What a register may hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Value {
    Known(u32),
    /// A word of the data, some of its bits.
    Word {
        index: u8,
        mask: u32,
    },
    /// Computed from arguments.
    Computed,
}

#[derive(Clone, Debug)]
struct State {
    at: usize,
    a: Value,
    x: Value,
    memory: [Value; MEMORY_WORDS],
    known: Rc<Domains>,
}

impl State {
    fn new(known: Rc<Domains>) -> Self {
        let zero = Value::Known(0);
        Self { at: 0, a: zero, x: zero, memory: [zero; MEMORY_WORDS], known }
    }

    fn right(&self, right: Right) -> Value {
        match right {
            Right::Constant(k) => Value::Known(k),
            Right::Index => self.x,
        }
    }
}

#[derive(Debug)]
struct Walk {
    abi: Abi,
    number: u32,
    steps: usize,
    ends: Vec<(Rc<Domains>, u32)>,
}

impl Walk {
    /// Follows all ways of one program from a state; none when they are too many.
    fn follow(&mut self, code: &[Instruction], start: State) -> Option<()> {
        let mut open = vec![start];
        while let Some(mut state) = open.pop() {
            while let Some(instruction) = code.get(state.at) {
                self.steps += 1;
                if self.steps > MOST_STEPS || open.len() + self.ends.len() > MOST_LEAVES {
                    return None;
                }
                state.at += 1;
                match *instruction {
                    Instruction::Return(value) => {
                        self.ends.push((state.known, value));
                        break;
                    }
                    Instruction::ReturnA => {
                        let Value::Known(value) = state.a else { return None };
                        self.ends.push((state.known, value));
                        break;
                    }
                    Instruction::Jump(skip) => state.at += usize::try_from(skip).ok()?,
                    Instruction::JumpIf { test, right, then, otherwise } => {
                        let right = state.right(right);
                        if let Value::Word { index, .. } = state.a {
                            self.steps += state.known.known_of(index);
                        }
                        let (then, otherwise) = (usize::from(then), usize::from(otherwise));
                        match decide(&state, test, right)? {
                            Way::One(holds) => state.at += if holds { then } else { otherwise },
                            Way::Both(holds, fails) => {
                                let mut other = state.clone();
                                other.known = fails;
                                other.at += otherwise;
                                open.push(other);
                                state.known = holds;
                                state.at += then;
                            }
                        }
                    }
                    other => self.step(&mut state, other)?,
                }
            }
        }
        Some(())
    }

    fn step(&self, state: &mut State, instruction: Instruction) -> Option<()> {
        match instruction {
            Instruction::Load { offset } => state.a = self.word(offset / 4),
            Instruction::LoadImmediate(k) => state.a = Value::Known(k),
            Instruction::LoadIndexImmediate(k) => state.x = Value::Known(k),
            Instruction::LoadMemory(cell) => state.a = *state.memory.get(usize::from(cell))?,
            Instruction::LoadIndexMemory(cell) => state.x = *state.memory.get(usize::from(cell))?,
            Instruction::Store(cell) => *state.memory.get_mut(usize::from(cell))? = state.a,
            Instruction::StoreIndex(cell) => *state.memory.get_mut(usize::from(cell))? = state.x,
            Instruction::IndexFromA => state.x = state.a,
            Instruction::AFromIndex => state.a = state.x,
            Instruction::Negate => {
                state.a = match state.a {
                    Value::Known(a) => Value::Known(a.wrapping_neg()),
                    _ => Value::Computed,
                };
            }
            Instruction::Alu(op, right) => state.a = alu(op, state.a, state.right(right))?,
            Instruction::Return(_)
            | Instruction::ReturnA
            | Instruction::Jump(_)
            | Instruction::JumpIf { .. } => {}
        }
        Some(())
    }

    fn word(&self, index: u8) -> Value {
        match index {
            0 => Value::Known(self.number),
            1 => Value::Known(self.abi.audit_arch()),
            _ => Value::Word { index, mask: u32::MAX },
        }
    }
}

/// None when the program might divide by zero.
fn alu(op: AluOp, left: Value, right: Value) -> Option<Value> {
    Some(match (op, left, right) {
        (_, Value::Known(left), Value::Known(right)) => Value::Known(calculate(op, left, right)?),
        (AluOp::Divide, _, Value::Word { .. } | Value::Computed) => return None,
        (AluOp::And, Value::Word { index, mask }, Value::Known(bits))
        | (AluOp::And, Value::Known(bits), Value::Word { index, mask }) => {
            Value::Word { index, mask: mask & bits }
        }
        _ => Value::Computed,
    })
}

/// Where a conditional jump can go.
#[derive(Debug)]
enum Way {
    One(bool),
    Both(Rc<Domains>, Rc<Domains>),
}

fn decide(state: &State, test: JumpTest, right: Value) -> Option<Way> {
    match (state.a, right) {
        (Value::Known(left), Value::Known(right)) => Some(Way::One(test.holds(left, right))),
        (Value::Word { index, mask }, Value::Known(value)) if is_followed(mask, test, value) => {
            let holds = state.known.with(index, mask, test, value, true);
            let fails = state.known.with(index, mask, test, value, false);
            Some(match (holds, fails) {
                (Some(holds), Some(fails)) => Way::Both(Rc::new(holds), Rc::new(fails)),
                (Some(_), None) => Way::One(true),
                (None, _) => Way::One(false),
            })
        }
        // Which way it goes depends on something that cannot be told in words.
        _ => None,
    }
}
