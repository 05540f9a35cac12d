//! A check is a file, an explanation beside it and a line in its section's list:
//! invariant 6.

use super::Problem;
use super::repository::Repository;

const RULE: &str = "catalogue";
const CHECKS: &str = "crates/judge/checks/src/";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, _) in repository.texts() {
        let Some((section, stem)) = check_file(repository, path) else { continue };
        let explanation = format!("{CHECKS}{section}/{stem}.md");
        if !repository.exists(&explanation) {
            problems.push(Problem::error(RULE, path, format!("no explanation: {explanation}")));
        }
        let list = format!("{CHECKS}{section}.rs");
        let listed = repository.text(&list).is_some_and(|text| lists(text, stem));
        if !listed {
            problems.push(Problem::error(RULE, path, format!("not in the list of {list}")));
        }
    }
    problems
}

/// Section and name, for a file in a folder whose parent module has a list of checks.
/// A folder below a check holds its parts, not checks.
fn check_file<'a>(repository: &Repository, path: &'a str) -> Option<(&'a str, &'a str)> {
    let (section, file) = path.strip_prefix(CHECKS)?.split_once('/')?;
    let stem = file.strip_suffix(".rs").filter(|stem| !stem.contains('/') && *stem != "tests")?;
    let list = repository.text(&format!("{CHECKS}{section}.rs"))?;
    list.contains("CHECKS:").then_some((section, stem))
}

/// Whether the list names `stem::SOMETHING`.
fn lists(text: &str, stem: &str) -> bool {
    let name = format!("{stem}::");
    text.match_indices(&name).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        !before.is_some_and(|character| character.is_alphanumeric() || character == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: (&str, &str) = (
        "crates/judge/checks/src/container.rs",
        "mod a;\npub(crate) const CHECKS: &[&Check] = &[&a::CHECK, &not_b::CHECK];",
    );

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        let files = [&[LIST], files].concat();
        check(&Repository::of(&files)).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_listed_and_explained_check_is_in_order() {
        let files = [
            ("crates/judge/checks/src/container/a.rs", ""),
            ("crates/judge/checks/src/container/a.md", ""),
        ];
        assert_eq!(messages(&files), Vec::<String>::new());
    }

    #[test]
    fn an_explanation_and_a_line_in_the_list_are_demanded() {
        let messages = messages(&[("crates/judge/checks/src/container/b.rs", "")]);
        assert_eq!(messages.len(), 2);
        assert!(messages[0].starts_with("no explanation"));
        assert!(messages[1].starts_with("not in the list"));
    }

    #[test]
    fn folders_without_a_list_hold_no_checks() {
        let files = [
            ("crates/judge/checks/src/run.rs", "fn x() {}"),
            ("crates/judge/checks/src/run/p.rs", ""),
        ];
        assert_eq!(messages(&files), Vec::<String>::new());
    }
}
