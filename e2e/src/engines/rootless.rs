//! Rootless Docker: a daemon in the user namespace of a user made for it.

use super::answers;
use crate::docker::{Docker, output};
use crate::patience::until;
use crate::{Ground, Trouble};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

const SCRIPT: &str = "/usr/share/docker.io/contrib/dockerd-rootless.sh";

/// A running rootless daemon with the image `bb:1`. Dropping it stops it and removes
/// its user.
#[derive(Debug)]
pub struct Rootless {
    docker: Docker,
    child: Child,
    ground: Ground,
    // After the ground: a user with processes cannot be removed.
    _user: User,
}

impl Rootless {
    /// Makes a user, starts the daemon as that user and waits until it answers.
    ///
    /// # Errors
    /// [`Trouble::Skip`] when Debian's script is not installed.
    pub fn start() -> Result<Self, Trouble> {
        if !Path::new(SCRIPT).exists() {
            return Err(Trouble::Skip(format!("{SCRIPT} is not installed")));
        }
        let ground = Ground::new()?;
        // Forwarding is off in a new namespace, and this daemon may not turn it on.
        output(ground.enter("sh").args(["-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"]))?;
        let user = User::add(ground.name())?;
        let runtime = ground.path("run");
        std::fs::create_dir(&runtime).map_err(Trouble::file(&runtime))?;
        chown(&runtime, Some(user.id), Some(user.id)).map_err(Trouble::file(&runtime))?;
        let data = ground.path("home");
        std::fs::create_dir(&data).map_err(Trouble::file(&data))?;
        chown(&data, Some(user.id), Some(user.id)).map_err(Trouble::file(&data))?;
        let mut child = ground.daemon("setpriv", |command| {
            let id = user.id.to_string();
            command.args(["--reuid", &id, "--regid", &id, "--init-groups", "--reset-env", "env"]);
            command.arg(format!("XDG_RUNTIME_DIR={}", runtime.display()));
            command.arg(format!("HOME={}", data.display()));
            // Its state; in /tmp it would stay.
            command.arg(format!("TMPDIR={}", runtime.display()));
            command.args([
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "DOCKERD_ROOTLESS_ROOTLESSKIT_NET=host",
                "DOCKERD_ROOTLESS_ROOTLESSKIT_PORT_DRIVER=none",
                SCRIPT,
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
            ]);
            command.arg("--data-root").arg(data.join("data"));
        })?;
        let socket = runtime.join("docker.sock");
        ground.wait_until("rootless dockerd", &mut child, || answers(&socket))?;
        let docker = Docker::new(format!("unix://{}", socket.display()), &ground.path("cli"));
        let rootless = Self { docker, child, ground, _user: user };
        rootless.docker.import(&rootless.ground.busybox_archive()?)?;
        Ok(rootless)
    }

    /// What `--host` takes.
    pub fn host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Where the unix socket is.
    pub fn socket(&self) -> PathBuf {
        self.ground.path("run/docker.sock")
    }

    /// A client of this daemon.
    pub fn docker(&self) -> &Docker {
        &self.docker
    }
}

impl Drop for Rootless {
    fn drop(&mut self) {
        self.docker.remove_containers();
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A user of the machine, removed again.
#[derive(Debug)]
struct User {
    name: String,
    id: u32,
}

impl User {
    fn add(name: &str) -> Result<Self, Trouble> {
        output(Command::new("useradd").args(["--no-create-home", name]))?;
        let mut user = Self { name: name.to_owned(), id: 0 };
        let id = output(Command::new("id").args(["-u", name]))?;
        user.id = id.parse().map_err(|_| Trouble::Wrong(format!("id of {name}: {id}")))?;
        Ok(user)
    }
}

impl Drop for User {
    fn drop(&mut self) {
        remove_user(&self.name);
    }
}

/// Removes users that killed runs left: they are called as the ground of their engine.
pub(crate) fn sweep_users(stale: impl Fn(&str) -> bool) {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let names = users.lines().filter_map(|line| line.split(':').next());
    names.filter(|name| stale(name)).for_each(remove_user);
}

/// Another program may hold the lock on the list of users for a moment.
fn remove_user(name: &str) {
    let gone = || match output(Command::new("userdel").arg(name)) {
        Err(Trouble::Command { output: said, .. }) => Ok(said.contains("does not exist")),
        other => other.map(|_| true),
    };
    // What cannot be removed is found by the next sweep.
    drop(until("the end of a user", gone));
}
