//! `seaworthy profile`: built-in profiles, files of every kind, one container.

use std::fs;

use serde_json::Value;

use crate::run::{Ran, facts, seaworthy, seaworthy_in};

fn ask(subject: &str, rest: &[&str]) -> Ran {
    let mut arguments = vec!["profile", "ask", subject, "--machine", "x86_64", "--kernel", "6.1"];
    arguments.extend_from_slice(rest);
    seaworthy(&arguments)
}

fn valid(schema: &str, document: &str) -> Value {
    let schema = seaworthy(&["schema", schema]).out;
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let document = serde_json::from_str(document).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    document
}

#[test]
fn the_answer_names_action_and_rule() {
    let vsock = ask("docker-default@28", &["--call", "socket", "--args", "40,1,0"]);
    assert_eq!((vsock.code, vsock.out.lines().next()), (0, Some("EPERM(1)")), "{}", vsock.err);
    assert!(vsock.out.contains("socket(family=AF_VSOCK(40), type=SOCK_STREAM(1), protocol=0)"));
    // The filter compares 64 bits, the kernel reads 32.
    assert!(vsock.out.contains("0x100000028"), "{}", vsock.out);
    let clone3 = ask("docker-default", &["--call", "clone3"]);
    assert!(clone3.out.starts_with("ENOSYS(38)\n"), "{}", clone3.out);
    let admin = ask("docker-default", &["--call", "clone3", "--caps", "+SYS_ADMIN"]);
    assert!(admin.out.starts_with("allow\n"), "{}", admin.out);
    let newer = ask("docker-default@20.10", &["--call", "statmount"]);
    assert!(newer.out.contains("above futex_waitv (449)"), "{}", newer.out);
    let foreign = ask("docker-default", &["--abi", "arm", "--call", "read"]);
    assert!(foreign.out.starts_with("kill-thread\n"), "{}", foreign.out);
}

#[test]
fn json_is_what_the_schema_says() {
    let subject = ["profile", "show", "docker-default", "--machine", "x86_64", "--kernel", "6.1"];
    let shown = seaworthy(&[&subject[..], &["-f", "json"]].concat());
    let shown = valid("profile", &shown.out);
    let abis: Vec<&str> =
        shown["abis"].as_array().unwrap().iter().map(|abi| abi["abi"].as_str().unwrap()).collect();
    assert_eq!(abis, ["x86_64", "i386", "x32"]);
    assert_eq!(shown["abis"][0]["counts"]["allowed"], 307);
    let calls = shown["abis"][0]["calls"].as_array().unwrap();
    let socket = calls.iter().find(|call| call["name"] == "socket").unwrap();
    assert_eq!(socket["outcome"], "conditional");
    assert!(socket["cases"].to_string().contains("family = AF_INET6(10)"));
    let asked = ask("docker-default", &["--call", "socket", "--args", "2,1,0", "-f", "json"]);
    let asked = valid("profile-answer", &asked.out);
    assert_eq!(asked["outcome"]["action"], "allow");
    assert_eq!(asked["reason"]["kind"], "rule");
}

const PROFILE: &str = r#"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
    {"names":["mkdir"],"action":"SCMP_ACT_ERRNO","errnoRet":30},
    {"names":["mkdier"],"action":"SCMP_ACT_KILL"}]}"#;

/// Load the call's number; 83 (mkdir) is refused with EROFS, the rest allowed.
const PROGRAM: &str =
    "20000000 00000000\n15000001 53000000\n06000000 1e000500\n06000000 0000ff7f\n";

#[test]
fn files_of_every_kind_are_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let config = format!(r#"{{"ociVersion":"1.0.2","linux":{{"seccomp":{PROFILE}}}}}"#);
    let bytes: Vec<u8> = (PROGRAM.replace(char::is_whitespace, "").as_bytes())
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    for (name, content) in [
        ("profile.json", PROFILE.as_bytes()),
        ("config.json", config.as_bytes()),
        ("filter.hex", PROGRAM.as_bytes()),
        ("filter.bpf", bytes.as_slice()),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
        let call = ["profile", "ask", name, "--machine", "x86_64", "--call", "mkdir"];
        let ran = seaworthy_in(folder.path(), &call);
        assert!(ran.out.starts_with("EROFS(30)\n"), "{name}: {}{}", ran.out, ran.err);
    }
    let shown = seaworthy_in(folder.path(), &["profile", "show", "profile.json"]);
    assert!(shown.out.contains("no call is named `mkdier`"), "{}", shown.out);
    let none = r#"{"ociVersion":"1.0.2","linux":{}}"#;
    fs::write(folder.path().join("none.json"), none).unwrap();
    let shown = seaworthy_in(folder.path(), &["profile", "show", "none.json"]);
    assert!(shown.out.contains("no seccomp filter, every call is made"), "{}", shown.out);
}

#[test]
fn calls_and_arguments_are_told_in_every_usual_way() {
    for rest in [
        &["--call", "socket", "--args", "40,1,0"][..],
        &["--call", "41", "--args", "40, 1, 0"],
        &["--call", "0x29", "--args", "0x28,1"],
        &["--call", "41", "--args", "40", "--abi", "AMD64"],
    ] {
        let ran = ask("seccomp:docker-default@28", rest);
        assert!(ran.out.starts_with("EPERM(1)\n  socket(family=AF_VSOCK(40)"), "{rest:?} {ran:?}");
    }
    let negative = ask("docker-default", &["--call", "personality", "--args", "-1"]);
    assert!(negative.out.contains("personality=0xffffffffffffffff"), "{negative:?}");
    let x32 = ask("docker-default", &["--call", "0x40000029", "--args", "2"]);
    assert!(x32.out.starts_with("allow\n") && x32.out.contains("on x32"), "{x32:?}");
}

#[test]
fn an_empty_profile_is_told_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let config = r#"{"ociVersion":"1.0.2","linux":{"seccomp":{}}}"#;
    for (name, content) in [("profile.json", "{}"), ("config.json", config)] {
        fs::write(folder.path().join(name), content).unwrap();
        let shown = seaworthy_in(folder.path(), &["profile", "show", name]);
        assert!(shown.out.contains("no seccomp filter, every call is made"), "{shown:?}");
        assert!(shown.out.contains("an empty profile"), "{shown:?}");
        let call = ["profile", "ask", name, "--call", "mount", "-f", "json"];
        let asked = valid("profile-answer", &seaworthy_in(folder.path(), &call).out);
        assert_eq!(asked["reason"]["kind"], "no-filter");
        assert_eq!(asked["target"]["filtered"], false);
    }
}

#[test]
fn mistakes_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    file("rule.json", r#"{"defaultAction":"SCMP_ACT_KILL","syscalls":[{"action":"KILL"}]}"#);
    file("noise", "no filter at all");
    for (arguments, expected) in [
        (&["rule.json"][..], "rule 1: action: `KILL` is no action"),
        (&["noise"], "neither JSON nor a compiled seccomp filter"),
        (&["./missing.json"], "there is no file ./missing.json"),
        (&["docker-default@18.09"], "hint: built-in profiles: docker-default@20.10"),
        (&["docker-default", "--caps", "ROOT"], "capabilities are like CAP_SYS_ADMIN"),
    ] {
        let call = [&["profile", "show"], arguments].concat();
        let ran = seaworthy_in(folder.path(), &call);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
    for (call, expected) in [("0x1ffffffff", "32 bits"), ("4294967296", "32 bits")] {
        let ran = ask("docker-default", &["--call", call]);
        assert!(ran.code == 2 && ran.err.contains(expected), "{call}: {}", ran.err);
    }
    let call = ask("docker-default", &["--call", "raed"]);
    assert!(call.err.contains("there is no system call `raed`"), "{}", call.err);
    let call = ask("docker-default", &["--abi", "arm64", "--call", "fork"]);
    assert!(call.err.contains("arm64 has no system call `fork`; it is one of x86_64"));
}

#[test]
fn a_container_of_a_facts_file() {
    let file = facts("three-containers");
    let ran = seaworthy(&["profile", "show", "nobody", "--facts", &file]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no built-in profile and no container; there are"), "{}", ran.err);
}
