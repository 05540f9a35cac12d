//! `seaworthy profile`

mod ask;
mod circumstances;
mod subject;
mod view;

use clap::{Args, Subcommand, ValueEnum};

use crate::exit::ExitStatus;
use crate::printer::Printer;

/// Arguments of `profile`.
#[derive(Args, Debug)]
pub(crate) struct ProfileArguments {
    #[command(subcommand)]
    command: ProfileCommand,
}

#[derive(Debug, Subcommand)]
enum ProfileCommand {
    /// Every system call: what the kernel does with it, and for which arguments
    ///
    /// For a profile (Docker, Podman, OCI JSON, or built in), this is what engine, runtime and
    /// libseccomp make of it, not what its lines say. Built in are docker-default[@VERSION] and
    /// podman-default[@VERSION].
    Show(Box<ShowArguments>),
    /// One system call: the action, the error number and the rule that decides
    Ask(Box<ask::AskArguments>),
}

/// Arguments of `profile show`.
#[derive(Args, Debug)]
struct ShowArguments {
    #[command(flatten)]
    subject: subject::SubjectArguments,
    /// Only these ABIs: x86_64, x32, i386, arm64, arm; all of the machine when none is named
    #[arg(long, value_name = "ABI", value_delimiter = ',', value_parser = circumstances::abi)]
    abi: Vec<seaworthy_confinement::Abi>,
    /// Format on stdout
    #[arg(short, long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For scripts; `seaworthy schema profile` describes it
    Json,
}

pub(crate) fn run(arguments: &ProfileArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    match &arguments.command {
        ProfileCommand::Show(arguments) => show(arguments, printer)?,
        ProfileCommand::Ask(arguments) => ask::run(arguments, printer)?,
    }
    Ok(ExitStatus::Holds)
}

fn show(arguments: &ShowArguments, printer: &Printer) -> anyhow::Result<()> {
    let subject = subject::read(&arguments.subject)?;
    let abis = if arguments.abi.is_empty() {
        subject.native.compatible()
    } else {
        arguments.abi.as_slice()
    };
    let view = view::of(&subject, abis);
    printer.data(|out| match arguments.format {
        Format::Text => view.write_text(printer.text_options(), out),
        Format::Json => view.write_json(out),
    })?;
    Ok(())
}
