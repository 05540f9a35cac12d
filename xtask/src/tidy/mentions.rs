//! Documents name files that exist.

use super::Problem;
use super::repository::Repository;

const RULE: &str = "mention";
const DOCUMENTS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
const FOLDERS: [&str; 5] = ["crates/", "docs/", "testkit/", "xtask/", "e2e/"];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let documents = repository.texts().filter(|(path, _)| is_document(path));
    documents.flat_map(|(path, text)| missing(repository, path, text)).collect()
}

fn is_document(path: &str) -> bool {
    DOCUMENTS.contains(&path) || (path.starts_with("docs/") && path.ends_with(".md"))
}

fn missing(repository: &Repository, document: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // What stands between backticks is every second part.
        for mention in line.split('`').skip(1).step_by(2).filter_map(as_path) {
            if !repository.exists(mention) {
                let message = format!("`{mention}` does not exist");
                problems.push(Problem::error(RULE, document, message).at(index + 1));
            }
        }
    }
    problems
}

/// The path meant, if one is; patterns and placeholders are not.
fn as_path(span: &str) -> Option<&str> {
    let placeholder = |character: char| "*<>{}…$[]|NXY ".contains(character);
    let path = span.split(['#', ':']).next().unwrap_or_default();
    let known = FOLDERS.iter().any(|folder| path.starts_with(folder));
    let stem = path.rsplit('/').next().unwrap_or_default();
    let readme = stem == "README.md";
    (known && (readme || !path.contains(placeholder))).then(|| path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let files = [("README.md", text), ("docs/a.md", ""), ("crates/core/src/lib.rs", "")];
        check(&Repository::of(&files)).iter().filter_map(|problem| problem.line).collect()
    }

    #[test]
    fn what_exists_and_what_is_no_path_is_silent() {
        let text = "See `docs/a.md`, `crates/core/`, `crates/core/src/lib.rs:12` and `docs/a.md#b`.\n\
                    Run `cargo xtask tidy`; `crates/<room>/x`; `docs/decisions/NNNN-title.md`.\n\
                    ```\n`crates/gone`\n```\n";
        assert_eq!(lines(text), Vec::<usize>::new());
    }

    #[test]
    fn what_is_gone_is_reported_with_its_line() {
        assert_eq!(lines("fine\n`docs/gone.md` and `e2e/src/gone.rs`\n"), [2, 2]);
    }
}
