//! `--format` and `--output`, the same for every command that writes a report.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use seaworthy_checks::catalogue;
use seaworthy_core::report::{self, Explanation, Format, v1};

use crate::output;
use crate::printer::Printer;

/// Largest report that is read back, in bytes: 100,000 results are 150 MB.
pub(crate) const LARGEST_REPORT: u64 = 1 << 30;

/// Where a report goes, and in which format.
#[derive(Args, Clone, Debug)]
pub(crate) struct OutputArguments {
    /// Format on stdout, or of an --output without its own
    #[arg(short, long, value_name = "FORMAT", default_value = "text", env = "SEAWORTHY_FORMAT", value_parser = parse_format, help_heading = "Output")]
    format: Format,
    /// Write to a file instead of stdout; FORMAT=FILE writes that format as well (may repeat)
    #[arg(short, long, value_name = "FILE|FORMAT=FILE", help_heading = "Output")]
    output: Vec<Destination>,
}

/// One `--output`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Destination {
    format: Option<Format>,
    path: PathBuf,
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, path) = text
            .split_once('=')
            .and_then(|(word, path)| Some((Some(parse_format(word).ok()?), path)))
            .unwrap_or((None, text));
        if path.is_empty() {
            return Err("a file name is missing".to_owned());
        }
        Ok(Self { format, path: PathBuf::from(path) })
    }
}

fn parse_format(word: &str) -> Result<Format, String> {
    let names = || Format::ALL.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ");
    word.parse().map_err(|_| format!("formats are {}", names()))
}

impl OutputArguments {
    /// Writes to every destination; stdout gets the report unless a plain
    /// `--output FILE` took its place.
    pub(crate) fn write(&self, report: &v1::Report, printer: &Printer) -> anyhow::Result<()> {
        for Destination { format, path } in &self.output {
            let format = format.unwrap_or(self.format);
            if path == Path::new("-") {
                self.write_stdout(format, report, printer)?;
            } else {
                self.write_file(format, path, report, printer)?;
            }
        }
        if self.output.iter().all(|destination| destination.format.is_some()) {
            self.write_stdout(self.format, report, printer)?;
        }
        Ok(())
    }

    fn write_stdout(
        &self,
        format: Format,
        report: &v1::Report,
        printer: &Printer,
    ) -> anyhow::Result<()> {
        printer.data(|out| {
            report::write(format, report, &printer.text_options(), &explanation, out)
        })?;
        Ok(())
    }

    fn write_file(
        &self,
        format: Format,
        path: &Path,
        report: &v1::Report,
        printer: &Printer,
    ) -> anyhow::Result<()> {
        output::write_file(path, output::Readers::AsUsual, |out| {
            report::write(format, report, &printer.plain_options(), &explanation, out)
        })
    }
}

/// What the catalogue says of an id; a row of a family has words of its own.
fn explanation(id: &str) -> Option<Explanation> {
    let entry = catalogue::entry(id)?;
    Some(Explanation {
        markdown: match entry.row {
            Some(row) => format!("{}\n\n{}", row.text, entry.check.explanation).into(),
            None => entry.check.explanation.into(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_with_an_equals_sign_is_a_file_name() {
        let parsed: Destination = "json=out.json".parse().unwrap();
        assert_eq!(parsed, Destination { format: Some(Format::Json), path: "out.json".into() });
        let parsed: Destination = "a=b".parse().unwrap();
        assert_eq!(parsed, Destination { format: None, path: "a=b".into() });
        assert!("json=".parse::<Destination>().is_err());
    }
}
