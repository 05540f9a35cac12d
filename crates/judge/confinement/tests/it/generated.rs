//! Profiles and calls for property tests: the constants of a profile's rules and
//! their neighbours are where a mistake shows.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use seaworthy_confinement::{
    Abi, Action, Architecture, Architectures, Argument, Operator, Profile, Rule, Selection, syscall,
};

/// Calls that exist everywhere, only somewhere, or through a multiplexer.
pub(crate) const NAMES: [&str; 14] = [
    "read",
    "socket",
    "accept",
    "shmget",
    "semop",
    "socketcall",
    "ipc",
    "clone",
    "personality",
    "prctl",
    "open",
    "cacheflush",
    "mseal",
    "no_such_call",
];

pub(crate) const ABIS: [Abi; 5] = Abi::ALL;

fn action() -> impl Strategy<Value = Action> {
    select(vec![
        Action::Allow,
        Action::Log,
        Action::Errno(1),
        Action::Errno(38),
        Action::Errno(4095),
        Action::Trace(3),
        Action::Trap,
        Action::KillThread,
        Action::KillProcess,
        Action::Notify,
    ])
}

/// Few values, so that rules meet.
pub(crate) fn value() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => 0u64..6,
        1 => select(vec![0xffff_ffff, 0x1_0000_0000, 0x1_0000_0003, u64::MAX, 1 << 63, 0x7e02_0000]),
        1 => any::<u64>(),
    ]
}

fn argument() -> impl Strategy<Value = Argument> {
    let operator = select(vec![
        Operator::NotEqual,
        Operator::Less,
        Operator::LessOrEqual,
        Operator::Equal,
        Operator::GreaterOrEqual,
        Operator::Greater,
        Operator::Masked,
    ]);
    (0u8..4, value(), value(), operator).prop_map(|(index, value, value_two, operator)| Argument {
        index,
        value,
        value_two,
        operator,
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    let names = vec(select(NAMES.to_vec()), 1..4);
    let arguments = prop_oneof![1 => Just(Vec::new()), 3 => vec(argument(), 1..4)];
    (names, action(), arguments).prop_map(|(names, action, arguments)| Rule {
        names: names.into_iter().map(str::to_owned).collect(),
        action,
        arguments,
        includes: Selection::default(),
        excludes: Selection::default(),
        comment: String::new(),
    })
}

/// A profile for some of the ABIs.
pub(crate) fn profile() -> impl Strategy<Value = Profile> {
    let listed = subsequence(ABIS.to_vec(), 0..=ABIS.len());
    (action(), select(vec![None, Some(1), Some(38)]), listed, vec(rule(), 0..12)).prop_map(
        |(default_action, default_errno, listed, rules)| Profile {
            default_action,
            default_errno,
            architectures: Architectures::Listed(
                listed.into_iter().map(Architecture::Known).collect(),
            ),
            flags: Vec::new(),
            listener_path: None,
            listener_metadata: None,
            rules,
            problems: Vec::new(),
        },
    )
}

/// A call that the profile has something to say about, or nearly.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) abi: Abi,
    pub(crate) number: u32,
    pub(crate) arguments: [u64; 6],
}

pub(crate) fn call() -> impl Strategy<Value = Call> {
    let argument = (value(), -1i64..=1, select(vec![0u64, 0, 0, 1 << 32, 0xdead_beef_0000_0000]))
        .prop_map(|(value, near, garbage)| value.wrapping_add_signed(near) | garbage);
    let arguments = proptest::array::uniform6(argument);
    let number = prop_oneof![9 => Just(None), 1 => any::<u32>().prop_map(Some)];
    (select(ABIS.to_vec()), select(NAMES.to_vec()), number, arguments).prop_map(
        |(abi, name, number, arguments)| {
            let named = syscall(abi, name).map_or(500, |call| call.number);
            Call { abi, number: number.unwrap_or(named), arguments }
        },
    )
}
