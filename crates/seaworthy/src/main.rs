//! The `seaworthy` command: command line, settings, wiring and output.
//!
//! It has no logic of its own. Observers look, judges judge, the policy decides
//! what that means here, and [`printer::Printer`] is the only door to the
//! terminal. Start with `cli.rs`; each command is a file below it.

mod cli;
mod clock;
mod exit;
mod hint;
mod output;
mod printer;
mod settings;

use std::process::ExitCode;

use clap::Parser as _;

use crate::exit::ExitStatus;
use crate::printer::Printer;

fn main() -> ExitCode {
    let arguments = match cli::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(stop) => return usage(&stop),
    };
    let printer = Printer::new(&arguments.talk);
    let status = cli::run(arguments.command, &printer).unwrap_or_else(|error| {
        printer.error(&error);
        ExitStatus::Error
    });
    status.into()
}

/// Help and version are answers; everything else clap stops for is a mistake.
fn usage(stop: &clap::Error) -> ExitCode {
    // Nowhere is left to say that the terminal is gone.
    let _ = stop.print();
    if stop.use_stderr() { ExitStatus::Error.into() } else { ExitStatus::Holds.into() }
}
