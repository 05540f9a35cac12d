//! Runs the end-to-end scenarios: `seaworthy-e2e [--binary PATH] [--list] [NAME…]`.
//!
//! The last line is always `N passed, N failed, N skipped`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test runner talks to its terminal"
)]

use seaworthy_e2e::scenarios::{ALL, Scenario};
use seaworthy_e2e::{Outcome, install_interrupt, reap, run, sweep};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let mut binary = std::env::var_os("SEAWORTHY_BINARY").map(PathBuf::from);
    let mut names = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--binary" => binary = arguments.next().map(PathBuf::from),
            "--list" => return list(),
            option if option.starts_with('-') => {
                eprintln!("usage: seaworthy-e2e [--binary PATH] [--list] [NAME…]");
                return ExitCode::from(2);
            }
            _ => names.push(argument),
        }
    }
    if let Err(error) = install_interrupt() {
        eprintln!("{error}");
        return ExitCode::from(2);
    }
    sweep();
    let chosen: Vec<&Scenario> = ALL
        .iter()
        .filter(|scenario| {
            names.is_empty() || names.iter().any(|name| scenario.name.contains(name))
        })
        .collect();
    let summary = run(&chosen, binary.as_deref(), show);
    reap();
    println!("{summary}");
    if summary.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn list() -> ExitCode {
    ALL.iter().for_each(|scenario| println!("{}", scenario.name));
    ExitCode::SUCCESS
}

fn show(name: &str, outcome: &Outcome, time: Duration) {
    let seconds = time.as_secs_f32();
    match outcome {
        Outcome::Passed => println!("passed   {name} ({seconds:.1} s)"),
        Outcome::Failed(why) => println!("FAILED   {name} ({seconds:.1} s): {why}"),
        Outcome::Skipped(reason) => println!("skipped  {name}: {reason}"),
    }
}
