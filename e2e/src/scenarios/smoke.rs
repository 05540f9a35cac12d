//! The engines themselves: if these fail, the others say nothing about Seaworthy.

use crate::docker::output;
use crate::engines::ping;
use crate::trouble::ensure;
use crate::{Docker, Dockerd, DockerdOptions, Podman, Rootless, Seaworthy, Trouble};
use std::fs;
use std::path::Path;

/// Docker answers and runs a container.
pub(super) fn dockerd_runs(_: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    expect_server(&engine.socket(), "Docker/")?;
    expect_running(engine.docker())
}

/// Docker answers clients with a certificate, and no others.
pub(super) fn dockerd_with_tls_runs(_: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default().tls())?;
    let folder = engine.client_certificates().unwrap_or_else(|| Path::new("/nonexistent"));
    let ask = |arguments: &[&str]| {
        let mut command = engine.ground().enter("docker");
        command.args(["--host", "tcp://127.0.0.1:2376", "--tlsverify"]);
        command.env_remove("DOCKER_HOST").env("DOCKER_CERT_PATH", folder);
        output(command.args(arguments).args(["version", "--format", "{{.Server.Version}}"]))
    };
    let version = ask(&[])?;
    ensure(!version.is_empty(), || "no version over TLS".to_owned())?;
    let refused = ask(&["--tlscert", "/dev/null", "--tlskey", "/dev/null"]);
    ensure(refused.is_err(), || "a client without a certificate was served".to_owned())
}

/// After a daemon with a running container is dropped, nothing of it is left.
pub(super) fn dockerd_leaves_nothing(_: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default().flag("--live-restore"))?;
    engine.docker().keep("web", &["--restart=always"])?;
    let (name, folder) = (engine.ground().name().to_owned(), engine.ground().folder());
    drop(engine);
    let mounts = fs::read_to_string("/proc/mounts").map_err(Trouble::file("/proc/mounts"))?;
    let mounted = mounts.contains(&format!("{}/", folder.display()));
    ensure(!mounted, || "mounts are left".to_owned())?;
    ensure(!folder.exists(), || format!("{} is left", folder.display()))?;
    let namespace = Path::new("/run/netns").join(&name);
    ensure(!namespace.exists(), || format!("{} is left", namespace.display()))?;
    let cgroup = Path::new("/sys/fs/cgroup/devices").join(&name);
    ensure(!cgroup.exists(), || format!("{} is left", cgroup.display()))
}

/// Podman answers the Docker API and runs a container.
pub(super) fn podman_runs(_: &Seaworthy) -> Result<(), Trouble> {
    let engine = Podman::start()?;
    expect_server(&engine.socket(), "Libpod/")?;
    expect_running(engine.docker())
}

/// Rootless Docker answers and says that it is rootless.
pub(super) fn rootless_runs(_: &Seaworthy) -> Result<(), Trouble> {
    let engine = Rootless::start()?;
    let options = engine.docker().run(&["info", "--format", "{{.SecurityOptions}}"])?;
    ensure(options.contains("name=rootless"), || format!("not rootless: {options}"))?;
    engine.docker().run(&["run", "--rm", "--network=none", "bb:1", "true"]).map(drop)
}

fn expect_server(socket: &Path, product: &str) -> Result<(), Trouble> {
    let answer = ping(socket).unwrap_or_default();
    ensure(answer.contains(&format!("Server: {product}")), || format!("ping said {answer:?}"))
}

fn expect_running(docker: &Docker) -> Result<(), Trouble> {
    docker.keep("web", &[])?;
    let state = docker.run(&["inspect", "--format", "{{.State.Running}}", "web"])?;
    ensure(state == "true", || format!("the container is not running: {state}"))
}
