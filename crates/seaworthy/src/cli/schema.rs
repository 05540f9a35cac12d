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
    /// View `isolation` of a report, format 1
    Isolation,
    /// View `defence-matrix` of a report, format 1
    DefenceMatrix,
    /// What `profile show` writes, format 1
    Profile,
    /// What `profile ask` writes, format 1
    ProfileAnswer,
    /// View `kernel` of a report, format 1
    Kernel,
}

pub(crate) fn run(arguments: &SchemaArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let schema = match arguments.of {
        Schema::Report => report::SCHEMA,
        Schema::Isolation => report::isolation::SCHEMA,
        Schema::DefenceMatrix => report::defence::SCHEMA,
        Schema::Profile => report::profile::SCHEMA,
        Schema::ProfileAnswer => report::profile::ANSWER_SCHEMA,
        Schema::Kernel => report::kernel::SCHEMA,
    };
    printer.data(|out| out.write_all(schema.as_bytes()))?;
    Ok(ExitStatus::Holds)
}
