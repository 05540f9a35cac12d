//! What runc, libseccomp and the kernel make of a profile, one rule of theirs at
//! a time.

use seaworthy_confinement::{Abi, Action, Because, Filter, Program, Reach};
use seaworthy_core::facts::BpfProgram;

const ALLOW: &str = r#""action":"SCMP_ACT_ALLOW""#;

fn filter(default: &str, rules: &str) -> Filter {
    let architectures = r#"["SCMP_ARCH_X86_64","SCMP_ARCH_X86"]"#;
    let text = format!(
        r#"{{"defaultAction":{default},"architectures":{architectures},"syscalls":[{rules}]}}"#
    );
    Filter::from_oci(&text).unwrap()
}

fn on(filter: &Filter, number: u32, first: &[u64]) -> Action {
    on_abi(filter, Abi::X86_64, number, first)
}

fn on_abi(filter: &Filter, abi: Abi, number: u32, first: &[u64]) -> Action {
    let mut arguments = [0; 6];
    arguments[..first.len()].copy_from_slice(first);
    filter.decide(abi, number, arguments).action
}

const ERRNO: &str = r#""SCMP_ACT_ERRNO""#;
const SOCKET: u32 = 41;
const OPENAT2: u32 = 437;

#[test]
fn calls_above_the_highest_named_one_do_not_exist_where_the_default_is_strict() {
    let rule = format!(r#"{{"names":["socket","prctl"],{ALLOW}}}"#);
    for (default, above) in [
        (r#""SCMP_ACT_ERRNO""#, Action::Errno(38)),
        (r#""SCMP_ACT_ERRNO","defaultErrnoRet":13"#, Action::Errno(38)),
        (r#""SCMP_ACT_KILL""#, Action::Errno(38)),
        (r#""SCMP_ACT_TRAP""#, Action::Errno(38)),
        // The profile speaks of ENOSYS itself: no second opinion, even where the
        // number has no effect.
        (r#""SCMP_ACT_ERRNO","defaultErrnoRet":38"#, Action::Errno(38)),
        (r#""SCMP_ACT_KILL_PROCESS","defaultErrnoRet":38"#, Action::KillProcess),
        // Defaults that let calls through stay as they are.
        (r#""SCMP_ACT_LOG""#, Action::Log),
        (r#""SCMP_ACT_TRACE","defaultErrnoRet":7"#, Action::Trace(7)),
    ] {
        let filter = filter(default, &rule);
        assert_eq!(on(&filter, OPENAT2, &[]), above, "{default}");
        assert_eq!(on(&filter, SOCKET, &[]), Action::Allow, "{default}");
    }
    let refusing = r#"{"names":["socket"],"action":"SCMP_ACT_ERRNO","errnoRet":1}"#;
    assert_eq!(on(&filter(r#""SCMP_ACT_ALLOW""#, refusing), OPENAT2, &[]), Action::Allow);
    // No call of the ABI is named, or only number 0: there is nothing to be above.
    let nothing = filter(ERRNO, &format!(r#"{{"names":["read"],{ALLOW}}}"#));
    assert_eq!(on(&nothing, OPENAT2, &[]), Action::Errno(1));
    // A rule that is dropped names its call all the same.
    let dropped = r#"{"names":["prctl"],"action":"SCMP_ACT_ERRNO"}"#;
    let dropped = filter(ERRNO, dropped);
    assert_eq!(on(&dropped, 157, &[]), Action::Errno(1));
    let decision = dropped.decide(Abi::X86_64, 158, [0; 6]);
    assert_eq!(decision.because, Because::AboveHighest { highest: 157 });
}

#[test]
fn conditions_are_joined_unless_they_name_an_argument_twice() {
    let rule = |args: &str| format!(r#"{{"names":["socket","prctl"],{ALLOW},"args":[{args}]}}"#);
    let one = r#"{"index":0,"value":2,"op":"SCMP_CMP_EQ"}"#;
    let other = r#"{"index":1,"value":1,"op":"SCMP_CMP_EQ"}"#;
    let both = filter(ERRNO, &rule(&format!("{one},{other}")));
    assert_eq!(on(&both, SOCKET, &[2, 1]), Action::Allow);
    assert_eq!(on(&both, SOCKET, &[2, 3]), Action::Errno(1));
    let again = r#"{"index":0,"value":9,"op":"SCMP_CMP_EQ"}"#;
    let any = filter(ERRNO, &rule(&format!("{one},{again},{other}")));
    for passes in [[2, 7], [9, 7], [7, 1]] {
        assert_eq!(on(&any, SOCKET, &passes), Action::Allow, "{passes:?}");
    }
    assert_eq!(on(&any, SOCKET, &[7, 7]), Action::Errno(1));
}

#[test]
fn a_rule_is_dropped_for_the_same_action_and_error_number_only() {
    let refusing = |errno: u16| {
        let rule = format!(
            r#"{{"names":["mkdir"],"action":"SCMP_ACT_ERRNO","errnoRet":{errno}}},
               {{"names":["prctl"],{ALLOW}}}"#
        );
        filter(ERRNO, &rule).decide(Abi::X86_64, 83, [0; 6])
    };
    assert_eq!(refusing(1).because, Because::Default);
    assert_eq!(refusing(30).action, Action::Errno(30));
    assert_eq!(refusing(0).action, Action::Errno(0));
    assert_eq!(refusing(5000).action, Action::Errno(4095), "the kernel returns no higher one");
}

#[test]
fn a_masked_comparison_has_its_mask_first() {
    let rule = format!(
        r#"{{"names":["clone"],{ALLOW},
           "args":[{{"index":0,"value":240,"valueTwo":16,"op":"SCMP_CMP_MASKED_EQ"}}]}}"#
    );
    let filter = filter(ERRNO, &rule);
    assert_eq!(on(&filter, 56, &[0x1f]), Action::Allow);
    assert_eq!(on(&filter, 56, &[0xf0]), Action::Errno(1));
    assert_eq!(on(&filter, 56, &[0x1_0000_0010]), Action::Allow);
}

#[test]
fn how_many_bits_are_compared_depends_on_the_abi() {
    let rule = format!(
        r#"{{"names":["personality"],{ALLOW},"args":[{{"index":0,"value":8,"op":"SCMP_CMP_EQ"}}]}}"#
    );
    let filter = filter(ERRNO, &rule);
    assert_eq!(on(&filter, 135, &[8]), Action::Allow);
    assert_eq!(on(&filter, 135, &[0x1_0000_0008]), Action::Errno(1));
    assert_eq!(on_abi(&filter, Abi::I386, 136, &[0x1_0000_0008]), Action::Allow);
}

#[test]
fn an_abi_that_is_not_listed_is_killed_and_a_bit_makes_another_abi() {
    let filter = filter(r#""SCMP_ACT_ALLOW""#, "");
    assert_eq!(on(&filter, SOCKET, &[]), Action::Allow);
    assert_eq!(on(&filter, SOCKET | Abi::X32_BIT, &[]), Action::KillThread);
    assert_eq!(on_abi(&filter, Abi::Arm64, 198, &[]), Action::KillThread);
    assert_eq!(filter.reach(Abi::X32, "socket"), Reach::Killed);
}

#[test]
fn multiplexed_calls_of_i386_follow_their_rule() {
    let rule = format!(r#"{{"names":["socket","shmget"],{ALLOW}}}"#);
    let filter = filter(ERRNO, &rule);
    let (socketcall, ipc) = (102, 117);
    assert_eq!(on_abi(&filter, Abi::I386, socketcall, &[1]), Action::Allow);
    assert_eq!(on_abi(&filter, Abi::I386, socketcall, &[2]), Action::Errno(1));
    assert_eq!(on_abi(&filter, Abi::I386, ipc, &[23]), Action::Allow);
    assert_eq!(on_abi(&filter, Abi::I386, ipc, &[1]), Action::Errno(1));
}

#[test]
fn rules_that_contradict_each_other_keep_the_container_from_starting() {
    let condition = r#""args":[{"index":0,"value":2,"op":"SCMP_CMP_EQ"}]"#;
    let rules = format!(
        r#"{{"names":["socket"],{ALLOW},{condition}}},
           {{"names":["socket"],"action":"SCMP_ACT_KILL",{condition}}}"#
    );
    let filter = filter(ERRNO, &rules);
    assert!(filter.problems()[0].to_string().contains("rule 2: contradicts"), "{filter:?}");
    // On i386 even a rule without conditions contradicts, by way of socketcall.
    let plain = r#"{"names":["socket"],"action":"SCMP_ACT_LOG"}"#;
    let filter =
        self::filter(ERRNO, &format!(r#"{{"names":["socket"],{ALLOW},{condition}}},{plain}"#));
    assert_eq!(filter.problems().len(), 1, "{:?}", filter.problems());
    // The same twice is no contradiction, and one without conditions counts alone.
    let twice = format!(r#"{{"names":["prctl"],{ALLOW},{condition}}},"#).repeat(2);
    let rules = format!(r#"{twice}{{"names":["prctl"],"action":"SCMP_ACT_LOG"}}"#);
    let filter = self::filter(ERRNO, &rules);
    assert_eq!(filter.problems(), []);
    assert_eq!(on(&filter, 157, &[2]), Action::Log);
}

#[test]
fn an_empty_profile_is_no_filter() {
    for empty in ["{}", r#"{"defaultAction":"","syscalls":null}"#] {
        let filter = Filter::from_oci(empty).unwrap();
        assert!(filter.is_none() && !filter.problems().is_empty(), "{empty}");
        assert_eq!(on(&filter, OPENAT2, &[]), Action::Allow);
    }
}

fn returning(value: u32) -> BpfProgram {
    let [a, b, c, d] = value.to_le_bytes();
    BpfProgram(format!("06000000{a:02x}{b:02x}{c:02x}{d:02x}"))
}

/// From `linux/seccomp.h`, the strictest first.
const BY_STRICTNESS: [u32; 8] = [
    0x8000_0000,
    0x0000_0000,
    0x0003_0000,
    0x0005_0001,
    0x7fc0_0000,
    0x7ff0_0000,
    0x7ffc_0000,
    0x7fff_0000,
];

#[test]
fn of_several_filters_the_strictest_answers() {
    for (at, strict) in BY_STRICTNESS.iter().enumerate() {
        for mild in &BY_STRICTNESS[at + 1..] {
            for (order, decides) in [([*strict, *mild], 1), ([*mild, *strict], 2)] {
                let filter = Filter::from_programs(&order.map(returning)).unwrap();
                let decision = filter.decide(Abi::X86_64, SOCKET, [0; 6]);
                assert_eq!(decision.action, Action::from_return(*strict), "{order:x?}");
                let Because::Program { program, .. } = decision.because else {
                    panic!("{order:x?}")
                };
                assert_eq!(program, decides, "{order:x?}");
            }
        }
    }
    // Equally strict ones: the newest, which is the first.
    let filter = Filter::from_programs(&[0x0005_0002, 0x0005_0001].map(returning)).unwrap();
    assert_eq!(on(&filter, SOCKET, &[]), Action::Errno(2));
}

#[test]
fn filters_grow_no_longer_than_the_kernel_allows() {
    let error = Filter::from_programs(&vec![returning(0); 10_000]).unwrap_err();
    assert!(error.to_string().starts_with("filter 6554: with those before it"), "{error}");
}

/// Two ways at every step: 2^1300 of them. And what is known of a word grows.
#[test]
fn a_program_with_endless_ways_is_given_up_at_once() {
    let started = std::time::Instant::now();
    let mut code = Vec::new();
    for step in 0..1300u32 {
        code.extend([0x20, 0, 0, 0, u8::try_from(16 + 8 * (step % 6)).unwrap(), 0, 0, 0]);
        code.extend([0x45, 0, 0, 0]);
        code.extend((1u32 << (step % 32)).to_le_bytes());
    }
    code.extend([0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]);
    let filter = Filter::from_program(Program::from_bytes(&code).unwrap());
    let survey = filter.survey(Abi::X86_64);
    // uprobe and uretprobe meet no filter.
    assert!(survey.counts.conditional + 2 >= survey.counts.total, "nothing is claimed of it");
    assert!(matches!(
        filter.reach(Abi::X86_64, "socket"),
        Reach::Conditional(conditional) if conditional.otherwise.is_none()
    ));
    assert_eq!(on(&filter, SOCKET, &[]), Action::Allow, "one call is still answered");
    assert!(started.elapsed().as_secs() < 20);
}
