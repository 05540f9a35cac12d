//! The kernel's word about running containers.

use crate::docker::IMAGE;
use crate::patience::until;
use crate::trouble::ensure;
use crate::{Audit, Dockerd, DockerdOptions, Seaworthy, Trouble};
use serde_json::Value;
use std::fs;

/// Container, options, check, and what the kernel's state makes of it.
const STATES: &[(&str, &[&str], &str, &str)] = &[
    ("nnp", &["--security-opt=no-new-privileges"], "new-privileges-allowed", "pass"),
    ("plain", &[], "new-privileges-allowed", "fail"),
    ("plain", &[], "seccomp-unconfined", "pass"),
    ("open", &["--security-opt=seccomp=unconfined"], "seccomp-unconfined", "fail"),
    ("dropped", &["--cap-drop=ALL"], "excess-capabilities", "pass"),
    ("added", &["--cap-add=SYS_ADMIN"], "excess-capabilities", "fail"),
];

/// Verdicts about running containers rest on `/proc`.
pub(super) fn kernel_decides(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let mut started = Vec::new();
    for (name, options, ..) in STATES {
        if !started.contains(name) {
            engine.docker().keep(name, options)?;
            started.push(name);
        }
    }
    let audit = audit_live(seaworthy, &engine)?;
    for (name, _, check, verdict) in STATES {
        audit.expect(check, name, verdict)?;
        let evidence = &audit.result(check, name)?["evidence"];
        let mut sources = evidence.as_array().into_iter().flatten();
        let kernel =
            sources.any(|one| one["source"].as_str().is_some_and(|at| at.starts_with("/proc")));
        ensure(kernel, || format!("{check} of {name} does not rest on /proc: {evidence}"))?;
    }
    Ok(())
}

/// An SSH server is what runs its executable; a name is not enough.
pub(super) fn sshd_is_an_executable(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let run = |name: &str, script: &str| {
        engine.docker().run(&["run", "-d", "--name", name, IMAGE, "sh", "-c", script])
    };
    let copy = "busybox cp /bin/busybox /bin/sshd";
    run("server", &format!("{copy}; exec -a sleep /bin/sshd 600"))?;
    run("child", &format!("{copy}; (exec -a sleep /bin/sshd 600) & sleep 600"))?;
    // The kernel calls this process `sshd`; what runs is the shell.
    let script = r"printf '#!/bin/sh\nsleep 600\n' >/bin/sshd; busybox chmod +x /bin/sshd";
    run("named", &format!("{script}; /bin/sshd & sleep 600"))?;
    run("argument", "exec sh -c 'sleep 600; true' /usr/sbin/sshd -D")?;
    until("a process named sshd", || {
        let named = engine.docker().run(&["top", "named", "-o", "pid,comm"])?;
        Ok(named.lines().any(|line| line.split_whitespace().last() == Some("sshd")))
    })?;
    let audit = audit_live(seaworthy, &engine)?;
    audit.expect("sshd-in-container", "server", "fail")?;
    audit.expect("sshd-in-container", "child", "fail")?;
    audit.expect("sshd-in-container", "named", "pass")?;
    audit.expect("sshd-in-container", "argument", "pass")
}

/// An audit, once it is sure that the kernel's view was collected.
fn audit_live(seaworthy: &Seaworthy, engine: &Dockerd) -> Result<Audit, Trouble> {
    let file = engine.ground().path("facts.json");
    let audit = seaworthy.audit_saving(&engine.host(), &file)?;
    let text = fs::read_to_string(&file).map_err(Trouble::file(&file))?;
    let what = "the facts".to_owned();
    let facts: Value =
        serde_json::from_str(&text).map_err(|source| Trouble::Json { what, source })?;
    let containers = &facts["engines"][0]["containers"]["value"];
    let live = |container: &Value| !container["live"]["value"].is_null();
    let all = containers.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(live));
    ensure(all, || format!("the kernel's view of some containers is missing: {containers}"))?;
    Ok(audit)
}
