//! The JSON format itself, out and in.

use std::fmt;
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::{printable::hides, v1};

/// JSON Schema of the format, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../../docs/schema/report-1.json");

/// Writes the report as indented JSON with a final newline.
pub fn write_json(report: &v1::Report, out: &mut dyn io::Write) -> io::Result<()> {
    write_pretty(report, out)
}

/// Indented JSON in which every letter that could steer a terminal is an escape,
/// not only those for which JSON asks.
pub(crate) fn write_pretty(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Harmless::default());
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// serde_json's indented form but for the letters of texts.
#[derive(Default)]
struct Harmless(PrettyFormatter<'static>);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // Nearly all text is; looking at each letter took as long as all the rest.
        if fragment.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return out.write_all(fragment.as_bytes());
        }
        let mut plain = 0;
        for (at, letter) in fragment.char_indices().filter(|(_, letter)| hides(*letter)) {
            out.write_all(fragment.get(plain..at).unwrap_or_default().as_bytes())?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = at + letter.len_utf8();
        }
        out.write_all(fragment.get(plain..).unwrap_or_default().as_bytes())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_steers_no_terminal_and_is_read_back_whole() {
        let name = "web\u{9b}2J\u{7f}\u{202e}\u{e0041} é\"\n";
        let mut out = Vec::new();
        write_pretty(&[name], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.chars().any(|letter| letter != '\n' && hides(letter)), "{text:?}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), [name]);
        assert_eq!(text.lines().count(), 3);
    }
}
