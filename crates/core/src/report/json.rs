//! The JSON format itself, out and in.

use std::fmt;
use std::io;

use super::v1;

/// JSON Schema of the format, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../../docs/schema/report-1.json");

/// Writes the report as indented JSON with a final newline.
pub fn write_json(report: &v1::Report, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// A saved report that cannot be used.
#[derive(Debug)]
pub enum ReadReportError {
    /// Not JSON, or not the shape of a report.
    Shape(serde_json::Error),
    /// A format of another version or of something else.
    Format {
        /// What it says it is.
        found: String,
    },
}

impl fmt::Display for ReadReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(_) => write!(f, "not a report in the format {}", v1::FORMAT),
            Self::Format { found } => write!(f, "the format is `{found}`, not {}", v1::FORMAT),
        }
    }
}

impl std::error::Error for ReadReportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Shape(error) => Some(error),
            Self::Format { .. } => None,
        }
    }
}

/// Reads a saved report.
pub fn read(bytes: &[u8]) -> Result<v1::Report, ReadReportError> {
    let report: v1::Report = serde_json::from_slice(bytes).map_err(ReadReportError::Shape)?;
    if report.format != v1::FORMAT {
        return Err(ReadReportError::Format { found: report.format });
    }
    Ok(report)
}
