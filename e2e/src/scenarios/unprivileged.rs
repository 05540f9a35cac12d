//! Audits by a user who may read little.

use super::compare::verdicts;
use crate::audit::{End, JSON_AUDIT, NOBODY};
use crate::patience::at_last;
use crate::trouble::ensure;
use crate::{Audit, Dockerd, DockerdOptions, Seaworthy, Trouble};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

/// With the socket open to all, the engine is judged as by root; what else root would
/// have seen is unknown, and counted.
pub(super) fn with_the_socket(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    engine.docker().privileged("privileged")?;
    engine.docker().keep("plain", &[])?;
    let socket = engine.socket();
    fs::set_permissions(&socket, Permissions::from_mode(0o666)).map_err(Trouble::file(&socket))?;
    at_last(|| {
        let root = seaworthy.audit(&engine.host())?;
        let mut command = seaworthy.command_of_nobody(engine.ground())?;
        let end = End::of(command.args(JSON_AUDIT).arg(engine.host()))?;
        let nobody = end.audit()?;
        expect_advice(&end)?;
        nobody.expect("privileged-container", "privileged", "fail")?;
        nobody.expect("privileged-container", "plain", "pass")?;
        expect_no_new_pass(&root, &nobody)
    })
}

/// A socket that was named and refuses is an error that says what to do.
pub(super) fn refused_socket(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let mut command = seaworthy.command_of_nobody(engine.ground())?;
    let end = End::of(command.args(JSON_AUDIT).arg(engine.host()))?;
    let told = end.stderr.to_lowercase();
    ensure(end.code == 2, || format!("{end:?}"))?;
    ensure(told.contains("permission denied"), || format!("no reason: {}", end.stderr))?;
    ensure(told.contains("root") || told.contains("group"), || format!("no hint: {}", end.stderr))
}

/// A socket that was only found and refuses: the host is audited, and the report names
/// the socket.
pub(super) fn without_the_socket(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let run = engine.ground().make_folder("run")?;
    let link = run.join("docker.sock");
    symlink(engine.socket(), &link).map_err(Trouble::file(&link))?;
    let arguments = ["audit", "--format", "json"];
    let copy = seaworthy.copy_to(engine.ground())?;
    at_last(|| {
        let mut as_root = seaworthy.command_over_run(engine.ground());
        let root = End::of(as_root.args(arguments))?.audit()?;
        root.expect_all("live-restore-disabled", "fail")?;
        let mut as_nobody = seaworthy.through(engine.ground(), "setpriv");
        as_nobody.args(NOBODY).arg(&copy).env("HOME", "/nonexistent");
        let end = End::of(as_nobody.args(arguments))?;
        let nobody = end.audit()?;
        expect_advice(&end)?;
        expect_undecided(&nobody)?;
        expect_no_new_pass(&root, &nobody)
    })
}

/// Nothing of the engine is known, and the report says why.
fn expect_undecided(nobody: &Audit) -> Result<(), Trouble> {
    let problems = nobody.report()["problems"].to_string();
    ensure(problems.contains("docker.sock"), || format!("the socket is not named: {problems}"))?;
    let judged = nobody.verdicts("live-restore-disabled");
    let decided = judged.iter().any(|(_, verdict)| verdict == "pass" || verdict == "fail");
    ensure(!decided, || format!("judged without an engine: {judged:?}"))
}

fn expect_advice(end: &End) -> Result<(), Trouble> {
    ensure(!end.stderr.contains("panicked"), || end.stderr.clone())?;
    let last = end.stderr.lines().last().unwrap_or_default();
    let count = last.split_once("run as root to decide ").and_then(|(_, rest)| {
        rest.strip_suffix(" more").and_then(|count| count.trim().parse::<u32>().ok())
    });
    ensure(count.is_some_and(|count| count > 0), || format!("no advice: {:?}", end.stderr))
}

/// Whoever sees less may know less, and never sees something hold that does not.
fn expect_no_new_pass(root: &Audit, other: &Audit) -> Result<(), Trouble> {
    let (root, other) = (verdicts(root), verdicts(other));
    let wrong: Vec<String> = other
        .iter()
        .filter(|(_, verdict)| *verdict == "pass")
        .filter_map(|(key, _)| Some((key, root.get(key).filter(|seen| *seen != "pass")?)))
        .map(|(key, seen)| format!("{key} ({seen} by root)"))
        .collect();
    ensure(wrong.is_empty(), || format!("pass without rights: {}", wrong.join(", ")))
}
