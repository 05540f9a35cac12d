//! The instructions that seccomp lets a program have, `linux/filter.h`.

use super::MEMORY_WORDS;

/// One instruction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Instruction {
    /// A = 32-bit word of the call's data.
    Load { offset: u8 },
    /// A = constant.
    LoadImmediate(u32),
    /// X = constant.
    LoadIndexImmediate(u32),
    /// A = M[n].
    LoadMemory(u8),
    /// X = M[n].
    LoadIndexMemory(u8),
    /// M[n] = A.
    Store(u8),
    /// M[n] = X.
    StoreIndex(u8),
    /// A = A op right.
    Alu(AluOp, Right),
    /// A = -A.
    Negate,
    /// Go on so many instructions further.
    Jump(u32),
    /// Go on at one of two places.
    JumpIf { test: JumpTest, right: Right, then: u8, otherwise: u8 },
    /// End with a constant.
    Return(u32),
    /// End with A.
    ReturnA,
    /// X = A.
    IndexFromA,
    /// A = X.
    AFromIndex,
}

/// Right side of an operation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Right {
    Constant(u32),
    Index,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AluOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Or,
    And,
    ShiftLeft,
    ShiftRight,
    Xor,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum JumpTest {
    Equal,
    Greater,
    GreaterOrEqual,
    AnyBit,
}

/// `sizeof(struct seccomp_data)`.
pub(super) const DATA_BYTES: u32 = 64;

// Operation codes: class | mode or operation | source.
const LD_W_ABS: u16 = 0x20;
const LD_IMM: u16 = 0x00;
const LD_MEM: u16 = 0x60;
const LD_W_LEN: u16 = 0x80;
const LDX_W_IMM: u16 = 0x01;
const LDX_MEM: u16 = 0x61;
const LDX_W_LEN: u16 = 0x81;
const ST: u16 = 0x02;
const STX: u16 = 0x03;
const ALU: u16 = 0x04;
const NEG: u16 = 0x84;
const JA: u16 = 0x05;
const JMP: u16 = 0x05;
const RET_K: u16 = 0x06;
const RET_A: u16 = 0x16;
const TAX: u16 = 0x07;
const TXA: u16 = 0x87;
const SOURCE_X: u16 = 0x08;

impl Instruction {
    /// Reads `struct sock_filter`.
    pub(super) fn from_raw(raw: &[u8]) -> Result<Self, &'static str> {
        let &[low, high, then, otherwise, k0, k1, k2, k3] = raw else {
            return Err("is not 8 bytes");
        };
        let code = u16::from_le_bytes([low, high]);
        let k = u32::from_le_bytes([k0, k1, k2, k3]);
        Ok(match code {
            LD_W_ABS => Self::Load { offset: offset(k)? },
            LD_IMM => Self::LoadImmediate(k),
            LDX_W_IMM => Self::LoadIndexImmediate(k),
            LD_W_LEN => Self::LoadImmediate(DATA_BYTES),
            LDX_W_LEN => Self::LoadIndexImmediate(DATA_BYTES),
            LD_MEM => Self::LoadMemory(cell(k)?),
            LDX_MEM => Self::LoadIndexMemory(cell(k)?),
            ST => Self::Store(cell(k)?),
            STX => Self::StoreIndex(cell(k)?),
            NEG => Self::Negate,
            JA => Self::Jump(k),
            RET_K => Self::Return(k),
            RET_A => Self::ReturnA,
            TAX => Self::IndexFromA,
            TXA => Self::AFromIndex,
            _ => {
                let right = if code & SOURCE_X == 0 { Right::Constant(k) } else { Right::Index };
                match code & !SOURCE_X & 0xff07 {
                    ALU => alu(code & 0xf0, right)?,
                    JMP => Self::JumpIf { test: jump_test(code & 0xf0)?, right, then, otherwise },
                    _ => return Err("an operation that seccomp does not allow"),
                }
            }
        })
    }

    /// Writes `struct sock_filter`.
    pub(super) fn to_raw(self) -> [u8; 8] {
        let plain = |code: u16, k: u32| (code, 0, 0, k);
        let (code, then, otherwise, k) = match self {
            Self::Load { offset } => plain(LD_W_ABS, offset.into()),
            Self::LoadImmediate(k) => plain(LD_IMM, k),
            Self::LoadIndexImmediate(k) => plain(LDX_W_IMM, k),
            Self::LoadMemory(cell) => plain(LD_MEM, cell.into()),
            Self::LoadIndexMemory(cell) => plain(LDX_MEM, cell.into()),
            Self::Store(cell) => plain(ST, cell.into()),
            Self::StoreIndex(cell) => plain(STX, cell.into()),
            Self::Negate => plain(NEG, 0),
            Self::Jump(k) => plain(JA, k),
            Self::Return(k) => plain(RET_K, k),
            Self::ReturnA => plain(RET_A, 0),
            Self::IndexFromA => plain(TAX, 0),
            Self::AFromIndex => plain(TXA, 0),
            Self::Alu(op, right) => {
                let (source, k) = right.encoded();
                plain(ALU | alu_code(op) | source, k)
            }
            Self::JumpIf { test, right, then, otherwise } => {
                let (source, k) = right.encoded();
                (JMP | jump_code(test) | source, then, otherwise, k)
            }
        };
        let [low, high] = code.to_le_bytes();
        let [k0, k1, k2, k3] = k.to_le_bytes();
        [low, high, then, otherwise, k0, k1, k2, k3]
    }
}

impl Right {
    fn encoded(self) -> (u16, u32) {
        match self {
            Self::Constant(k) => (0, k),
            Self::Index => (SOURCE_X, 0),
        }
    }
}

/// Aligned, and inside `struct seccomp_data`.
fn offset(k: u32) -> Result<u8, &'static str> {
    if k >= DATA_BYTES || !k.is_multiple_of(4) {
        return Err("loads from outside the call's data or between its words");
    }
    u8::try_from(k).map_err(|_| "loads from outside the call's data")
}

fn cell(k: u32) -> Result<u8, &'static str> {
    u8::try_from(k)
        .ok()
        .filter(|cell| usize::from(*cell) < MEMORY_WORDS)
        .ok_or("a memory cell that does not exist")
}

fn alu(code: u16, right: Right) -> Result<Instruction, &'static str> {
    let op = match code {
        0x00 => AluOp::Add,
        0x10 => AluOp::Subtract,
        0x20 => AluOp::Multiply,
        0x30 if right == Right::Constant(0) => return Err("divides by zero"),
        0x30 => AluOp::Divide,
        0x40 => AluOp::Or,
        0x50 => AluOp::And,
        0x60 | 0x70 if matches!(right, Right::Constant(32..)) => {
            return Err("shifts by more than a word");
        }
        0x60 => AluOp::ShiftLeft,
        0x70 => AluOp::ShiftRight,
        0xa0 => AluOp::Xor,
        _ => return Err("an operation that seccomp does not allow"),
    };
    Ok(Instruction::Alu(op, right))
}

fn alu_code(op: AluOp) -> u16 {
    match op {
        AluOp::Add => 0x00,
        AluOp::Subtract => 0x10,
        AluOp::Multiply => 0x20,
        AluOp::Divide => 0x30,
        AluOp::Or => 0x40,
        AluOp::And => 0x50,
        AluOp::ShiftLeft => 0x60,
        AluOp::ShiftRight => 0x70,
        AluOp::Xor => 0xa0,
    }
}

fn jump_test(code: u16) -> Result<JumpTest, &'static str> {
    Ok(match code {
        0x10 => JumpTest::Equal,
        0x20 => JumpTest::Greater,
        0x30 => JumpTest::GreaterOrEqual,
        0x40 => JumpTest::AnyBit,
        _ => return Err("a jump that seccomp does not allow"),
    })
}

fn jump_code(test: JumpTest) -> u16 {
    match test {
        JumpTest::Equal => 0x10,
        JumpTest::Greater => 0x20,
        JumpTest::GreaterOrEqual => 0x30,
        JumpTest::AnyBit => 0x40,
    }
}

impl JumpTest {
    pub(crate) fn holds(self, left: u32, right: u32) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
            Self::AnyBit => left & right != 0,
        }
    }
}
