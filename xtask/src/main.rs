//! Chores of the workspace, each a subcommand of `cargo xtask`.
//!
//! - [`test`] makes everything pass that this machine can run, and says what it cannot.
//! - [`tidy`] checks the invariants of ARCHITECTURE.md that a program can see.
//! - [`bench`] measures what a user waits for.
//! - [`measure_vm`] measures the virtual machine that containers are compared with.
//! - [`docs`] writes the pages that the catalogue generates.
//!
//! It is Rust and not a pile of scripts so that it runs wherever `cargo` does; it has few
//! dependencies because everybody compiles it first.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "chores talk to the terminal")]

mod bench;
mod command;
mod docs;
mod failure;
mod measure_vm;
mod test;
mod tidy;
mod workspace;

use failure::Failure;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  test [--no-install] [--no-e2e]   every test that this machine can run
  tidy                             the invariants of ARCHITECTURE.md
  bench audit [--json]             time, memory and requests of `seaworthy audit`
  bench kernel [--json]            time of judging one saved kernel
  bench profile [--json]           time of resolving one seccomp profile for all calls
  bench isolation [--json]         time of `seaworthy isolation` of real containers
  measure-vm                       what a process in a QEMU guest reaches, kept as data
  docs [--check]                   the check reference, from the catalogue";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["test", options @ ..] => {
            test::Options::parse(options).and_then(|options| test::run(&options))
        }
        ["tidy"] => tidy::run(),
        ["bench", "audit"] => bench::run(bench::Format::Table),
        ["bench", "audit", "--json"] => bench::run(bench::Format::Json),
        ["bench", "profile"] => bench::run_profile(bench::Format::Table),
        ["bench", "profile", "--json"] => bench::run_profile(bench::Format::Json),
        ["bench", "kernel"] => bench::run_kernel(bench::Format::Table),
        ["bench", "kernel", "--json"] => bench::run_kernel(bench::Format::Json),
        ["bench", "isolation"] => bench::run_isolation(bench::Format::Table),
        ["bench", "isolation", "--json"] => bench::run_isolation(bench::Format::Json),
        ["docs"] => docs::run(docs::Mode::Write),
        ["docs", "--check"] => docs::run(docs::Mode::Check),
        ["measure-vm"] => measure_vm::run_measurement(),
        // How the benchmark calls itself; see `bench::measure`.
        ["measure", program, rest @ ..] => bench::measure_here(program, rest),
        _ => Err(Failure::Usage),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(Failure::Shown) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{}", failure.with_causes());
            ExitCode::FAILURE
        }
    }
}
