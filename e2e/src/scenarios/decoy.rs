//! Processes that only look like something.

use super::compare::{expect_same, said};
use crate::patience::at_last;
use crate::{Audit, Dockerd, DockerdOptions, Ground, Seaworthy, Trouble};
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const FLAGS: [&str; 4] =
    ["--userns-remap=default", "--icc=false", "--live-restore", "--no-new-privileges"];

/// Command lines with `dockerd` and hardening in them change nothing. An executable of
/// that name may be an engine, to be watched by the audit rules of the host; of the engine
/// that was asked it says nothing.
pub(super) fn decoy_daemons(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    engine.docker().keep("web", &[])?;
    let shell = Path::new("/bin/sh");
    at_last(|| {
        let before = seaworthy.audit(&engine.host())?;
        before.expect_all("userns-remap-disabled", "fail")?;
        let decoys =
            [Decoy::start(shell, "sleep-copy")?, Decoy::start(shell, "/usr/sbin/dockerd")?];
        let after = seaworthy.audit(&engine.host())?;
        drop(decoys);
        expect_same("an audit beside decoys", &said(&before), &said(&after))
    })?;
    let copy = copy_of_shell(engine.ground())?;
    let before = seaworthy.audit(&engine.host())?;
    let decoy = Decoy::start(&copy, "/usr/sbin/dockerd")?;
    let after = seaworthy.audit(&engine.host())?;
    drop(decoy);
    let of_engine = |audit: &Audit| {
        let mut all = said(audit);
        all.retain(|_, result| result["subject"]["kind"] != "host");
        all
    };
    expect_same("an audit beside an executable", &of_engine(&before), &of_engine(&after))
}

fn copy_of_shell(ground: &Ground) -> Result<PathBuf, Trouble> {
    let copy = ground.make_folder("decoy")?.join("dockerd");
    fs::copy("/bin/sh", &copy).map_err(Trouble::file(&copy))?;
    Ok(copy)
}

/// A shell that waits for input, under a name and with arguments that it ignores.
struct Decoy(Child);

impl Decoy {
    fn start(program: &Path, name: &str) -> Result<Self, Trouble> {
        let mut command = Command::new(program);
        command.arg0(name).args(["-c", "read line", "/x/dockerd"]).args(FLAGS);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let child = command.spawn();
        child.map(Self).map_err(|source| Trouble::Spawn { program: name.to_owned(), source })
    }
}

impl Drop for Decoy {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
