//! Time and memory of one run of a program.

use crate::Failure;
use crate::command::output;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What one run cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measurement {
    pub(super) wall: Duration,
    /// User and system time.
    pub(super) cpu: Duration,
    /// Largest resident memory, in bytes.
    pub(super) peak: u64,
}

/// Runs a program through a fresh process of our own.
///
/// The kernel carries the largest resident memory of the parent over into the child that
/// it starts. This process holds a fake engine and would be measured instead of a small
/// program; a fresh one holds next to nothing.
pub(super) fn measure(program: &Path, arguments: &[String]) -> Result<Measurement, Failure> {
    let own = Path::new("/proc/self/exe");
    let own = own.read_link().map_err(Failure::file(own))?;
    let text = output(Command::new(own).arg("measure").arg(program).args(arguments))?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|source| Failure::Json { what: "a measurement", source })?;
    let number = |key: &str| value[key].as_u64().unwrap_or(0);
    Ok(Measurement {
        wall: Duration::from_micros(number("wall")),
        cpu: Duration::from_micros(number("cpu")),
        peak: number("peak"),
    })
}

/// The fresh process: runs the program, prints what it cost.
///
/// # Errors
/// The program could not run or failed: a fast failure must not pass for a good time.
pub(crate) fn measure_here(program: &str, arguments: &[&str]) -> Result<(), Failure> {
    let failure = |source| Failure::Spawn { program: program.to_owned(), source };
    let start = Instant::now();
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failure)?;
    let used = child.wait4().map_err(failure)?;
    let wall = start.elapsed();
    if !used.status.success() {
        let command = format!("{program} {}", arguments.join(" "));
        return Err(Failure::Command { command, output: used.status.to_string() });
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    let cost = json!({
        "wall": micros(wall), "cpu": micros(cpu), "peak": used.rusage.maxrss,
    });
    println!("{cost}");
    Ok(())
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
