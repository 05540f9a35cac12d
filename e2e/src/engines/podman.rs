//! `podman system service`, in its own network namespace.

use super::answers;
use crate::docker::Docker;
use crate::{Ground, Trouble};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;

/// Equal soft and hard limits, because this API swaps them; runc, because crun refuses
/// hybrid cgroups; no systemd.
const CONFIGURATION: &str = r#"[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
"#;

/// A running service with the image `bb:1`. Dropping it stops it completely.
#[derive(Debug)]
pub struct Podman {
    docker: Docker,
    child: Child,
    parent_is_ours: bool,
    ground: Ground,
}

impl Podman {
    /// Starts a service and waits until it answers.
    ///
    /// # Errors
    /// It did not get ready, or refused the image.
    pub fn start() -> Result<Self, Trouble> {
        let parent_is_ours = !cgroup_parents().any(|folder| folder.exists());
        let ground = Ground::new()?;
        let configuration = ground.write("containers.conf", CONFIGURATION)?;
        let socket = ground.path("p.sock");
        let mut child = ground.daemon("podman", |command| {
            command.env("CONTAINERS_CONF", configuration);
            for (flag, folder) in [
                ("--root", "r"),
                ("--runroot", "rr"),
                ("--tmpdir", "t"),
                ("--network-config-dir", "net"),
            ] {
                command.arg(flag).arg(ground.path(folder));
            }
            command.args(["system", "service", "-t", "0"]);
            command.arg(format!("unix://{}", socket.display()));
        })?;
        ground.wait_until("podman", &mut child, || answers(&socket))?;
        let docker = Docker::new(format!("unix://{}", socket.display()), &ground.path("cli"));
        let podman = Self { docker, child, parent_is_ours, ground };
        podman.docker.import(&podman.ground.busybox_archive()?)?;
        Ok(podman)
    }

    /// What `--host` takes.
    pub fn host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Where the unix socket is.
    pub fn socket(&self) -> PathBuf {
        self.ground.path("p.sock")
    }

    /// A client of this service.
    pub fn docker(&self) -> &Docker {
        &self.docker
    }

    /// Folder, namespace and cgroup.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }
}

impl Drop for Podman {
    fn drop(&mut self) {
        self.docker.remove_containers();
        drop(self.child.kill());
        drop(self.child.wait());
        if self.parent_is_ours {
            // Empty by now; one that another podman uses by now is not, and stays.
            cgroup_parents().for_each(|folder| drop(fs::remove_dir(folder)));
        }
    }
}

/// The cgroup that Podman makes for its containers, in every hierarchy.
fn cgroup_parents() -> impl Iterator<Item = PathBuf> {
    let root = Path::new("/sys/fs/cgroup");
    let hierarchies = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
    hierarchies.chain([root.to_owned()]).map(|folder| folder.join("libpod_parent"))
}
