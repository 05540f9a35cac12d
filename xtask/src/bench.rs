//! `cargo xtask bench audit`, `bench kernel` and `bench isolation`: what a user waits for, and what it costs.
//!
//! The release binary audits a fake engine with 0, 50 and 500 containers and, where
//! dockerd runs, a real one with 50. The fake engine shows the cost of Seaworthy itself;
//! the real one what a user sees. Each row is [`RUNS`] runs after one warm-up.

mod kernel;
mod measure;
mod profile;
mod table;

pub(crate) use kernel::run as run_kernel;
pub(crate) use measure::measure_here;
pub(crate) use profile::run as run_profile;

use crate::Failure;
use crate::command::{cargo, run as run_command};
use crate::workspace::Workspace;
use measure::{Measurement, measure};
use seaworthy_e2e::{Dockerd, DockerdOptions, Need};
use seaworthy_testkit::{FakeEngine, many};
use std::path::{Path, PathBuf};
use table::Row;

/// Measured runs a row.
const RUNS: usize = 10;

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Table,
    Json,
}

/// Builds, measures, prints.
///
/// # Errors
/// The binary cannot be built or an audit fails.
pub(crate) fn run(format: Format) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    let binary = release_binary(&workspace)?;
    let mut rows = Vec::new();
    for count in [0, 50, 500] {
        eprintln!("fake engine, {count} containers");
        rows.push(fake(&binary, count)?);
    }
    match real(&binary, 50, "audit") {
        Ok(row) => rows.push(row),
        Err(reason) => eprintln!("no real engine: {reason}"),
    }
    print(format, &rows);
    Ok(())
}

/// The isolation of one and of many containers that really run.
///
/// # Errors
/// The binary cannot be built, or there is no dockerd.
pub(crate) fn run_isolation(format: Format) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    let binary = release_binary(&workspace)?;
    let mut rows = Vec::new();
    for count in [1, 50] {
        rows.push(real(&binary, count, "isolation").map_err(Failure::NoEngine)?);
    }
    print(format, &rows);
    Ok(())
}

fn print(format: Format, rows: &[Row]) {
    match format {
        Format::Table => print!("{}", table::text(rows)),
        Format::Json => println!("{}", table::json(rows)),
    }
}

/// `SEAWORTHY_BINARY` names another one to measure: an older release, a distribution's.
fn release_binary(workspace: &Workspace) -> Result<PathBuf, Failure> {
    if let Some(binary) = std::env::var_os("SEAWORTHY_BINARY") {
        return Ok(binary.into());
    }
    if !workspace.has("seaworthy") {
        return Err(Failure::NoPackage("seaworthy"));
    }
    run_command(cargo(&workspace.root).args([
        "build",
        "--release",
        "--locked",
        "-p",
        "seaworthy",
    ]))?;
    Ok(workspace.target.join("release/seaworthy"))
}

fn fake(binary: &Path, count: usize) -> Result<Row, Failure> {
    let engine = FakeEngine::builder().containers(many(count)).start()?;
    let arguments = json_of("audit", &engine.host());
    measure(binary, &arguments)?;
    engine.forget();
    let runs = repeat(binary, &arguments)?;
    let requests = engine.requests().len() / RUNS;
    Ok(Row::new(format!("fake, {count} containers"), &runs, Some(requests)))
}

/// The reason as text: without a real engine the rest still counts.
fn real(binary: &Path, count: usize, command: &str) -> Result<Row, String> {
    let needs = [Need::Namespaces, Need::Program("dockerd"), Need::Program("docker")];
    if let Some(reason) = needs.iter().find_map(|need| need.missing(None)) {
        return Err(reason);
    }
    seaworthy_e2e::install_interrupt().map_err(|trouble| trouble.to_string())?;
    let engine =
        Dockerd::start(&DockerdOptions::default()).map_err(|trouble| trouble.to_string())?;
    eprintln!("dockerd, starting {count} containers");
    for index in 0..count {
        let name = format!("bench{index}");
        engine.docker().keep(&name, &[]).map_err(|trouble| trouble.to_string())?;
    }
    let arguments = json_of(command, &engine.host());
    measure(binary, &arguments).map_err(|failure| failure.with_causes())?;
    let runs = repeat(binary, &arguments).map_err(|failure| failure.with_causes())?;
    Ok(Row::new(format!("dockerd, {count} containers"), &runs, None))
}

fn json_of(command: &str, host: &str) -> [String; 5] {
    [command, "-f", "json", "-H", host].map(str::to_owned)
}

fn repeat(binary: &Path, arguments: &[String]) -> Result<Vec<Measurement>, Failure> {
    (0..RUNS).map(|_| measure(binary, arguments)).collect()
}
