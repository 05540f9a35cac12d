//! What the daemon's file says, what the daemon does, and what a restart would make of it.

use crate::docker::output;
use crate::patience::until;
use crate::trouble::ensure;
use crate::{Audit, Dockerd, DockerdOptions, Seaworthy, Trouble};

const PENDING: &str = "daemon-change-pending";
const BROKEN: &str = "daemon-would-not-restart";

/// What stands in the file only takes effect with a restart: both are told.
pub(super) fn changes_wait_for_a_restart(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default().file(r#"{"log-level": "warn"}"#))?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all(PENDING, "pass")?;
    audit.expect_all(BROKEN, "pass")?;
    audit.expect_all("default-bridge-icc", "fail")?;
    engine
        .edit(r#"{"log-level": "warn", "icc": false, "debug": true, "no-new-privileges": true}"#)?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all(BROKEN, "pass")?;
    audit.expect_all("default-bridge-icc", "fail")?;
    // The API of this engine does not tell.
    audit.expect_all("daemon-allows-new-privileges", "unknown")?;
    expect_told(&audit, PENDING, &["icc", "debug", "no-new-privileges"])
}

/// The daemon was told to read its file again: nothing of what it took over waits.
pub(super) fn reloaded_keys_are_in_force(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    seaworthy.audit(&engine.host())?.expect_all("live-restore-disabled", "fail")?;
    engine.edit(r#"{"live-restore": true}"#)?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("live-restore-disabled", "fail")?;
    expect_told(&audit, PENDING, &["live-restore"])?;
    engine.reload()?;
    until("live restore after a reload", || {
        let on = engine.docker().run(&["info", "--format", "{{.LiveRestoreEnabled}}"])?;
        Ok(on == "true")
    })?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("live-restore-disabled", "pass")?;
    audit.expect_all(PENDING, "pass")
}

/// A file that the next start refuses is told while the daemon still runs.
pub(super) fn files_that_stop_a_start(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    for (text, told) in [
        (r#"{"live-restor": true}"#, "live-restor"),
        // Also given as a flag.
        (r#"{"data-root": "/elsewhere"}"#, "data-root"),
        (r#"{"debug": true,}"#, "line 1"),
    ] {
        engine.edit(text)?;
        expect_told(&seaworthy.audit(&engine.host())?, BROKEN, &[told])?;
        ensure(refuses(&engine)?, || format!("dockerd starts with {text}: nothing is proven"))?;
    }
    engine.edit(r#"{"live-restore": true}"#)?;
    seaworthy.audit(&engine.host())?.expect_all(BROKEN, "pass")
}

/// Asserts that the check fails and that its evidence names all of these.
fn expect_told(audit: &Audit, check: &str, words: &[&str]) -> Result<(), Trouble> {
    audit.expect_all(check, "fail")?;
    let results = audit.results().filter(|result| result["id"] == check);
    let evidence: String = results.map(|result| result["evidence"].to_string()).collect();
    let missing: Vec<&&str> = words.iter().filter(|word| !evidence.contains(**word)).collect();
    ensure(missing.is_empty(), || format!("{check} does not name {missing:?}: {evidence}"))
}

/// Whether a daemon with the same flags and file would refuse to start.
fn refuses(engine: &Dockerd) -> Result<bool, Trouble> {
    let mut command = engine.ground().enter("timeout");
    // Its pid file stops it even when the file does not.
    command.args(["--signal=KILL", "10", "dockerd", "--config-file"]).arg(engine.file());
    command.arg("--pidfile").arg(engine.ground().path("pid"));
    command.arg("--data-root").arg(engine.ground().path("data"));
    match output(&mut command) {
        Err(Trouble::Command { output: said, .. }) => Ok(said.contains("unable to configure")),
        Err(trouble) => Err(trouble),
        Ok(_) => Ok(false),
    }
}
