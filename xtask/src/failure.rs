//! Why a chore did not succeed.

use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Everything that ends a chore.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The arguments make no sense.
    #[error("wrong arguments")]
    Usage,
    /// It ran, and what it looked at is not in order. Everything about it is printed
    /// already; the last line is the chore's own.
    #[error("not in order")]
    Shown,
    /// There is nothing to work on.
    #[error("there is no package `{0}`")]
    NoPackage(&'static str),
    /// A program could not start.
    #[error("cannot run {program}")]
    Spawn { program: String, source: io::Error },
    /// A program ended with an error.
    #[error("{command} failed: {output}")]
    Command { command: String, output: String },
    /// A file could not be read or written.
    #[error("{}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// A file is no TOML of the expected form.
    #[error("{path} is malformed: {reason}")]
    Malformed { path: String, reason: String },
    /// The fake engine of a benchmark.
    #[error(transparent)]
    Fake(#[from] seaworthy_testkit::StartError),
    /// There is no real engine to measure with.
    #[error("no real engine: {0}")]
    NoEngine(String),
    /// Output that should be JSON.
    #[error("{what} is no JSON")]
    Json { what: &'static str, source: serde_json::Error },
}

impl Failure {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    pub(crate) fn with_causes(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(&format!(": {error}"));
            cause = error.source();
        }
        text
    }
}
