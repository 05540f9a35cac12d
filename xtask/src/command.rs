//! Running other programs.

use crate::Failure;
use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The cargo that runs us, so that no other toolchain slips in.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Runs to the end with the terminal as it is.
///
/// # Errors
/// It could not start, or ended with an error.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|source| spawn_failure(command, source))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::Command { command: format!("{command:?}"), output: status.to_string() })
}

/// Standard output of a command that must succeed.
///
/// # Errors
/// It could not start, or ended with an error.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let finished = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|source| spawn_failure(command, source))?;
    if finished.status.success() {
        return Ok(String::from_utf8_lossy(&finished.stdout).into_owned());
    }
    let output = String::from_utf8_lossy(&finished.stderr).trim().to_owned();
    Err(Failure::Command { command: format!("{command:?}"), output })
}

/// Passes each line of standard output to `line` as it comes.
///
/// # Errors
/// It could not start or be read.
pub(crate) fn stream(
    command: &mut Command,
    mut line: impl FnMut(&str),
) -> Result<ExitStatus, Failure> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|source| spawn_failure(command, source))?;
    for read in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        line(&read.map_err(|source| spawn_failure(command, source))?);
    }
    child.wait().map_err(|source| spawn_failure(command, source))
}

/// Whether a program is in `PATH` or where root finds it.
pub(crate) fn installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .any(|folder| folder.join(program).is_file())
}

fn spawn_failure(command: &Command, source: std::io::Error) -> Failure {
    Failure::Spawn { program: command.get_program().to_string_lossy().into_owned(), source }
}
