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
    ground: Ground,
    // After the ground: a cgroup with processes cannot be removed.
    _parents: CgroupParents,
}

impl Podman {
    /// Starts a service and waits until it answers.
    ///
    /// # Errors
    /// It did not get ready, or refused the image.
    pub fn start() -> Result<Self, Trouble> {
        let parents = CgroupParents::absent();
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
        let podman = Self { docker, child, ground, _parents: parents };
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
    }
}

/// The cgroups that Podman makes for its containers, in every hierarchy; removed when
/// they were not there before.
#[derive(Debug)]
struct CgroupParents(Vec<PathBuf>);

impl CgroupParents {
    fn absent() -> Self {
        let root = Path::new("/sys/fs/cgroup");
        let hierarchies =
            fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
        let parents = hierarchies.chain([root.to_owned()]).map(|one| one.join("libpod_parent"));
        Self(parents.filter(|folder| !folder.exists()).collect())
    }
}

impl Drop for CgroupParents {
    /// One that another Podman uses by now is not empty, and stays.
    fn drop(&mut self) {
        self.0.iter().for_each(|folder| crate::ground::remove_cgroup(folder));
    }
}
