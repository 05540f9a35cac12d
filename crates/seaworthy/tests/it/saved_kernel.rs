//! `audit` of a kernel that is not here, from saved files.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use seaworthy_core::report::{self, v1};

use crate::run::{Ran, facts, seaworthy, seaworthy_in};

const CONFIG: &str = "# Linux/x86 6.1.76 Kernel Configuration\nCONFIG_X86_64=y\n\
    # CONFIG_DEVMEM is not set\nCONFIG_BUILD_SALT=\"6.1.0-18-amd64\"\n";
const SYSCTLS: &str = "kernel.kptr_restrict = 0\nfs.protected_symlinks = 1\n";

/// A folder with the files of a machine.
fn saved() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("db1.config"), CONFIG).unwrap();
    fs::write(folder.path().join("db1.config.gz"), packed(CONFIG.as_bytes())).unwrap();
    fs::write(folder.path().join("db1.cmdline"), "ro quiet mitigations=off\n").unwrap();
    fs::write(folder.path().join("db1.sysctl"), SYSCTLS).unwrap();
    let version = "Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1\n";
    fs::write(folder.path().join("db1.version"), version).unwrap();
    folder
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn audit(folder: &Path, more: &[&str]) -> Ran {
    seaworthy_in(folder, &[&["audit"], more].concat())
}

fn report_of(ran: &Ran) -> v1::Report {
    assert_eq!(ran.code, 0, "{}", ran.err);
    report::read(ran.out.as_bytes()).unwrap()
}

fn result<'a>(report: &'a v1::Report, id: &str) -> &'a v1::Entry {
    report.results.iter().find(|entry| &*entry.id == id).unwrap()
}

#[test]
fn all_files_are_judged_and_named() {
    let folder = saved();
    let files = [
        "--kconfig=db1.config.gz",
        "--cmdline=db1.cmdline",
        "--sysctl=db1.sysctl",
        "--kernel-version=db1.version",
        "-fjson",
    ];
    let report = report_of(&audit(folder.path(), &files));
    let [target] = report.targets.as_slice() else { panic!("{:?}", report.targets) };
    assert_eq!(target.name, "db1.config.gz, db1.cmdline, db1.sysctl, db1.version");
    assert_eq!(target.description, "Linux 6.1.0-18-amd64, x86_64");
    let shown = result(&report, "kernel-pointers-shown");
    assert_eq!(shown.verdict, v1::Verdict::Fail);
    assert_eq!(shown.evidence[0].source, "db1.sysctl");
    assert_eq!(result(&report, "kernel-unsupported").verdict, v1::Verdict::Review);
    // Only the kernel is judged unless more is asked for.
    assert!(report.results.iter().all(|entry| &*entry.section == "kernel"));
    assert!(report.problems.is_empty(), "{:?}", report.problems);
}

#[test]
fn what_was_not_saved_is_unknown_and_never_taken_from_here() {
    let folder = saved();
    let report = report_of(&audit(folder.path(), &["--kconfig", "db1.config", "-f", "json"]));
    assert_eq!(result(&report, "kernel-pointers-shown").verdict, v1::Verdict::Unknown);
    assert_eq!(report.targets[0].description, "Linux 6.1.76, x86_64");
    let only_version = audit(folder.path(), &["--kernel-version", "6.8.12", "-f", "json"]);
    let report = report_of(&only_version);
    assert_eq!(report.targets[0].name, "--kernel-version 6.8.12");
    assert_eq!(result(&report, "kernel-unsupported").verdict, v1::Verdict::Fail);
    let text = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    assert!(!only_version.out.contains(text.trim()));
}

#[test]
fn other_checks_say_not_collected() {
    let folder = saved();
    let all = ["--sysctl", "db1.sysctl", "--only", "host,daemon,files,containers,images,swarm"];
    let report = report_of(&audit(folder.path(), &[&all[..], &["-f", "json"]].concat()));
    let decided: Vec<&str> = report
        .results
        .iter()
        .filter(|entry| entry.verdict != v1::Verdict::Unknown)
        .map(|entry| &*entry.id)
        .collect();
    assert!(report.results.len() > 100);
    assert!(decided.is_empty(), "{decided:?}");
}

#[test]
fn the_gate_formats_and_plan_work() {
    let folder = saved();
    let gate =
        |severity| audit(folder.path(), &["--sysctl", "db1.sysctl", "--fail-on", severity]).code;
    assert_eq!((gate("low"), gate("critical")), (1, 0));
    for format in ["text", "sarif", "junit", "html", "markdown", "csv", "docker-bench-json"] {
        let ran = audit(folder.path(), &["--sysctl", "db1.sysctl", "-f", format]);
        assert_eq!(ran.code, 0, "{format}: {}", ran.err);
        assert!(ran.err.is_empty() && !ran.out.is_empty(), "{format}: {}", ran.err);
    }
    let plan = audit(folder.path(), &["--sysctl", "db1.sysctl", "--fix-plan"]);
    assert!(plan.out.contains("kernel.kptr_restrict"), "{}", plan.out);
}

#[test]
fn saved_facts_say_the_same() {
    let folder = saved();
    let files = ["--kconfig", "db1.config", "--sysctl", "db1.sysctl"];
    let save = [&files[..], &["--save-facts", "f.json", "-f", "csv"]].concat();
    let first = audit(folder.path(), &save);
    let again = audit(folder.path(), &["--facts", "f.json", "-f", "csv"]);
    assert_eq!((first.code, &first.out), (0, &again.out));
}

#[test]
fn this_machine_and_saved_files_do_not_mix() {
    let folder = saved();
    let facts = facts("three-containers");
    for other in [
        &["-H", "unix:///run/docker.sock"][..],
        &["--context", "build"],
        &["--all-engines"],
        &["--facts", &facts],
        &["--root", "/host"],
    ] {
        let ran = audit(folder.path(), &[&["--kconfig", "db1.config"], other].concat());
        assert_eq!(ran.code, 2, "{other:?}: {}", ran.err);
        assert!(ran.err.contains("cannot be used with"), "{}", ran.err);
    }
    let ran = audit(folder.path(), &["--arch", "arm64"]);
    assert!(ran.code == 2 && ran.err.contains("--kconfig"), "{}", ran.err);
}

#[test]
fn a_root_of_the_environment_does_not_matter() {
    let folder = saved();
    let status = Command::new(env!("CARGO_BIN_EXE_seaworthy"))
        .args(["audit", "-q", "--kconfig", "db1.config"])
        .env("SEAWORTHY_ROOT", "/nonexistent")
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .status();
    assert_eq!(status.unwrap().code(), Some(0));
}

#[test]
fn one_file_may_come_from_standard_input() {
    let folder = saved();
    let run = |arguments: &[&str]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_seaworthy"))
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may have refused its arguments without reading.
        let _ = child.stdin.take().unwrap().write_all(SYSCTLS.as_bytes());
        child.wait_with_output().unwrap()
    };
    let ran = run(&["audit", "--sysctl", "-", "-f", "json"]);
    let report = report::read(&ran.stdout).unwrap();
    let shown = result(&report, "kernel-pointers-shown");
    assert_eq!(shown.evidence[0].source, "standard input");
    let ran = run(&["audit", "--sysctl", "-", "--cmdline", "-"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("only be one"));
}

#[test]
fn every_architecture_is_known_by_its_names() {
    let folder = saved();
    for (header, options, machine) in [
        ("x86", "CONFIG_X86_64=y", "x86_64"),
        ("i386", "CONFIG_X86_32=y", "i686"),
        ("arm64", "CONFIG_ARM64=y", "aarch64"),
        ("arm", "CONFIG_ARM=y", "armv7l"),
        ("riscv", "CONFIG_RISCV=y\nCONFIG_64BIT=y", "riscv64"),
    ] {
        let text = format!("# Linux/{header} 6.6.51 Kernel Configuration\n{options}\n");
        fs::write(folder.path().join("other"), text).unwrap();
        let report = report_of(&audit(folder.path(), &["--kconfig", "other", "-f", "json"]));
        assert_eq!(report.targets[0].description, format!("Linux 6.6.51, {machine}"));
    }
    for (name, machine) in [
        ("amd64", "x86_64"),
        ("i386", "i686"),
        ("arm64", "aarch64"),
        ("arm", "armv7l"),
        ("riscv64", "riscv64"),
    ] {
        let told = ["--sysctl", "db1.sysctl", "--arch", name, "-f", "json"];
        let report = report_of(&audit(folder.path(), &told));
        assert_eq!(report.targets[0].description, machine);
    }
    let ran = audit(folder.path(), &["--sysctl", "db1.sysctl", "--arch", "vax"]);
    assert!(ran.code == 2 && ran.err.contains("x86_64, i386, arm64"), "{}", ran.err);
    let ran = audit(folder.path(), &["--kconfig", "db1.config", "--arch", "arm64"]);
    assert!(ran.code == 2 && ran.err.contains("different kernels"), "{}", ran.err);
}

#[test]
fn damaged_files_are_errors_that_say_which() {
    let folder = saved();
    let whole = packed(CONFIG.as_bytes());
    let cut = &whole[..whole.len() / 2];
    let bomb = packed(&vec![b'#'; 64 << 20]);
    for (bytes, says) in [
        (cut, "damaged gzip"),
        (&bomb[..], "unpacks to more than"),
        (b"\xfd7zXZ\0\0", "packed with xz"),
        (b"\x7fELF\x02\x01", "no kernel configuration"),
        (b"", "no kernel configuration"),
        (SYSCTLS.as_bytes(), "no kernel configuration"),
    ] {
        fs::write(folder.path().join("odd"), bytes).unwrap();
        let ran = audit(folder.path(), &["--kconfig", "odd"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("odd") && ran.err.contains(says), "{}", ran.err);
    }
    for (flag, wanted) in [
        ("--sysctl", "sysctl -a"),
        ("--kernel-version", "kernel version"),
        ("--cmdline", "command line"),
    ] {
        let ran = audit(folder.path(), &[flag, "db1.config.gz"]);
        assert!(ran.code == 2 && ran.err.contains(wanted), "{flag}: {}", ran.err);
        let ran = audit(folder.path(), &[flag, "nonexistent"]);
        assert!(ran.code == 2 && ran.err.contains("cannot read nonexistent"), "{}", ran.err);
    }
}

#[test]
fn damaged_lines_are_problems_and_the_rest_goes_on() {
    let folder = saved();
    fs::write(folder.path().join("odd"), b"kernel.kptr_restrict = \xff\nvm.x = 1\nvm.x.y\n")
        .unwrap();
    let report = report_of(&audit(folder.path(), &["--sysctl", "odd", "-f", "json"]));
    assert_eq!(result(&report, "kernel-pointers-shown").verdict, v1::Verdict::Unknown);
    assert!(report.problems[0].message.contains("line 1: bytes that are no text"));
}

#[test]
fn files_of_two_hundred_megabytes_are_refused_at_once() {
    let folder = saved();
    let path = folder.path().join("huge");
    fs::File::create(&path).unwrap().set_len(200 << 20).unwrap();
    for flag in ["--kconfig", "--cmdline", "--sysctl", "--kernel-version"] {
        let started = Instant::now();
        let ran = seaworthy(&["audit", flag, path.to_str().unwrap()]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("huge is larger than"), "{}", ran.err);
        assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    }
}
