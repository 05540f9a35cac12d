//! The machine below a folder, and several engines of it.

use super::compare::{expect_same, said};
use crate::audit::{End, JSON_AUDIT};
use crate::patience::at_last;
use crate::trouble::ensure;
use crate::{Audit, Dockerd, DockerdOptions, Ground, Podman, Seaworthy, Trouble};
use std::os::unix::fs::symlink;
use std::path::Path;

/// `/` mounted elsewhere gives the results of `/`: as in a container that sees the host.
pub(super) fn mounted_root(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    engine.docker().keep("web", &["--volume=/etc:/host-etc"])?;
    let folder = engine.ground().make_folder("host")?;
    at_last(|| {
        let here = seaworthy.audit(&engine.host())?;
        let mut command = seaworthy.below(&folder);
        command.args(JSON_AUDIT).arg(engine.host()).arg("--root").arg(&folder);
        let below = End::of(&mut command)?.audit()?;
        below.expect_all("daemon-would-not-restart", "pass")?;
        below.expect("sensitive-host-mount", "web", "fail")?;
        expect_same("the audit below a folder", &said(&here), &said(&below))
    })
}

/// Docker and Podman in one report, and containers of the same name kept apart.
pub(super) fn two_engines(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let docker = Dockerd::start(&DockerdOptions::default())?;
    docker.docker().keep("web", &[])?;
    let podman = Podman::start()?;
    podman.docker().privileged("web")?;
    let usual = Ground::new()?;
    link(&usual, &docker.socket(), "run", "docker.sock")?;
    link(&usual, &podman.socket(), "run/podman", "podman.sock")?;
    let mut command = seaworthy.command_over_run(&usual);
    let end = End::of(command.args(["audit", "--all-engines", "--format", "json"]))?;
    let audit = end.audit()?;
    expect_privileged(&audit, "docker.sock", "pass")?;
    expect_privileged(&audit, "podman.sock", "fail")
}

fn link(ground: &Ground, socket: &Path, folder: &str, name: &str) -> Result<(), Trouble> {
    let path = ground.make_folder(folder)?.join(name);
    symlink(socket, &path).map_err(Trouble::file(path))
}

/// Asserts the verdict about `web` of the engine whose socket has that name.
fn expect_privileged(audit: &Audit, socket: &str, verdict: &str) -> Result<(), Trouble> {
    let targets = audit.report()["targets"].as_array().cloned().unwrap_or_default();
    let of_engine = |target: usize| {
        let name = targets.get(target).and_then(|target| target["name"].as_str());
        name.is_some_and(|name| name.ends_with(socket))
    };
    let said: Vec<&str> = audit
        .results()
        .filter(|result| result["id"] == "privileged-container")
        .filter(|result| result["subject"]["name"] == "web")
        .filter(|result| {
            result["target"].as_u64().is_some_and(|at| usize::try_from(at).is_ok_and(of_engine))
        })
        .filter_map(|result| result["verdict"].as_str())
        .collect();
    ensure(said == [verdict], || format!("web of {socket}: {said:?}, targets {targets:?}"))
}
