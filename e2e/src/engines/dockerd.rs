//! `dockerd`, in its own network namespace.

use super::answers;
use super::tls::TlsFiles;
use crate::docker::{Docker, output};
use crate::{Ground, Trouble};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

const SECCOMP: &str = "seccomp.json";

/// What a daemon is started with.
#[derive(Debug, Clone, Default)]
pub struct DockerdOptions {
    flags: Vec<String>,
    tcp: Option<&'static str>,
    tls: bool,
    seccomp: Option<&'static str>,
    file: Option<String>,
    own_run: bool,
}

impl DockerdOptions {
    /// Any flag: `--icc=false`, `--live-restore`, `--userns-remap=default` …
    pub fn flag(mut self, flag: &str) -> Self {
        self.flags.push(flag.to_owned());
        self
    }

    /// Another seccomp profile for all containers, as JSON.
    pub fn seccomp(mut self, profile: &'static str) -> Self {
        self.seccomp = Some(profile);
        self
    }

    /// The text of its configuration file.
    pub fn file(mut self, text: impl Into<String>) -> Self {
        self.file = Some(text.into());
        self
    }

    /// Starts it in a mount namespace where `/run` is the ground's folder `run`: it looks
    /// for plugins there, and nowhere else.
    pub fn own_run(mut self) -> Self {
        self.own_run = true;
        self
    }

    /// Also listens on TCP without TLS, at `127.0.0.1:2375` of its namespace.
    pub fn plain_tcp(mut self) -> Self {
        self.tcp = Some("tcp://127.0.0.1:2375");
        self
    }

    /// Also listens on TCP, at `127.0.0.1:2376` of its namespace, and demands client
    /// certificates of a CA made for it.
    pub fn tls(mut self) -> Self {
        self.tcp = Some("tcp://127.0.0.1:2376");
        self.tls = true;
        self
    }
}

/// A running daemon with the image `bb:1`. Dropping it stops it completely.
#[derive(Debug)]
pub struct Dockerd {
    docker: Docker,
    child: Child,
    tls: Option<TlsFiles>,
    // Last: clearing the ground follows everything else.
    ground: Ground,
}

impl Dockerd {
    /// Starts a daemon and waits until it answers.
    ///
    /// # Errors
    /// It did not get ready, or refused the image.
    pub fn start(options: &DockerdOptions) -> Result<Self, Trouble> {
        Self::start_on(Ground::new()?, options)
    }

    /// As [`start`](Self::start), on a ground that the scenario prepared.
    ///
    /// # Errors
    /// It did not get ready, or refused the image.
    pub fn start_on(ground: Ground, options: &DockerdOptions) -> Result<Self, Trouble> {
        // A file of the machine must not mix with the scenario.
        ground.write("daemon.json", options.file.as_deref().unwrap_or("{}"))?;
        if let Some(profile) = options.seccomp {
            ground.write(SECCOMP, profile)?;
        }
        let tls = options.tls.then(|| TlsFiles::make(&ground)).transpose()?;
        let program = if options.own_run { "unshare" } else { "dockerd" };
        let child = ground.daemon(program, |command| {
            if options.own_run {
                ground.over_run(command).arg("dockerd");
            }
            arguments(command, &ground, options, tls.as_ref());
        })?;
        let docker =
            Docker::new(format!("unix://{}", ground.path("s.sock").display()), &ground.path("cli"));
        let mut dockerd = Self { docker, child, tls, ground };
        dockerd.await_ready()?;
        dockerd.docker.import(&dockerd.ground.busybox_archive()?)?;
        Ok(dockerd)
    }

    /// What `--host` takes.
    pub fn host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Where the unix socket is.
    pub fn socket(&self) -> PathBuf {
        self.ground.path("s.sock")
    }

    /// A client of this daemon.
    pub fn docker(&self) -> &Docker {
        &self.docker
    }

    /// Folder, namespace and cgroup.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Its configuration file.
    pub fn file(&self) -> PathBuf {
        self.ground.path("daemon.json")
    }

    /// Changes its configuration file, which it does not read again by itself.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn edit(&self, text: &str) -> Result<(), Trouble> {
        self.ground.write("daemon.json", text).map(drop)
    }

    /// Lets it read its configuration file again.
    ///
    /// # Errors
    /// It is gone.
    pub fn reload(&self) -> Result<(), Trouble> {
        output(Command::new("kill").args(["-HUP", &self.child.id().to_string()])).map(drop)
    }

    /// The folder with `ca.pem`, `cert.pem` and `key.pem` of a client, under TLS.
    pub fn client_certificates(&self) -> Option<&Path> {
        self.tls.as_ref().map(|files| files.client.as_path())
    }

    fn await_ready(&mut self) -> Result<(), Trouble> {
        let socket = self.socket();
        self.ground.wait_until("dockerd", &mut self.child, || answers(&socket))
    }
}

impl Drop for Dockerd {
    fn drop(&mut self) {
        self.docker.remove_containers();
        if let Some(pid) = rustix::process::Pid::from_raw(self.child.id().cast_signed()) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        // The ground ends it by force if it does not listen; here it is reaped.
        let end = std::time::Instant::now() + std::time::Duration::from_secs(15);
        while self.child.try_wait().is_ok_and(|status| status.is_none()) {
            if std::time::Instant::now() > end {
                drop(self.child.kill());
                drop(self.child.wait());
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

fn arguments(
    command: &mut Command,
    ground: &Ground,
    options: &DockerdOptions,
    tls: Option<&TlsFiles>,
) {
    command.arg("-H").arg(format!("unix://{}", ground.path("s.sock").display()));
    command.arg("--data-root").arg(ground.path("data"));
    command.arg("--exec-root").arg(ground.path("x"));
    command.arg("--pidfile").arg(ground.path("pid"));
    command.arg("--config-file").arg(ground.path("daemon.json"));
    command.arg(format!("--cgroup-parent=/{}", ground.name()));
    // Under systemd the driver would be systemd's, which wants a slice for a parent.
    command.args(["--exec-opt", "native.cgroupdriver=cgroupfs"]);
    // Where the machine runs a containerd, dockerd uses that: keep apart from its Docker.
    command.arg(format!("--containerd-namespace={}", ground.name()));
    command.arg(format!("--containerd-plugins-namespace={}-plugins", ground.name()));
    if let Some(address) = options.tcp {
        command.args(["-H", address]);
    }
    if options.seccomp.is_some() {
        command.arg("--seccomp-profile").arg(ground.path(SECCOMP));
    }
    if let Some(files) = tls {
        command.arg("--tlsverify").arg("--tlscacert").arg(&files.authority);
        command.arg("--tlscert").arg(&files.certificate).arg("--tlskey").arg(&files.key);
    }
    command.args(&options.flags);
}
