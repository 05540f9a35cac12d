//! The views `isolation` and `defence-matrix`: schemas, and what they look like.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

use seaworthy_core::findings::Severity;
use seaworthy_core::report::defence::{self, Cell, Class, Defence, DefenceMatrix, Defender};
use seaworthy_core::report::isolation::{
    self, Basis, Boundary, BoundaryKind, CallCounts, Column, ColumnKind, Escape, Fitness,
    Isolation, Kernel, MountReach, Namespace, NamespaceState, Pair, Paths, Reading, Resource,
    Shared, SharedState, Tenancy, Tenant,
};
use seaworthy_core::report::{Format, TextOptions, v1, write};
use serde_json::Value;

use super::sample;

fn namespaces(own: &[&str]) -> Vec<Namespace> {
    let kinds = ["mnt", "pid", "net", "ipc", "uts", "user", "cgroup", "time"];
    kinds
        .map(|kind| Namespace {
            kind: kind.to_owned(),
            state: if own.contains(&kind) { NamespaceState::Own } else { NamespaceState::Host },
            ..Namespace::default()
        })
        .into()
}

fn counts(allowed: usize, conditional: usize) -> Vec<CallCounts> {
    let native = CallCounts {
        abi: "x86_64".to_owned(),
        total: 383,
        allowed,
        conditional,
        refused: 383 - allowed - conditional,
        ..CallCounts::default()
    };
    let closed = Some("the kernel is built without CONFIG_X86_X32_ABI".to_owned());
    vec![native, CallCounts { abi: "x32".to_owned(), closed, ..CallCounts::default() }]
}

fn process() -> Column {
    let mut column = Column {
        name: "process".to_owned(),
        basis: Basis::Measured,
        boundary: Boundary {
            kind: BoundaryKind::Process,
            shares_kernel: Reading::known(true, "it is a process of this kernel"),
            ..Boundary::default()
        },
        namespaces: namespaces(&[]),
        ..Column::default()
    };
    column.user.uid = Reading::known(0, "/proc/self/status");
    column.user.host_ids = Reading::known(true, "/proc/self/uid_map");
    column.seccomp.mode = Reading::known("none".to_owned(), "/proc/self/status");
    column.reach.calls = Reading::known(counts(383, 0), "no filter");
    column.reach.writable_proc = Reading::known(Paths { count: 1318, ..Paths::default() }, "/proc");
    column
}

/// A container whose name tries to drive a terminal and a page.
fn container() -> Column {
    let mut column = Column {
        kind: ColumnKind::Container,
        name: "web\u{1b}[2J<b>".to_owned(),
        id: "ab".repeat(32),
        boundary: Boundary {
            kind: BoundaryKind::Container,
            shares_kernel: Reading::known(true, "an OCI runtime"),
            ..Boundary::default()
        },
        namespaces: namespaces(&["mnt", "pid", "net", "ipc", "uts"]),
        escapes: vec![escape()],
        ..process()
    };
    column.capabilities.effective =
        Reading::known(vec!["CHOWN".to_owned(), "NET_RAW".to_owned()], "/proc/PID/status");
    column.seccomp.mode = Reading::known("filter".to_owned(), "/proc/PID/status");
    column.seccomp.profile = Reading::known("builtin".to_owned(), "/info");
    column.limits.memory = Reading::known(64 << 20, "memory.max");
    column.limits.pids = Reading::none("pids.max");
    column.files.mounts = Reading::known(
        vec![MountReach {
            path: "/run/docker.sock".to_owned(),
            host_path: "/run/docker.sock".to_owned(),
            resource: Resource::EngineSocket,
            writable: true,
            route: "bind".to_owned(),
        }],
        "Mounts",
    );
    column.reach.calls = Reading::known(counts(290, 2), "config.json");
    column.reach.writable_proc = Reading::unknown("permission denied");
    column
}

fn escape() -> Escape {
    Escape {
        id: "daemon-socket-mounted".to_owned(),
        title: "engine control socket mounted in container".to_owned(),
        verdict: v1::Verdict::Fail,
        severity: Severity::Critical,
        message: "the engine takes orders from it through /run/docker.sock".to_owned(),
        chain: vec![v1::Evidence {
            fact: "mount".to_owned(),
            value: "/run/docker.sock (bind)".to_owned(),
            source: "Mounts".to_owned(),
        }],
        close: v1::Remedy {
            summary: "Remove the mount.".to_owned(),
            commands: Vec::new(),
            risk: "review".to_owned(),
        },
        waived: false,
    }
}

fn hardened() -> Column {
    let mut column = Column {
        kind: ColumnKind::HardenedContainer,
        name: "web hardened".to_owned(),
        basis: Basis::Computed,
        ..Column::default()
    };
    column.reach.calls = Reading::known(counts(280, 1), "computed");
    column
}

fn tenancy() -> Tenancy {
    let tenant =
        |name: &str| Tenant { name: name.to_owned(), containers: vec![format!("{name}-1")] };
    Tenancy {
        label: "team".to_owned(),
        tenants: vec![tenant("bank"), tenant("shop")],
        unassigned: vec!["cron".to_owned()],
        pairs: vec![Pair {
            first: "bank".to_owned(),
            second: "shop".to_owned(),
            verdict: Fitness::NotSoFast,
            shares: vec![Shared {
                what: "kernel".to_owned(),
                state: SharedState::Shared,
                detail: "one kernel".to_owned(),
            }],
            reasons: vec!["one bug in the host's kernel reaches both".to_owned()],
        }],
        pairs_left_out: 0,
        verdict: Some(Fitness::NotSoFast),
        because: "share too much to distrust each other: the only two tenants".to_owned(),
    }
}

fn view() -> Isolation {
    Isolation {
        format: isolation::FORMAT.to_owned(),
        from: isolation::OUTSIDE.to_owned(),
        kernel: Kernel {
            release: Reading::known("6.1.0-23-amd64".to_owned(), "/proc"),
            architecture: Reading::known("x86_64".to_owned(), "/proc"),
        },
        columns: vec![process(), container(), hardened()],
        stopped: vec!["old".to_owned()],
        filters: Vec::new(),
        tenancy: tenancy(),
    }
}

fn matrix() -> DefenceMatrix {
    let cell = |defender: Defender, state: Defence| Cell {
        defender,
        state,
        by_design: defender == Defender::Selinux,
        because: "1 of 2 measures hold".to_owned(),
        evidence: vec![v1::Evidence {
            fact: "CONFIG_VMAP_STACK".to_owned(),
            value: "y".to_owned(),
            source: "/proc/config.gz".to_owned(),
        }],
    };
    DefenceMatrix {
        format: defence::FORMAT.to_owned(),
        why: "One kernel for all.".to_owned(),
        kernel: "6.1.0".to_owned(),
        containers: 2,
        defenders: Defender::ALL.to_vec(),
        classes: vec![Class {
            id: "stack-overflow".to_owned(),
            title: "Overflow of the kernel's stack".to_owned(),
            attack: "A call writes past a buffer.".to_owned(),
            cells: vec![
                cell(Defender::Kernel, Defence::Partly),
                cell(Defender::Selinux, Defence::Absent),
                cell(Defender::Apparmor, Defence::Absent),
                cell(Defender::Seccomp, Defence::Present),
                cell(Defender::Capabilities, Defence::Unknown),
                cell(Defender::UserNamespace, Defence::Absent),
            ],
        }],
    }
}

fn report(name: &str, view: Value) -> v1::Report {
    let mut report = sample::report();
    report.views = BTreeMap::from([(name.to_owned(), view)]);
    report
}

fn isolation_report() -> v1::Report {
    report(isolation::VIEW, serde_json::to_value(view()).unwrap())
}

fn written(format: Format, report: &v1::Report, options: &TextOptions) -> String {
    let mut out = Vec::new();
    write(format, report, options, &sample::explain, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn wide(verbose: bool) -> TextOptions {
    TextOptions { width: 100, verbose, ..TextOptions::default() }
}

#[test]
fn text_and_page_are_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let matrix = report(defence::VIEW, serde_json::to_value(matrix()).unwrap());
    for (name, now) in [
        ("isolation.txt", written(Format::Text, &isolation_report(), &wide(false))),
        ("isolation.html", written(Format::Html, &isolation_report(), &wide(false))),
        ("defence-matrix.txt", written(Format::Text, &matrix, &wide(true))),
    ] {
        let path = folder.join(name);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &now).unwrap();
        }
        assert!(
            fs::read_to_string(&path).unwrap_or_default() == now,
            "UPDATE_GOLDEN=1 writes {name} anew; read what changed"
        );
    }
}

#[test]
fn lines_fit_and_names_drive_nothing() {
    for verbose in [false, true] {
        let text = written(Format::Text, &isolation_report(), &wide(verbose));
        let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 100).collect();
        assert!(long.is_empty(), "{long:#?}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
    let page = written(Format::Html, &isolation_report(), &wide(false));
    assert!(!page.contains('\u{1b}') && !page.contains("web<b>") && !page.contains("[2J<b>"));
    assert!(!page.contains("style=\"") && !page.contains("http://"), "the page asks nobody");
}

#[test]
fn the_views_are_what_their_schemas_say() {
    for (schema, view) in [
        (isolation::SCHEMA, serde_json::to_value(view()).unwrap()),
        (defence::SCHEMA, serde_json::to_value(matrix()).unwrap()),
    ] {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&view).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        let mut broken = view;
        broken.as_object_mut().unwrap().insert("surprise".to_owned(), Value::Null);
        assert!(!validator.is_valid(&broken));
    }
}

#[test]
fn a_view_of_another_format_is_left_alone() {
    let mut other = serde_json::to_value(view()).unwrap();
    other["format"] = "seaworthy-isolation/2".into();
    assert!(Isolation::of(&report(isolation::VIEW, other)).is_none());
    assert!(Isolation::of(&report(isolation::VIEW, Value::Null)).is_none());
    assert!(Isolation::of(&isolation_report()).is_some());
}
