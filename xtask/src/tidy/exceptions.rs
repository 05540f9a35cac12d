//! `tidy.toml`: where a rule need not hold, and why.

use super::Problem;
use super::repository::Repository;
use crate::Failure;

const FILE: &str = "tidy.toml";

/// One `[[exception]]`.
struct Exception {
    rule: String,
    path: String,
}

/// Takes the excepted problems out, and adds one for each exception that took nothing.
///
/// # Errors
/// The file is malformed, or an exception has no reason.
pub(super) fn apply(
    repository: &Repository,
    problems: Vec<Problem>,
) -> Result<Vec<Problem>, Failure> {
    let exceptions = read(repository.text(FILE).unwrap_or_default())?;
    let covers = |exception: &Exception, problem: &Problem| {
        exception.rule == problem.rule && exception.path == problem.path
    };
    let mut left = problems.clone();
    left.retain(|problem| !exceptions.iter().any(|exception| covers(exception, problem)));
    for exception in exceptions {
        if !problems.iter().any(|problem| covers(&exception, problem)) {
            let Exception { rule, path } = exception;
            let message = format!("nothing needs the exception of {path} from `{rule}` any more");
            left.push(Problem::error("exception", FILE, message));
        }
    }
    Ok(left)
}

fn read(text: &str) -> Result<Vec<Exception>, Failure> {
    let malformed = |reason: String| Failure::Malformed { path: FILE.to_owned(), reason };
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| malformed(error.to_string()))?;
    let entries = table.get("exception").and_then(toml::Value::as_array);
    entries
        .into_iter()
        .flatten()
        .map(|entry| {
            let field = |key: &str| {
                let value = entry.get(key).and_then(toml::Value::as_str).map(str::trim);
                let value = value.filter(|value| !value.is_empty()).map(str::to_owned);
                value.ok_or_else(|| malformed(format!("an exception without `{key}`: {entry}")))
            };
            field("reason")?;
            Ok(Exception { rule: field("rule")?, path: field("path")? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXCEPTION: &str = "[[exception]]\nrule = \"unsafe\"\npath = \"a.rs\"\nreason = \"why\"\n";

    fn with(text: &str, problems: Vec<Problem>) -> Result<Vec<Problem>, Failure> {
        apply(&Repository::of(&[(FILE, text)]), problems)
    }

    #[test]
    fn an_exception_covers_its_rule_and_path_only() {
        let covered = Problem::error("unsafe", "a.rs", "x").at(3);
        let others = [Problem::error("unsafe", "b.rs", "x"), Problem::error("arrows", "a.rs", "x")];
        let left = with(EXCEPTION, vec![covered, others[0].clone(), others[1].clone()]).unwrap();
        assert_eq!(left, others);
    }

    #[test]
    fn an_exception_that_nothing_needs_is_a_problem() {
        let left = with(EXCEPTION, Vec::new()).unwrap();
        assert_eq!((left.len(), left[0].rule), (1, "exception"));
    }

    #[test]
    fn a_reason_is_demanded() {
        let without = EXCEPTION.replace("why", " ");
        assert!(with(&without, Vec::new()).is_err());
    }
}
