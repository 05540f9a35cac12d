use super::*;

fn program(raw: &[[u8; 8]]) -> Result<Program, BpfError> {
    Program::from_bytes(&raw.concat())
}

const ALLOW: [u8; 8] = [0x06, 0, 0, 0, 0, 0, 0xff, 0x7f];
const REFUSE: [u8; 8] = [0x06, 0, 0, 0, 1, 0, 5, 0];

fn load(offset: u8) -> [u8; 8] {
    [0x20, 0, 0, 0, offset, 0, 0, 0]
}

#[test]
fn what_the_kernel_refuses_is_refused() {
    let at = |at| move |problem| Err(BpfError::Instruction { at, problem });
    assert_eq!(program(&[]), Err(BpfError::Empty));
    assert_eq!(program(&[load(0)]), at(0)("the last one does not return"));
    let outside = at(0)("loads from outside the call's data or between its words");
    assert_eq!(program(&[load(64), ALLOW]), outside);
    assert_eq!(program(&[load(2), ALLOW]), outside);
    let jump = [0x15, 0, 1, 0, 0, 0, 0, 0];
    assert_eq!(program(&[jump, ALLOW]), at(0)("jumps out of the program"));
    let endless = [0x05, 0, 0, 0, 0xff, 0xff, 0xff, 0xff];
    assert_eq!(program(&[endless, ALLOW]), at(0)("jumps out of the program"));
    let divide = [0x34, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(program(&[divide, ALLOW]), at(0)("divides by zero"));
    let byte_load = [0x30, 0, 0, 0, 0, 0, 0, 0];
    let forbidden = at(0)("an operation that seccomp does not allow");
    assert_eq!(program(&[byte_load, ALLOW]), forbidden);
    let modulo = [0x94, 0, 0, 0, 3, 0, 0, 0];
    assert_eq!(program(&[modulo, ALLOW]), forbidden);
    let unwritten = [0x60, 0, 0, 0, 3, 0, 0, 0];
    assert_eq!(program(&[unwritten, ALLOW]), at(0)("reads memory that nothing wrote"));
    assert_eq!(program(&[ALLOW; 4097]), Err(BpfError::TooLong(4097)));
    assert_eq!(Program::from_bytes(&[0; 7]), Err(BpfError::Ragged(7)));
    assert_eq!(Program::from_hex("06 0x"), Err(BpfError::NotHex(3)));
    assert_eq!(Program::from_hex("060"), Err(BpfError::Ragged(2)));
}

#[test]
fn memory_must_be_written_on_every_way() {
    let (store, read) = ([0x02, 0, 0, 0, 1, 0, 0, 0], [0x60, 0, 0, 0, 1, 0, 0, 0]);
    let skip_store = [0x15, 0, 1, 0, 7, 0, 0, 0];
    assert!(program(&[load(0), store, read, ALLOW]).is_ok());
    assert!(program(&[load(0), skip_store, store, read, ALLOW]).is_err());
}

#[test]
fn arithmetic_wraps_and_division_by_zero_kills() {
    let call = |argument| Data::new(crate::Abi::X86_64, 0, [argument, 0, 0, 0, 0, 0]);
    let to_index = [0x07, 0, 0, 0, 0, 0, 0, 0];
    let seven = [0x00, 0, 0, 0, 7, 0, 0, 0];
    let divide = [0x3c, 0, 0, 0, 0, 0, 0, 0];
    let returns = [0x16, 0, 0, 0, 0, 0, 0, 0];
    let division = program(&[load(16), to_index, seven, divide, returns]).unwrap();
    assert_eq!(division.run(&call(2)), (3, 4));
    assert_eq!(division.run(&call(0)), (0, 3));
    let subtract = [0x14, 0, 0, 0, 3, 0, 0, 0];
    let wrapped = program(&[load(16), subtract, returns]).unwrap();
    assert_eq!(wrapped.run(&call(1)), (u32::MAX - 1, 2));
    assert_eq!(wrapped.run(&call(1 << 32 | 3)), (0, 2));
}

#[test]
fn words_are_where_the_kernel_puts_them() {
    let data = Data::new(crate::Abi::X32, 0x4000_0001, [0, 0x1122_3344_5566_7788, 0, 0, 0, 0]);
    let word = |offset| {
        let returns = [0x16, 0, 0, 0, 0, 0, 0, 0];
        program(&[load(offset), returns]).unwrap().run(&data).0
    };
    assert_eq!((word(0), word(4)), (0x4000_0001, 0xc000_003e));
    assert_eq!((word(24), word(28)), (0x5566_7788, 0x1122_3344));
}

#[test]
fn a_filter_that_cannot_be_followed_is_not_guessed() {
    // A = first argument + 1, compared: no condition says that.
    let add = [0x04, 0, 0, 0, 1, 0, 0, 0];
    let equal = [0x15, 0, 0, 1, 5, 0, 0, 0];
    let computed = program(&[load(16), add, equal, REFUSE, ALLOW]).unwrap();
    assert!(explore(&[computed], crate::Abi::X86_64, 0).is_none());
    // 20 independent tests have a million ways.
    let started = std::time::Instant::now();
    let branching: Vec<[u8; 8]> = (0..20u8)
        .flat_map(|bit| {
            let k = (1u32 << bit).to_le_bytes();
            [load(16), [0x45, 0, 0, 1, k[0], k[1], k[2], k[3]], load(20)]
        })
        .chain([ALLOW])
        .collect();
    assert!(explore(&[program(&branching).unwrap()], crate::Abi::X86_64, 0).is_none());
    assert!(started.elapsed().as_secs() < 5);
}
