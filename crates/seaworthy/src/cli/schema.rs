//! `seaworthy schema`

use clap::{Args, ValueEnum};
use seaworthy_core::report;

use crate::exit::ExitStatus;
use crate::printer::Printer;

/// Arguments of `schema`.
#[derive(Args, Debug)]
pub(crate) struct SchemaArguments {
    /// The format
    #[arg(value_enum)]
    of: Schema,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Schema {
    /// JSON report, format 1
    Report,
}

pub(crate) fn run(arguments: &SchemaArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let Schema::Report = arguments.of;
    printer.data(|out| out.write_all(report::SCHEMA.as_bytes()))?;
    Ok(ExitStatus::Holds)
}
