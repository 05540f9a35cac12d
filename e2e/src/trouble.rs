//! Why a scenario did not pass.

use std::io;
use std::path::PathBuf;

/// Everything that can end a scenario before its last line.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The machine lacks something: the scenario is skipped.
    #[error("{0}")]
    Skip(String),
    /// What was asserted does not hold.
    #[error("{0}")]
    Wrong(String),
    /// A program could not be started.
    #[error("cannot run {program}")]
    Spawn {
        /// The program.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// A program ended with an error.
    #[error("{command}: {output}")]
    Command {
        /// The whole command line.
        command: String,
        /// What it said, both streams.
        output: String,
    },
    /// An engine did not answer in time or died.
    #[error("{engine} did not get ready: {log}")]
    NotReady {
        /// The engine.
        engine: &'static str,
        /// The end of its log.
        log: String,
    },
    /// A file could not be made or read.
    #[error("{}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Output that should have been JSON was not.
    #[error("{what} is no JSON")]
    Json {
        /// Whose output.
        what: String,
        /// Why.
        source: serde_json::Error,
    },
}

impl Trouble {
    /// For `map_err` on file operations.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

/// `Ok` if the condition holds, else the text as [`Trouble::Wrong`].
///
/// # Errors
/// When the condition does not hold.
pub(crate) fn ensure(condition: bool, otherwise: impl FnOnce() -> String) -> Result<(), Trouble> {
    if condition { Ok(()) } else { Err(Trouble::Wrong(otherwise())) }
}
