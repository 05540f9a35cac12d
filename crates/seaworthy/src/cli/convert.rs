//! `seaworthy convert`

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use seaworthy_core::report;

use super::formats::{LARGEST_REPORT, OutputArguments};
use crate::exit::ExitStatus;
use crate::output::read_file;
use crate::printer::Printer;

/// Arguments of `convert`.
#[derive(Args, Debug)]
pub(crate) struct ConvertArguments {
    /// Saved JSON report, `-` for standard input
    report: PathBuf,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &ConvertArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let bytes = read_file(&arguments.report, LARGEST_REPORT)?;
    let report = report::read(&bytes).with_context(|| arguments.report.display().to_string())?;
    arguments.output.write(&report, printer)?;
    Ok(ExitStatus::Holds)
}
