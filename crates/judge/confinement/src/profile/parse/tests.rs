use super::*;
use crate::abi::Abi;
use crate::action::Action;
use crate::profile::Operator;

fn error(text: &str) -> String {
    Profile::parse(text).unwrap_err().to_string()
}

fn with_rule(rule: &str) -> String {
    format!(
        r#"{{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{{"action":"SCMP_ACT_ALLOW"}},{rule}]}}"#
    )
}

#[test]
fn all_forms_are_read() {
    let old = Profile::parse(
        r#"{"defaultAction":"SCMP_ACT_KILL","architectures":["SCMP_ARCH_X86"],
            "syscalls":[{"name":"read","action":"SCMP_ACT_ALLOW","args":null}]}"#,
    )
    .unwrap();
    assert_eq!(old.default_action, Action::KillThread);
    assert_eq!(old.architectures, Architectures::Listed(vec![Architecture::Known(Abi::I386)]));
    assert_eq!(old.rules[0].names, ["read"]);
    let podman = Profile::parse(
        r#"{"DefaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"defaultErrno":"EPERM",
            "syscalls":[{"names":["read"],"action":"SCMP_ACT_ERRNO","errno":"EINVAL",
            "args":[{"index":2,"value":9,"op":"SCMP_CMP_NE"}]}]}"#,
    )
    .unwrap();
    assert_eq!(podman.default_action, Action::Errno(1));
    assert_eq!(podman.rules[0].action, Action::Errno(22));
    assert_eq!(podman.rules[0].arguments[0].operator, Operator::NotEqual);
    assert_eq!(podman.problems, []);
}

#[test]
fn errors_name_rule_and_field() {
    for (rule, expected) in [
        (r#"{"names":["read"]}"#, "rule 2: action: missing"),
        (r#"{"action":"ALLOW"}"#, "rule 2: action: `ALLOW` is no action"),
        ("7", "rule 2: syscalls: is no object"),
        (r#"{"action":"SCMP_ACT_LOG","names":"read"}"#, "rule 2: names: is no list"),
        (
            r#"{"action":"SCMP_ACT_LOG","names":["a"],"name":"b"}"#,
            "rule 2: name: a rule has either `name` or `names`",
        ),
        (
            r#"{"action":"SCMP_ACT_LOG","args":[{"index":6,"op":"SCMP_CMP_EQ"}]}"#,
            "rule 2: args.index: 6 is past the last argument, 5",
        ),
        (
            r#"{"action":"SCMP_ACT_LOG","args":[{"op":"EQ"}]}"#,
            "rule 2: args.op: `EQ` is no comparison",
        ),
        (
            r#"{"action":"SCMP_ACT_LOG","args":[{"value":-1,"op":"SCMP_CMP_EQ"}]}"#,
            "rule 2: args.value: -1 is no number from 0 to 2^64-1",
        ),
        (
            r#"{"action":"SCMP_ACT_LOG","includes":{"minKernel":"4.8.1"}}"#,
            "rule 2: includes.minKernel: `4.8.1` is not like 4.8",
        ),
        (
            r#"{"action":"SCMP_ACT_NOTIFY","names":["write"]}"#,
            "rule 2: action: runc refuses SCMP_ACT_NOTIFY for `write`",
        ),
    ] {
        assert_eq!(error(&with_rule(rule)), expected);
    }
    for empty in ["{}", r#"{"defaultAction":"","syscalls":[]}"#, r#"{"syscalls":null}"#] {
        assert_eq!(Profile::parse(empty), Err(ProfileError::Empty), "{empty}");
    }
    assert_eq!(
        error(r#"{"syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW"}]}"#),
        "defaultAction: missing, so the runtime refuses the rules"
    );
    assert_eq!(error("[]"), "profile: is no object");
    assert_eq!(
        error(r#"{"defaultAction":"SCMP_ACT_LOG","architectures":["x86"]}"#),
        "architectures: `x86` is no architecture"
    );
}

#[test]
fn what_engines_ignore_is_told() {
    let profile = Profile::parse(
        r#"{"defaultAction":"SCMP_ACT_ERRNO","comment":"x","syscalls":[
            {"names":["raed"],"action":"SCMP_ACT_ALLOW","arg":[],
             "includes":{"caps":["SYS_ADMIN"],"arches":["x86_64"]}},
            {"names":["s390_runtime_instr"],"action":"SCMP_ACT_ALLOW","errnoRet":1},
            {"names":[],"action":"SCMP_ACT_LOG",
             "args":[{"value":1,"valueTwo":3,"op":"SCMP_CMP_MASKED_EQ"}]}]}"#,
    )
    .unwrap();
    let problems: Vec<String> = profile.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "rule 1: no container has a capability `SYS_ADMIN`",
            "rule 1: no machine is named `x86_64`",
            "rule 1: no call is named `raed`, so runtimes ignore it",
            "rule 1: unknown field `arg`, which engines ignore",
            "rule 2: errnoRet says nothing for this action",
            "rule 3: valueTwo has bits outside the mask; libseccomp drops them",
            "rule 3: names no call, so it does nothing",
            "unknown field `comment`, which engines ignore",
        ]
    );
}

/// A file that only fills memory, one that only fills the stack, one that only
/// has rules.
#[test]
fn hostile_sizes_are_refused_at_once() {
    let started = std::time::Instant::now();
    let large = " ".repeat(10 << 20);
    assert_eq!(
        error(&large),
        "profile has 10485760 bytes; more than 4194304 cannot be a seccomp profile"
    );
    assert!(error(&"[".repeat(1 << 20)).contains("recursion limit"));
    let rules = vec!["{}"; 10_000].join(",");
    let many = format!(r#"{{"defaultAction":"SCMP_ACT_LOG","syscalls":[{rules}]}}"#);
    assert_eq!(error(&many), "profile has 10000 rules; more than 8192 cannot be a seccomp profile");
    let names = format!("[{}]", vec!["\"read\""; 200_000].join(","));
    let named = with_rule(&format!(r#"{{"action":"SCMP_ACT_LOG","names":{names}}}"#));
    assert!(error(&named).starts_with("profile has 200000 call names"));
    // Few bytes, and a square of comparisons.
    let condition = r#"{"index":1,"value":7,"op":"SCMP_CMP_EQ"}"#;
    let conditions = vec![condition; 200].join(",");
    let names = vec!["\"read\""; 90_000].join(",");
    let rule = format!(r#"{{"action":"SCMP_ACT_LOG","names":[{names}],"args":[{conditions}]}}"#);
    assert!(error(&with_rule(&rule)).contains("18000000 conditions over all calls"));
    assert!(started.elapsed().as_secs() < 5);
}
