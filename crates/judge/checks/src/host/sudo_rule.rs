//! Which sudo rules for an engine client are as good as a rule for everything.

use seaworthy_core::facts::SudoersEntry;

/// Subcommands that neither start a program of the caller's choice nor hand
/// out files.
const HARMLESS: &[&str] = &[
    "images", "info", "inspect", "kill", "logs", "port", "ps", "pull", "restart", "start", "stats",
    "stop", "top", "version",
];

/// Whether the rule makes its holder root: any argument is allowed, or one of
/// the subcommands that take a host path or a program.
pub(crate) fn gives_root(entry: &SudoersEntry) -> bool {
    let command = entry.command.trim_start_matches(|letter: char| {
        letter.is_ascii_uppercase() || letter == ':' || letter == ' '
    });
    let mut words = command.split_whitespace();
    if words.next().is_none() {
        return false;
    }
    match words.next() {
        Some("\"\"") => false,
        Some(subcommand) => !HARMLESS.contains(&subcommand),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_for_one_harmless_command_is_not_root() {
        let rule = |command: &str| {
            gives_root(&SudoersEntry { command: command.to_owned(), ..Default::default() })
        };
        for command in [
            "/usr/bin/docker",
            "NOPASSWD: /usr/bin/docker *",
            "/usr/bin/docker exec web *",
            "docker -H x run",
        ] {
            assert!(rule(command), "{command}");
        }
        for command in [
            "/usr/bin/docker restart web",
            "NOPASSWD: /usr/bin/docker ps",
            "/usr/bin/docker \"\"",
            "ALL",
        ] {
            assert!(!rule(command), "{command}");
        }
    }
}
