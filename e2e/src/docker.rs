//! Running programs, the docker command line above all.

use crate::Trouble;
use crate::needs::find_program;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a command to its end and gives its standard output.
///
/// # Errors
/// It could not start, or ended with an error.
pub(crate) fn output(command: &mut Command) -> Result<String, Trouble> {
    let finished = command.stdin(Stdio::null()).output().map_err(|source| Trouble::Spawn {
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    })?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if finished.status.success() {
        return Ok(text(&finished.stdout));
    }
    Err(Trouble::Command {
        command: format!("{command:?}"),
        output: format!(
            "{} {} {}",
            finished.status,
            text(&finished.stdout),
            text(&finished.stderr)
        ),
    })
}

/// The docker command line, talking to one engine and to nothing else: no context,
/// credential or environment variable of the person reaches it.
#[derive(Debug, Clone)]
pub struct Docker {
    host: String,
    config: PathBuf,
}

impl Docker {
    /// A client of `host`, with its configuration in a folder of its own.
    pub(crate) fn new(host: String, config: &Path) -> Self {
        Self { host, config: config.to_owned() }
    }

    /// `docker ARGUMENTS`: its standard output.
    ///
    /// # Errors
    /// The command failed.
    pub fn run(&self, arguments: &[&str]) -> Result<String, Trouble> {
        output(self.command().args(arguments))
    }

    /// `docker run -d --name NAME ARGUMENTS bb:1 sleep 600`: a container that stays.
    ///
    /// # Errors
    /// The container did not start.
    pub fn keep(&self, name: &str, arguments: &[&str]) -> Result<String, Trouble> {
        let start = ["run", "-d", "--name", name];
        let end = [IMAGE, "sleep", "600"];
        self.run(&[&start, arguments, &end].concat())
    }

    /// A privileged container. Where root itself lacks capabilities, it cannot start and
    /// stays created; an audit sees its configuration all the same.
    ///
    /// # Errors
    /// It could not be created.
    pub fn privileged(&self, name: &str) -> Result<(), Trouble> {
        match self.keep(name, &["--privileged"]) {
            Err(Trouble::Command { output, .. }) if output.contains("unable to apply caps") => {
                Ok(())
            }
            other => other.map(drop),
        }
    }

    /// Imports the busybox archive as `bb:1`, running as root, without a health check.
    ///
    /// # Errors
    /// The engine refused it.
    pub fn import(&self, archive: &Path) -> Result<String, Trouble> {
        self.run(&["import", "-c", "CMD [\"sh\"]", &archive.to_string_lossy(), IMAGE])
    }

    /// Removes every container; engines stop faster without them.
    pub(crate) fn remove_containers(&self) {
        let ids = self.run(&["ps", "-aq"]).unwrap_or_default();
        let ids: Vec<&str> = ids.split_whitespace().collect();
        if !ids.is_empty() {
            // The ground removes by force what stays.
            drop(self.run(&[&["rm", "-f"], ids.as_slice()].concat()));
        }
    }

    /// Debian's client before any other: it is the one the scenarios are written for.
    fn command(&self) -> Command {
        let debian = Path::new("/usr/bin/docker");
        let program = if debian.exists() { Some(debian.into()) } else { find_program("docker") };
        let mut command = Command::new(program.unwrap_or_else(|| "docker".into()));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("DOCKER_") {
                command.env_remove(name);
            }
        }
        command.env("DOCKER_HOST", &self.host).env("DOCKER_CONFIG", &self.config);
        command
    }
}

/// The image that scenarios run.
pub(crate) const IMAGE: &str = "bb:1";
