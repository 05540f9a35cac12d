//! `cargo xtask tidy`: what a program can see of the invariants of ARCHITECTURE.md.
//!
//! A rule is a function from the files of the repository to problems; one file a group of
//! rules. Exceptions are in `tidy.toml`, each with its reason; one that nothing needs any
//! more is a problem itself, so the list cannot rot.

mod arrows;
mod calls;
mod catalogue;
mod exceptions;
mod licences;
mod manifests;
mod mentions;
mod repository;
mod shape;
mod source;

use crate::Failure;
use crate::workspace::Workspace;
use repository::Repository;
use std::fmt;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// Shown; tidy still succeeds.
    Warning,
    Error,
}

/// A place where a rule does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    level: Level,
    rule: &'static str,
    /// A path of the repository; for packages from elsewhere, their name.
    path: String,
    line: Option<usize>,
    message: String,
}

impl Problem {
    fn error(rule: &'static str, path: &str, message: impl Into<String>) -> Self {
        let (path, message) = (path.to_owned(), message.into());
        Self { level: Level::Error, rule, path, line: None, message }
    }

    fn warning(rule: &'static str, path: &str, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(rule, path, message) }
    }

    fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Warning => "warning",
            Level::Error => "error",
        };
        write!(formatter, "{level}[{}] {}", self.rule, self.path)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

type Rule = fn(&Repository) -> Vec<Problem>;

/// Every group of rules that looks at files alone.
const RULES: &[Rule] = &[
    arrows::check,
    calls::check,
    catalogue::check,
    manifests::check,
    mentions::check,
    shape::check,
];

/// Checks everything and prints what is wrong.
///
/// # Errors
/// The repository cannot be read, or a rule does not hold.
pub(crate) fn run() -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    let repository = Repository::read(&workspace.root, &workspace.target)?;
    let mut problems: Vec<Problem> = RULES.iter().flat_map(|rule| rule(&repository)).collect();
    problems.extend(licences::check(&workspace.dependencies()?));
    let problems = exceptions::apply(&repository, problems)?;
    problems.iter().for_each(|problem| println!("{problem}"));
    let errors = problems.iter().filter(|problem| problem.level == Level::Error).count();
    let warnings = problems.len() - errors;
    println!("tidy: {errors} errors, {warnings} warnings");
    if errors > 0 {
        return Err(Failure::Shown);
    }
    Ok(())
}
