//! Damaged profiles and programs: refused or understood, never a panic.

use seaworthy_confinement::{Abi, Environment, Filter, KernelVersion, Profile, Program};
use seaworthy_testkit::mutate::{Bound, run};

fn profile(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let environment = Environment::docker_default(Abi::X86_64, KernelVersion::new(6, 1));
    if let Ok(profile) = Profile::parse(text) {
        let filter = Filter::from_profile(&profile, &environment);
        filter.decide(Abi::I386, 102, [1, 0, 0, 0, 0, 0]);
        filter.reach(Abi::X32, "socket");
        if let Ok(Some(program)) = filter.compile() {
            Filter::from_program(program).reach(Abi::X86_64, "socket");
        }
    }
    let _ = Filter::from_oci(text);
}

fn program(bytes: &[u8]) {
    let _ = Program::from_hex(&String::from_utf8_lossy(bytes));
    if let Ok(program) = Program::from_bytes(bytes) {
        let filter = Filter::from_program(program);
        filter.decide(Abi::Arm64, 198, [u64::MAX; 6]);
        filter.reach(Abi::X86_64, "clone");
    }
}

#[test]
fn no_damaged_profile_panics() {
    let seeds: &[&[u8]] = &[
        br#"{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"archMap":[{"architecture":
            "SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]}],"flags":[],"syscalls":[
            {"names":["socket","clone"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":40,
            "valueTwo":0,"op":"SCMP_CMP_NE"}],"includes":{"caps":["CAP_CHOWN"],"minKernel":"4.8"},
            "excludes":{"arches":["arm"]}}]}"#,
        br#"{"defaultAction":"SCMP_ACT_KILL","architectures":["SCMP_ARCH_X32"],"syscalls":[
            {"name":"prctl","action":"SCMP_ACT_TRACE","errnoRet":7,"args":[{"index":5,
            "value":18446744073709551615,"op":"SCMP_CMP_MASKED_EQ"},{"index":5,"op":"SCMP_CMP_LT"}]}]}"#,
        b"{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[null]}",
    ];
    run(0x5ecc_0001, seeds, Bound::Iterations(4_000), profile);
}

#[test]
fn no_damaged_program_panics() {
    let text = r#"{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["clone"],"action":
        "SCMP_ACT_ALLOW","args":[{"index":0,"value":2114060288,"op":"SCMP_CMP_MASKED_EQ"}]}]}"#;
    let filter = Filter::from_oci(text).unwrap();
    let compiled = filter.compile().unwrap().unwrap().to_bytes();
    let memory = [
        [0x20, 0, 0, 0, 16, 0, 0, 0],
        [0x02, 0, 0, 0, 3, 0, 0, 0],
        [0x61, 0, 0, 0, 3, 0, 0, 0],
        [0x1d, 0, 0, 1, 0, 0, 0, 0],
        [0x34, 0, 0, 0, 2, 0, 0, 0],
        [0x16, 0, 0, 0, 0, 0, 0, 0],
        [0x06, 0, 0, 0, 0, 0, 255, 127],
    ]
    .concat();
    let hex = "200000000400000015000001b70000c006000000000000000600000000000500";
    let seeds: &[&[u8]] = &[&compiled, &memory, hex.as_bytes()];
    run(0x5ecc_0002, seeds, Bound::Iterations(8_000), program);
}
