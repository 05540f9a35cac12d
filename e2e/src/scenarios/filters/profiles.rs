//! Profiles whose rules are about calls without arguments: the kernel ignores what is in
//! their registers, the filter does not. Of those, only ones that runc does not need to start a
//! container.

/// A name, the profile, and the calls that it has conditions for.
pub(super) struct Tried {
    pub(super) name: &'static str,
    pub(super) json: &'static str,
    pub(super) calls: &'static [&'static str],
}

pub(super) const TRIED: &[Tried] = &[
    Tried {
        name: "errnos",
        json: r#"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86","SCMP_ARCH_X32"],"syscalls":[
{"names":["getuid"],"action":"SCMP_ACT_ERRNO"},
{"names":["geteuid","no_such_call"],"action":"SCMP_ACT_ERRNO","errnoRet":71},
{"names":["getgid"],"action":"SCMP_ACT_ERRNO","errnoRet":38},
{"names":["getegid"],"action":"SCMP_ACT_TRAP"},
{"names":["getpgrp"],"action":"SCMP_ACT_KILL_PROCESS"},
{"names":["inotify_init"],"action":"SCMP_ACT_KILL"},
{"names":["munlockall"],"action":"SCMP_ACT_TRACE"},
{"names":["getppid"],"action":"SCMP_ACT_LOG"}]}"#,
        calls: &[],
    },
    Tried {
        name: "compared",
        json: r#"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86","SCMP_ARCH_X32"],"syscalls":[
{"names":["getuid"],"action":"SCMP_ACT_ERRNO","errnoRet":71,"args":[{"index":0,"value":5,"op":"SCMP_CMP_EQ"}]},
{"names":["inotify_init"],"action":"SCMP_ACT_ERRNO","errnoRet":72,"args":[{"index":1,"value":5,"op":"SCMP_CMP_NE"}]},
{"names":["munlockall"],"action":"SCMP_ACT_ERRNO","errnoRet":73,"args":[{"index":2,"value":4294967296,"op":"SCMP_CMP_LT"}]},
{"names":["getegid"],"action":"SCMP_ACT_ERRNO","errnoRet":74,"args":[{"index":3,"value":4294967295,"op":"SCMP_CMP_GT"}]},
{"names":["getgid"],"action":"SCMP_ACT_ERRNO","errnoRet":75,"args":[{"index":4,"value":2147483648,"op":"SCMP_CMP_LE"}]},
{"names":["getpgrp"],"action":"SCMP_ACT_ERRNO","errnoRet":76,"args":[{"index":5,"value":9223372036854775808,"op":"SCMP_CMP_GE"}]},
{"names":["gettid"],"action":"SCMP_ACT_ERRNO","errnoRet":77,"args":[{"index":0,"value":12884901888,"valueTwo":4294967296,"op":"SCMP_CMP_MASKED_EQ"}]}]}"#,
        calls: &["getuid", "inotify_init", "munlockall", "getegid", "getgid", "getpgrp", "gettid"],
    },
    Tried {
        name: "several",
        json: r#"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86"],"syscalls":[
{"names":["getuid"],"action":"SCMP_ACT_ERRNO","errnoRet":71,"args":[{"index":0,"value":5,"op":"SCMP_CMP_EQ"},{"index":1,"value":7,"op":"SCMP_CMP_GT"}]},
{"names":["geteuid"],"action":"SCMP_ACT_ERRNO","errnoRet":72,"args":[{"index":0,"value":5,"op":"SCMP_CMP_GE"},{"index":0,"value":2,"op":"SCMP_CMP_EQ"}]},
{"names":["getgid"],"action":"SCMP_ACT_ERRNO","errnoRet":73,"args":[{"index":0,"value":1,"op":"SCMP_CMP_EQ"}]},
{"names":["getgid"],"action":"SCMP_ACT_ERRNO","errnoRet":74,"args":[{"index":0,"value":2,"op":"SCMP_CMP_EQ"},{"index":2,"value":255,"valueTwo":16,"op":"SCMP_CMP_MASKED_EQ"}]},
{"names":["getpgrp"],"action":"SCMP_ACT_ERRNO","errnoRet":75,"args":[{"index":1,"value":9,"op":"SCMP_CMP_LT"}]},
{"names":["getpgrp"],"action":"SCMP_ACT_ERRNO","errnoRet":76,"args":[{"index":1,"value":3,"op":"SCMP_CMP_EQ"}]},
{"names":["munlockall"],"action":"SCMP_ACT_ERRNO","errnoRet":77,"args":[{"index":3,"value":3,"op":"SCMP_CMP_EQ"}]},
{"names":["munlockall"],"action":"SCMP_ACT_ERRNO","errnoRet":77}]}"#,
        calls: &["getuid", "geteuid", "getgid", "getpgrp", "munlockall"],
    },
    // The ABIs that it does not list are refused whole.
    Tried {
        name: "one-abi",
        json: r#"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64"],"syscalls":[
{"names":["getuid"],"action":"SCMP_ACT_ERRNO","errnoRet":71,"args":[{"index":0,"value":18446744073709551615,"op":"SCMP_CMP_EQ"}]}]}"#,
        calls: &["getuid"],
    },
    // Lists none.
    Tried {
        name: "no-abi",
        json: r#"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
{"names":["getuid"],"action":"SCMP_ACT_ERRNO","errnoRet":71}]}"#,
        calls: &["getuid"],
    },
    Tried {
        name: "logged",
        json: r#"{"defaultAction":"SCMP_ACT_LOG","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86"],"syscalls":[
{"names":["getuid"],"action":"SCMP_ACT_ERRNO","errnoRet":71},
{"names":["getgid"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":1,"op":"SCMP_CMP_EQ"}]}]}"#,
        calls: &["getuid", "getgid"],
    },
];

/// Register values at the edges of every comparison above, with rubbish in the upper half.
pub(super) const VALUES: &[u64] = &[
    0,
    1,
    2,
    3,
    5,
    6,
    8,
    9,
    0x10,
    0x110,
    0x7fff_ffff,
    0x8000_0000,
    0x8000_0001,
    0xffff_ffff,
    0x1_0000_0000,
    0x1_0000_0005,
    0x3_0000_0000,
    0xdead_beef_0000_0005,
    0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000,
    u64::MAX,
];
