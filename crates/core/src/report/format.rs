//! The formats by name.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::str::FromStr;

use super::{
    TextOptions, v1, write_csv, write_docker_bench, write_html, write_json, write_junit,
    write_markdown, write_sarif, write_text,
};

/// A format that every report can be written in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// The report itself, see [`v1`].
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for CI servers.
    Junit,
    /// One page that needs nothing else, for people.
    Html,
    /// For comments and wikis.
    Markdown,
    /// One line a result, for spreadsheets.
    Csv,
    /// The log of docker-bench-security 1.6.0, for what reads it today.
    DockerBenchJson,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Json,
        Self::Sarif,
        Self::Junit,
        Self::Html,
        Self::Markdown,
        Self::Csv,
        Self::DockerBenchJson,
    ];

    /// The word that selects it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::DockerBenchJson => "docker-bench-json",
        }
    }

    /// What a file name of this format ends in, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "xml",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::DockerBenchJson => "log.json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is not a format.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParseFormatError {
    /// The word.
    pub given: String,
}

impl fmt::Display for ParseFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Format::ALL.map(Format::as_str).join(", ");
        write!(f, "`{}` is not a format: {names}", self.given)
    }
}

impl std::error::Error for ParseFormatError {}

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| ParseFormatError { given: text.to_owned() })
    }
}

/// The long text about a check or an advisory.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// What, why and how to fix, in CommonMark without a title.
    pub markdown: Cow<'static, str>,
}

/// Writes the report in the format. `explain` finds the long text by the id of
/// a result: the caller supplies it, because the catalogue of checks lies above
/// this crate.
pub fn write(
    format: Format,
    report: &v1::Report,
    options: &TextOptions,
    explain: &dyn Fn(&str) -> Option<Explanation>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => write_text(report, options, out),
        Format::Json => write_json(report, out),
        Format::Sarif => write_sarif(report, explain, out),
        Format::Junit => write_junit(report, out),
        Format::Html => write_html(report, explain, out),
        Format::Markdown => write_markdown(report, out),
        Format::Csv => write_csv(report, out),
        Format::DockerBenchJson => write_docker_bench(report, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_parses_to_its_format() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        let error = "xml".parse::<Format>().unwrap_err();
        assert!(error.to_string().starts_with("`xml` is not a format: text, json"), "{error}");
    }
}
