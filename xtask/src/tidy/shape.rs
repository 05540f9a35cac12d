//! Sizes and names: small files, small functions, modules named after the domain.

use super::Problem;
use super::repository::Repository;
use super::source::Source;

const FILE_SOFT: usize = 400;
const FILE_HARD: usize = 700;
const MAIN_HARD: usize = 80;
const FUNCTION_SOFT: usize = 60;
const FUNCTION_HARD: usize = 100;
const PARAMETERS: usize = 6;
const DEPTH: usize = 3;

/// Names that say where something was put, not what it is.
const VAGUE: [&str; 8] =
    ["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let sources = repository.crates().iter().flat_map(|one| &one.sources);
    sources
        .flat_map(|source| [file_size(source), names(source), functions(source)].concat())
        .collect()
}

fn file_size(source: &Source) -> Vec<Problem> {
    let lines = source.production_lines();
    let mut problems = Vec::new();
    if lines > FILE_HARD {
        let message = format!("{lines} production lines; {FILE_HARD} are the limit");
        problems.push(Problem::error("file-size", &source.path, message));
    } else if lines > FILE_SOFT {
        let message = format!("{lines} production lines; {FILE_SOFT} is plenty");
        problems.push(Problem::warning("file-size", &source.path, message));
    }
    if source.module == "main.rs" && lines > MAIN_HARD {
        let message = format!("{lines} lines; main.rs has at most {MAIN_HARD}");
        problems.push(Problem::error("main-size", &source.path, message));
    }
    problems
}

fn names(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    let parts: Vec<&str> = source.module.trim_end_matches(".rs").split('/').collect();
    if parts.last() == Some(&"mod") {
        let message = "no mod.rs: put `foo.rs` beside `foo/`";
        problems.push(Problem::error("mod-rs", &source.path, message));
    }
    if parts.len() > DEPTH && !source.module.starts_with("bin/") {
        let message = format!("{} modules deep; {DEPTH} are allowed", parts.len());
        problems.push(Problem::error("module-depth", &source.path, message));
    }
    if let Some(name) = parts.iter().find(|part| VAGUE.contains(part)) {
        let message = format!("`{name}` does not say what is in it");
        problems.push(Problem::error("vague-name", &source.path, message));
    }
    let inline = source.code_lines().filter_map(|(line, code)| {
        let name = code.trim().strip_suffix('{')?.trim().rsplit_once("mod ")?.1.trim();
        VAGUE.contains(&name).then_some((line, name))
    });
    problems.extend(inline.map(|(line, name)| {
        let message = format!("`mod {name}` does not say what is in it");
        Problem::error("vague-name", &source.path, message).at(line)
    }));
    problems
}

fn functions(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    for function in source.functions() {
        let name = &function.name;
        if function.lines > FUNCTION_HARD {
            let message =
                format!("`{name}` has {} lines; {FUNCTION_HARD} are the limit", function.lines);
            problems.push(Problem::error("function-size", &source.path, message).at(function.line));
        } else if function.lines > FUNCTION_SOFT {
            let message =
                format!("`{name}` has {} lines; {FUNCTION_SOFT} is plenty", function.lines);
            problems
                .push(Problem::warning("function-size", &source.path, message).at(function.line));
        }
        if function.parameters > PARAMETERS {
            let message = format!(
                "`{name}` has {} parameters; {PARAMETERS} are allowed",
                function.parameters
            );
            problems.push(Problem::error("parameters", &source.path, message).at(function.line));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    fn found(module: &str, text: &str) -> Vec<(&'static str, Level)> {
        let path = format!("crates/core/src/{module}");
        let files = [("crates/core/Cargo.toml", "[package]\nname = \"x\""), (path.as_str(), text)];
        let problems = check(&Repository::of(&files));
        problems.into_iter().map(|problem| (problem.rule, problem.level)).collect()
    }

    #[test]
    fn files_have_a_soft_and_a_hard_limit() {
        assert!(found("a.rs", &"a\n".repeat(400)).is_empty());
        assert_eq!(found("a.rs", &"a\n".repeat(401)), [("file-size", Level::Warning)]);
        assert_eq!(found("a.rs", &"a\n".repeat(701)), [("file-size", Level::Error)]);
        let tested =
            format!("{}#[cfg(test)]\nmod tests {{\n{}}}", "a\n".repeat(400), "a\n".repeat(400));
        assert!(found("a.rs", &tested).is_empty());
        assert_eq!(found("main.rs", &"a\n".repeat(81)), [("main-size", Level::Error)]);
    }

    #[test]
    fn functions_have_limits() {
        let function = |lines: usize| format!("fn f() {{\n{}}}\n", "a;\n".repeat(lines - 2));
        assert!(found("a.rs", &function(60)).is_empty());
        assert_eq!(found("a.rs", &function(61)), [("function-size", Level::Warning)]);
        assert_eq!(found("a.rs", &function(101)), [("function-size", Level::Error)]);
        let many = "fn f(a: A, b: B, c: C, d: D, e: E, f: F, g: G) {}";
        assert_eq!(found("a.rs", many), [("parameters", Level::Error)]);
        assert!(found("a.rs", "fn f(&self, a: A, b: B, c: C, d: D, e: E, f: F) {}").is_empty());
    }

    #[test]
    fn modules_are_named_and_placed_well() {
        assert_eq!(found("a/mod.rs", ""), [("mod-rs", Level::Error)]);
        assert_eq!(found("a/b/c/d.rs", ""), [("module-depth", Level::Error)]);
        assert!(found("a/b/c.rs", "").is_empty());
        assert_eq!(found("utils.rs", ""), [("vague-name", Level::Error)]);
        assert_eq!(found("a.rs", "pub(crate) mod helpers {\n}"), [("vague-name", Level::Error)]);
    }
}
