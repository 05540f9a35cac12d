//! Arrows between crates point one way: invariant 1.

use super::Problem;
use super::repository::{Crate, Repository};
use std::collections::BTreeMap;

const RULE: &str = "arrows";
/// Crates in the longest chain of dependencies.
const LONGEST_CHAIN: usize = 6;

/// What a folder is for; decides what its crates may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Core,
    Observe,
    Judge,
    Store,
    Make,
    Serve,
    Binary,
    /// Tests and chores: depend on everything, nothing but tests depends on them.
    Workshop,
}

impl Room {
    fn of(folder: &str) -> Option<Self> {
        let parts: Vec<&str> = folder.split('/').collect();
        match parts.as_slice() {
            ["crates", "core"] => Some(Self::Core),
            ["crates", "observe", _] => Some(Self::Observe),
            ["crates", "judge", _] => Some(Self::Judge),
            ["crates", "store"] => Some(Self::Store),
            ["crates", "make", _] => Some(Self::Make),
            ["crates", "serve", _] => Some(Self::Serve),
            ["crates", "seaworthy"] => Some(Self::Binary),
            ["testkit" | "xtask" | "e2e" | "fuzz", ..] => Some(Self::Workshop),
            _ => None,
        }
    }

    /// The rooms whose crates this room may use.
    fn below(self) -> &'static [Self] {
        use Room::{Binary, Core, Judge, Make, Observe, Serve, Store, Workshop};
        match self {
            Core => &[],
            Observe => &[Core, Observe],
            Judge => &[Core, Judge],
            Store => &[Core, Judge],
            Make => &[Core, Observe, Judge, Store, Make],
            Serve => &[Core, Observe, Judge, Store, Make, Serve],
            Binary => &[Core, Observe, Judge, Store, Make, Serve],
            Workshop => &[Core, Observe, Judge, Store, Make, Serve, Binary, Workshop],
        }
    }
}

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let folders: BTreeMap<&str, &str> =
        repository.crates().iter().map(|one| (one.name.as_str(), one.folder.as_str())).collect();
    let mut problems = Vec::new();
    for one in repository.crates() {
        let path = format!("{}/Cargo.toml", one.folder);
        match Room::of(&one.folder) {
            Some(room) => problems.extend(wrong_arrows(one, room, &folders)),
            None => {
                problems.push(Problem::error(RULE, &path, "a crate in no room of the architecture"))
            }
        }
        let chain = longest_chain(&one.name, repository, &mut Vec::new());
        if one.folder.starts_with("crates/") && chain > LONGEST_CHAIN {
            let message = format!("a chain of {chain} crates; {LONGEST_CHAIN} are allowed");
            problems.push(Problem::error(RULE, &path, message));
        }
    }
    problems
}

fn wrong_arrows(one: &Crate, room: Room, folders: &BTreeMap<&str, &str>) -> Vec<Problem> {
    let path = format!("{}/Cargo.toml", one.folder);
    let mut problems = Vec::new();
    for kind in ["", "build-", "dev-"] {
        for name in one.dependencies(kind) {
            let Some(target) = folders.get(name.as_str()) else { continue };
            let Some(other) = Room::of(target) else { continue };
            let test_only = kind == "dev-" && other == Room::Workshop;
            if !room.below().contains(&other) && !test_only {
                let message = format!("{} must not depend on {target}", one.folder);
                problems.push(Problem::error(RULE, &path, message));
            }
        }
    }
    problems
}

/// Number of our crates in the longest chain that starts here; stops at a cycle.
fn longest_chain(name: &str, repository: &Repository, above: &mut Vec<String>) -> usize {
    let Some(one) = repository.crates().iter().find(|one| one.name == name) else { return 0 };
    if above.iter().any(|seen| seen == name) {
        return 0;
    }
    above.push(name.to_owned());
    let below = one.dependencies("");
    let longest = below.iter().map(|name| longest_chain(name, repository, above)).max();
    above.pop();
    1 + longest.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(crates: &[(&str, &str, &str)]) -> Repository {
        let files: Vec<(String, String)> = crates
            .iter()
            .map(|(folder, name, rest)| {
                (format!("{folder}/Cargo.toml"), format!("[package]\nname = \"{name}\"\n{rest}"))
            })
            .collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Repository::of(&files)
    }

    fn messages(crates: &[(&str, &str, &str)]) -> Vec<String> {
        check(&repository(crates)).into_iter().map(|problem| problem.message).collect()
    }

    const CORE: (&str, &str, &str) = ("crates/core", "core", "");

    #[test]
    fn allowed_arrows_are_silent() {
        let crates = [
            CORE,
            ("crates/observe/engine", "engine", "[dependencies]\ncore.workspace = true"),
            (
                "crates/judge/checks",
                "checks",
                "[dependencies]\ncore.workspace = true\n[dev-dependencies]\nkit = {}",
            ),
            ("crates/seaworthy", "bin", "[dependencies]\nengine = {}\nchecks = {}"),
            ("testkit", "kit", ""),
        ];
        assert_eq!(messages(&crates), Vec::<String>::new());
    }

    #[test]
    fn observe_and_judge_stay_apart() {
        let judge = ("crates/judge/checks", "checks", "[dependencies]\nengine = {}");
        let observe = ("crates/observe/engine", "engine", "[dev-dependencies]\nchecks = {}");
        assert_eq!(
            messages(&[judge, observe]),
            [
                "crates/judge/checks must not depend on crates/observe/engine",
                "crates/observe/engine must not depend on crates/judge/checks"
            ]
        );
    }

    #[test]
    fn renamed_and_target_dependencies_are_seen() {
        let core = (
            "crates/core",
            "core",
            "[target.'cfg(unix)'.dependencies]\nx = { package = \"checks\" }",
        );
        let judge = ("crates/judge/checks", "checks", "");
        assert_eq!(messages(&[core, judge]).len(), 1);
    }

    #[test]
    fn production_code_does_not_use_the_workshop() {
        let serve = ("crates/serve/guard", "guard", "[dependencies]\nkit = {}");
        assert_eq!(messages(&[serve, ("testkit", "kit", "")]).len(), 1);
    }

    #[test]
    fn a_crate_outside_every_room_is_a_problem() {
        assert_eq!(messages(&[("crates/stuff", "stuff", "")]).len(), 1);
    }

    #[test]
    fn chains_have_a_limit() {
        let crates: Vec<(String, String, String)> = (0..7)
            .map(|index| {
                let below = index + 1;
                (
                    format!("crates/make/m{index}"),
                    format!("m{index}"),
                    format!("[dependencies]\nm{below} = {{}}"),
                )
            })
            .collect();
        let crates: Vec<(&str, &str, &str)> =
            crates.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
        assert_eq!(messages(&crates), ["a chain of 7 crates; 6 are allowed"]);
    }
}
