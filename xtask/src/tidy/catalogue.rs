//! A check is a file, an explanation beside it and a line in its section's list:
//! invariant 6.

use super::Problem;
use super::repository::Repository;

const RULE: &str = "catalogue";
const CHECKS: &str = "crates/judge/checks/src/";
const CASES: &str = "crates/judge/checks/cases/";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let parts = repository.texts().filter_map(|(path, text)| Some((path, text, part(path)?)));
    parts
        .flat_map(|(path, text, (folder, file))| match file.rsplit_once('.') {
            Some((stem, "rs")) if text.contains("const CHECK: Check") => {
                unfinished(repository, (path, text), (folder, stem))
            }
            Some((stem, "md")) => orphan(repository, path, &format!("{CHECKS}{folder}/{stem}.rs")),
            _ => Vec::new(),
        })
        .collect()
}

/// Folder and file name of what lies in a section.
fn part(path: &str) -> Option<(&str, &str)> {
    let (folder, file) = path.strip_prefix(CHECKS)?.split_once('/')?;
    (!file.contains('/')).then_some((folder, file))
}

/// What a check lacks: explanation, line in the list, cases. A family has rows of its
/// own names, so the tests of the catalogue see to its cases.
fn unfinished(
    repository: &Repository,
    (path, text): (&str, &str),
    (folder, stem): (&str, &str),
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut lack = |message: String| problems.push(Problem::error(RULE, path, message));
    let explanation = format!("{CHECKS}{folder}/{stem}.md");
    if !repository.exists(&explanation) {
        lack(format!("no explanation: {explanation}"));
    }
    let list = format!("{CHECKS}{folder}.rs");
    if !repository.text(&list).is_some_and(|text| lists(text, stem)) {
        lack(format!("not in the list of {list}"));
    }
    let cases = format!("{CASES}{}.toml", id(text).unwrap_or_default());
    if !text.contains("Judge::Family") && !repository.exists(&cases) {
        lack(format!("no cases: {cases}"));
    }
    problems
}

fn orphan(repository: &Repository, path: &str, code: &str) -> Vec<Problem> {
    let orphan = !repository.exists(code);
    orphan
        .then(|| Problem::error(RULE, path, format!("explains no check: {code} is gone")))
        .into_iter()
        .collect()
}

/// The first `id: "…"`.
fn id(text: &str) -> Option<&str> {
    text.split_once("id: \"")?.1.split('"').next()
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
        "mod a;\npub(crate) const CHECKS: &[&Check] = &[&a::CHECK, &not_b_c::CHECK];",
    );
    const CODE: &str = "pub(crate) const CHECK: Check = Check { id: \"b-c\" };";

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        let files = [&[LIST], files].concat();
        check(&Repository::of(&files)).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_complete_check_is_in_order() {
        let files = [
            ("crates/judge/checks/src/container/a.rs", CODE),
            ("crates/judge/checks/src/container/a.md", ""),
            ("crates/judge/checks/cases/b-c.toml", ""),
        ];
        assert_eq!(messages(&files), Vec::<String>::new());
    }

    #[test]
    fn explanation_list_and_cases_are_demanded() {
        let messages = messages(&[("crates/judge/checks/src/container/b_c.rs", CODE)]);
        let starts = ["no explanation", "not in the list", "no cases"];
        assert_eq!(messages.len(), starts.len());
        for (message, start) in messages.iter().zip(starts) {
            assert!(message.starts_with(start), "{message}");
        }
    }

    #[test]
    fn an_explanation_without_its_check_is_reported() {
        let messages = messages(&[("crates/judge/checks/src/container/gone.md", "")]);
        assert!(messages[0].starts_with("explains no check"));
    }

    #[test]
    fn what_checks_share_is_no_check() {
        let files = [
            ("crates/judge/checks/src/container/device_meaning.rs", "fn x() {}"),
            ("crates/judge/checks/src/run.rs", "fn x() {}"),
        ];
        assert_eq!(messages(&files), Vec::<String>::new());
    }
}
