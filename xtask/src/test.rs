//! `cargo xtask test`: everything that this machine can run, counted.

mod packages;
mod tally;

use crate::Failure;
use crate::command::{cargo, stream};
use crate::workspace::Workspace;
use std::path::PathBuf;
use tally::Tally;

/// What to leave out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Options {
    no_install: bool,
    no_e2e: bool,
}

impl Options {
    /// # Errors
    /// [`Failure::Usage`] on an unknown option.
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self, Failure> {
        let mut options = Self::default();
        for argument in arguments {
            match *argument {
                "--no-install" => options.no_install = true,
                "--no-e2e" => options.no_e2e = true,
                _ => return Err(Failure::Usage),
            }
        }
        Ok(options)
    }
}

/// Installs, tests, and ends with the line that adds everything up.
///
/// # Errors
/// Something failed; what could not run is no failure.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    heading("Packages");
    match (options.no_install, options.no_e2e) {
        (true, _) => println!("not installing anything (--no-install)"),
        (_, true) => println!("only the end-to-end suite needs packages"),
        _ => packages::install(),
    }
    heading("Unit, property and golden tests");
    let unit = unit_tests(&workspace)?;
    heading("End-to-end suite");
    let e2e = if options.no_e2e {
        println!("left out (--no-e2e)");
        Tally { skipped: 1, ..Tally::default() }
    } else {
        end_to_end(&workspace)?
    };
    heading("Summary");
    println!("cargo test: {unit}");
    println!("end-to-end: {e2e}");
    let sum = unit + e2e;
    println!("{sum}");
    if sum.failed > 0 {
        return Err(Failure::Shown);
    }
    Ok(())
}

fn unit_tests(workspace: &Workspace) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let mut command = cargo(&workspace.root);
    command.args(["test", "--workspace", "--no-fail-fast", "--locked"]);
    let status = stream(&mut command, |line| {
        println!("{line}");
        tally = tally + Tally::of_cargo_test(line);
    })?;
    // A crate that does not compile prints no count.
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

fn end_to_end(workspace: &Workspace) -> Result<Tally, Failure> {
    let mut command = cargo(&workspace.root);
    command.args(["run", "--quiet", "--locked", "--package", "seaworthy-e2e", "--"]);
    if let Some(binary) = build_binary(workspace)? {
        command.arg("--binary").arg(binary);
    }
    let mut last = String::new();
    let status = stream(&mut command, |line| {
        println!("{line}");
        line.clone_into(&mut last);
    })?;
    Ok(match Tally::of_summary(&last) {
        Some(tally) if status.success() == (tally.failed == 0) => tally,
        _ => {
            println!("the suite did not end as it should: {status}");
            Tally { failed: 1, ..Tally::default() }
        }
    })
}

/// The development build of the binary; `None` when there is none to build.
fn build_binary(workspace: &Workspace) -> Result<Option<PathBuf>, Failure> {
    if !workspace.has("seaworthy") {
        return Ok(None);
    }
    let mut build = cargo(&workspace.root);
    build.args(["build", "--locked", "--package", "seaworthy"]);
    match crate::command::run(&mut build) {
        Ok(()) => Ok(Some(workspace.target.join("debug/seaworthy"))),
        // The unit tests have shown and counted why.
        Err(Failure::Command { .. }) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn heading(text: &str) {
    println!("\n== {text}");
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn unknown_options_are_refused() {
        let options = Options { no_install: false, no_e2e: true };
        assert_eq!(Options::parse(&["--no-e2e"]).unwrap(), options);
        assert!(Options::parse(&["--no-everything"]).is_err());
    }
}
