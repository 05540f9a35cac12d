//! What code may call where: invariants 11 to 13 and the purity of core and judges.

use super::Problem;
use super::repository::Repository;
use super::source::Source;

/// Words that reach outside, with what to do instead.
const IMPURE: [(&str, &str); 6] = [
    ("std::fs", "bytes come in, bytes go out; an observer or the store reads files"),
    ("std::net", "no network here; addresses are in `core::net`"),
    ("std::process", "no processes here"),
    ("std::env", "the binary reads the environment"),
    ("SystemTime::now", "the time comes in as an argument"),
    ("Instant::now", "the time comes in as an argument"),
];
const UNSAFE_ALLOWED: [&str; 2] = ["crates/observe/recorder/", "crates/observe/host/"];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let sources = repository.crates().iter().flat_map(|one| &one.sources);
    sources
        .flat_map(|source| [impure(source), subprocess(source), unsafe_code(source)].concat())
        .collect()
}

fn impure(source: &Source) -> Vec<Problem> {
    if !["crates/core/", "crates/judge/"].iter().any(|start| source.path.starts_with(start)) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for (line, code) in source.code_lines() {
        for (word, instead) in IMPURE {
            if reaches(code, word) {
                let message = format!("`{word}` in a pure crate: {instead}");
                problems.push(Problem::error("purity", &source.path, message).at(line));
            }
        }
    }
    problems
}

/// Production crates run no programs; the few doors are exceptions with a reason.
fn subprocess(source: &Source) -> Vec<Problem> {
    if !source.path.starts_with("crates/") {
        return Vec::new();
    }
    let hits = source.code_lines().filter(|(_, code)| {
        has_word(code, "process::Command")
            || (reaches(code, "std::process") && has_word(code, "Command"))
    });
    hits.map(|(line, _)| {
        let message = "`std::process::Command`: nothing shells out but through a listed door";
        Problem::error("subprocess", &source.path, message).at(line)
    })
    .collect()
}

fn unsafe_code(source: &Source) -> Vec<Problem> {
    if UNSAFE_ALLOWED.iter().any(|start| source.path.starts_with(start)) {
        return Vec::new();
    }
    let hits = source.code_lines().filter(|(_, code)| has_word(code, "unsafe"));
    hits.map(|(line, _)| {
        let message = format!("`unsafe` is only allowed in {}", UNSAFE_ALLOWED.join(" and "));
        Problem::error("unsafe", &source.path, message).at(line)
    })
    .collect()
}

/// Whether the line names a path, directly or in a braced import `std::{fs, io}`.
fn reaches(code: &str, path: &str) -> bool {
    if has_word(code, path) {
        return true;
    }
    let Some((parent, child)) = path.rsplit_once("::") else { return false };
    let Some((_, list)) = code.split_once(&format!("{parent}::{{")) else { return false };
    list.split([',', '{', '}', ';']).any(|item| item.trim().split("::").next() == Some(child))
}

/// Whether the text has this word, not only as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        let folder = path.split("/src/").next().unwrap();
        let manifest = format!("{folder}/Cargo.toml");
        let files = [(manifest.as_str(), "[package]\nname = \"x\""), (path, text)];
        check(&Repository::of(&files)).into_iter().map(|problem| problem.rule).collect()
    }

    #[test]
    fn pure_crates_do_not_reach_outside() {
        for text in [
            "use std::fs;",
            "use std::{env, io};",
            "let x = std::net::TcpStream::connect(a);",
            "let now = Instant::now();",
            "let now = std::time::SystemTime::now();",
        ] {
            assert_eq!(rules("crates/judge/checks/src/a.rs", text), ["purity"], "{text}");
            assert!(rules("crates/observe/host/src/a.rs", text).is_empty(), "{text}");
        }
        for text in ["// std::fs", "let a = \"std::env\";", "use std::fmt;", "use std::{fmt, io};"]
        {
            assert!(rules("crates/core/src/a.rs", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn tests_of_pure_crates_may_read_files() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}";
        assert!(rules("crates/core/src/a.rs", text).is_empty());
    }

    #[test]
    fn production_crates_run_no_programs() {
        for text in ["use std::process::Command;", "use std::process::{Command, Stdio};"] {
            assert_eq!(rules("crates/make/apply/src/a.rs", text), ["subprocess"], "{text}");
            assert!(rules("e2e/src/a.rs", text).is_empty(), "{text}");
        }
        assert!(rules("crates/seaworthy/src/a.rs", "use clap::Command;").is_empty());
        assert!(rules("crates/seaworthy/src/a.rs", "use std::process::ExitCode;").is_empty());
    }

    #[test]
    fn unsafe_has_two_homes() {
        assert_eq!(rules("crates/make/slim/src/a.rs", "unsafe { x() }"), ["unsafe"]);
        assert_eq!(rules("testkit/src/a.rs", "unsafe { x() }"), ["unsafe"]);
        assert!(rules("crates/observe/host/src/a.rs", "unsafe { x() }").is_empty());
        assert!(rules("crates/core/src/a.rs", "let unsafe_options = 1;").is_empty());
    }
}
