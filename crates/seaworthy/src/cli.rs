//! The command line: one file a command, each with its arguments and `run`.

mod audit;
mod completions;
mod conclude;
mod config;
mod convert;
mod diff;
mod explain;
mod formats;
mod isolation;
mod man;
mod profile;
mod schema;

use clap::{Parser, Subcommand};

use crate::exit::ExitStatus;
use crate::printer::{Printer, Talk};

/// Makes Docker hosts, daemons, containers and images secure, and proves it.
#[derive(Debug, Parser)]
#[command(
    name = "seaworthy",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 the policy holds, 1 it does not, 2 usage or operational error, \
                  3 facts incomplete (only with --require-complete)."
)]
pub(crate) struct Arguments {
    /// What to say, and how.
    #[command(flatten)]
    pub(crate) talk: Talk,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Audit host, engine, containers, images, networks and swarm
    Audit(Box<audit::AuditArguments>),
    /// How isolated each container is, beside a plain process and a virtual machine
    Isolation(Box<isolation::IsolationArguments>),
    /// What a seccomp profile, compiled filter or container's filter really allows
    Profile(Box<profile::ProfileArguments>),
    /// Explain a check: what it looks at, why, how to fix it
    Explain(explain::ExplainArguments),
    /// Write a saved JSON report in another format
    Convert(convert::ConvertArguments),
    /// What is new, gone and changed between two reports or two facts files
    Diff(diff::DiffArguments),
    /// Show the settings in force and where they came from
    Config(config::ConfigArguments),
    /// Print the JSON Schema of an output format
    Schema(schema::SchemaArguments),
    /// Print a completion script for a shell
    Completions(completions::CompletionsArguments),
    /// Print the manual page
    Man,
}

/// Runs one command.
pub(crate) fn run(command: Command, printer: &Printer) -> anyhow::Result<ExitStatus> {
    match command {
        Command::Audit(arguments) => audit::run(&arguments, printer),
        Command::Isolation(arguments) => isolation::run(&arguments, printer),
        Command::Profile(arguments) => profile::run(&arguments, printer),
        Command::Explain(arguments) => explain::run(&arguments, printer),
        Command::Convert(arguments) => convert::run(&arguments, printer),
        Command::Diff(arguments) => diff::run(&arguments, printer),
        Command::Config(arguments) => config::run(&arguments, printer),
        Command::Schema(arguments) => schema::run(&arguments, printer),
        Command::Completions(arguments) => completions::run(&arguments, printer),
        Command::Man => man::run(printer),
    }
}
