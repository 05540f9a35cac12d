//! `seaworthy diff`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use seaworthy_core::{diff, facts, report};
use serde_json::Value;

use super::formats::LARGEST_REPORT;
use crate::exit::ExitStatus;
use crate::output::read_file;
use crate::printer::Printer;

/// Arguments of `diff`.
#[derive(Args, Debug)]
pub(crate) struct DiffArguments {
    /// The earlier report or facts file
    before: PathBuf,
    /// The later one, of the same kind
    after: PathBuf,
    /// Format on stdout
    #[arg(short, long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DiffFormat {
    /// Lines beginning with + - ~
    Text,
    /// One object
    Json,
}

pub(crate) fn run(arguments: &DiffArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let (before, after) = (Document::read(&arguments.before)?, Document::read(&arguments.after)?);
    let changes = match (&before, &after) {
        (Document::Report(before), Document::Report(after)) => diff::reports(before, after),
        (Document::Facts(before), Document::Facts(after)) => diff::facts(before, after),
        _ => bail!("one of the files is a report and the other holds facts"),
    };
    printer.data(|out| match arguments.format {
        DiffFormat::Text => changes.write_text(out),
        DiffFormat::Json => changes.write_json(out),
    })?;
    Ok(ExitStatus::Holds)
}

/// A file recognised by what it says it is.
enum Document {
    Report(Box<report::v1::Report>),
    Facts(Value),
}

impl Document {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = read_file(path, LARGEST_REPORT)?;
        let said = || path.display().to_string();
        let value: Value = serde_json::from_slice(&bytes).with_context(said)?;
        match value.get("format").and_then(Value::as_str) {
            Some(report::v1::FORMAT) => {
                Ok(Self::Report(Box::new(report::read(&bytes).with_context(said)?)))
            }
            Some(facts::FORMAT) => Ok(Self::Facts(value)),
            found => {
                bail!("{} is neither a report nor a facts file: format {found:?}", path.display())
            }
        }
    }
}
