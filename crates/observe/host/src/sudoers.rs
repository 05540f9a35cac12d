//! Sudoers lines that name an engine client, and those that let somebody do
//! everything without a password. Source of the grammar: sudoers(5).

use seaworthy_core::facts::{Observed, SudoersEntry};

use crate::root::Root;

const LIMIT: u64 = 1 << 20;
/// Programs with which one is root through an engine.
const CLIENTS: &[&str] =
    &["docker", "docker-compose", "podman", "nerdctl", "ctr", "crictl", "buildah", "dockerd"];
/// Files beyond which a configuration is taken for a mistake.
const MOST_FILES: usize = 256;

/// Entries of `/etc/sudoers` and what it includes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sudoers {
    /// Lines that let someone run an engine client.
    pub(crate) clients: Observed<Vec<SudoersEntry>>,
    /// Lines that let someone do everything without a password.
    pub(crate) passwordless: Observed<Vec<SudoersEntry>>,
}

/// Reads all files.
pub(crate) fn sudoers(root: &Root) -> Sudoers {
    let entries = entries(root);
    Sudoers {
        clients: entries.clone().map(|file| file.entries),
        passwordless: entries.map(|file| file.passwordless),
    }
}

fn entries(root: &Root) -> Observed<SudoersFile> {
    let main = root.text("/etc/sudoers", LIMIT);
    let Observed::Known { value, source } = main else {
        return main.map(|_| SudoersFile::default());
    };
    let mut waiting = vec![("/etc/sudoers".to_owned(), value)];
    let mut all = SudoersFile::default();
    let mut read = 0;
    while let Some((path, text)) = waiting.pop() {
        read += 1;
        if read > MOST_FILES {
            break;
        }
        let file = parse(&path, &text);
        all.entries.extend(file.entries);
        all.passwordless.extend(file.passwordless);
        for include in file.includes {
            for path in included(root, &include) {
                if let Observed::Known { value, .. } = root.text(&path, LIMIT) {
                    waiting.push((path, value));
                }
            }
        }
    }
    all.entries.sort_by(|a, b| a.source.cmp(&b.source));
    all.passwordless.sort_by(|a, b| a.source.cmp(&b.source));
    Observed::Known { value: all, source }
}

fn included(root: &Root, include: &Include) -> Vec<String> {
    match include {
        Include::File(path) => vec![path.clone()],
        Include::Folder(path) => {
            let names = root.names(path);
            let names = names.value().cloned().unwrap_or_default();
            // sudo passes over editor leftovers in the same way.
            names
                .into_iter()
                .filter(|name| !name.contains('.') && !name.ends_with('~'))
                .map(|name| format!("{path}/{name}"))
                .collect()
        }
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Include {
    File(String),
    Folder(String),
}

/// What one file says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct SudoersFile {
    pub(crate) entries: Vec<SudoersEntry>,
    pub(crate) passwordless: Vec<SudoersEntry>,
    pub(crate) includes: Vec<Include>,
}

/// Reads one file; `path` is named in the entries.
pub(crate) fn parse(path: &str, text: &str) -> SudoersFile {
    let mut file = SudoersFile::default();
    for (number, line) in logical_lines(text) {
        let line = line.trim();
        if let Some(include) = include(line) {
            file.includes.push(include);
            continue;
        }
        let source = format!("{path}:{number}");
        if let Some(settings) = line.strip_prefix("Defaults") {
            file.passwordless.extend(question_off(settings, source));
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        // `who hosts = (runas) commands`, `Cmnd_Alias NAME = commands`.
        let Some((left, commands)) = line.split_once('=') else { continue };
        let mut words = left.split_whitespace();
        let who = match words.next() {
            Some("Cmnd_Alias") => words.next(),
            Some("User_Alias" | "Runas_Alias" | "Host_Alias") | None => continue,
            first => first,
        };
        let who = who.unwrap_or_default();
        if allows_all_without_password(commands) {
            let command = commands.trim().to_owned();
            file.passwordless.push(SudoersEntry {
                who: who.to_owned(),
                command,
                source: source.clone(),
            });
        }
        let clients = commands.split(',').map(str::trim).filter(|command| runs_client(command));
        file.entries.extend(clients.map(|command| SudoersEntry {
            who: who.to_owned(),
            command: command.to_owned(),
            source: source.clone(),
        }));
    }
    file
}

fn include(line: &str) -> Option<Include> {
    let rest = line.strip_prefix(['@', '#'])?;
    let (word, path) = rest.split_once(char::is_whitespace)?;
    let path = path.trim().trim_matches('"');
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/etc/{path}") };
    match word {
        "include" => Some(Include::File(path)),
        "includedir" => Some(Include::Folder(path.trim_end_matches('/').to_owned())),
        _ => None,
    }
}

/// `Defaults !authenticate`, or `Defaults:user !authenticate`: nobody is asked.
fn question_off(settings: &str, source: String) -> Option<SudoersEntry> {
    let words = || settings.split([',', ' ', '\t']);
    if !words().any(|word| word == "!authenticate") {
        return None;
    }
    let scope = settings.split_whitespace().next().filter(|word| word.starts_with([':', '@', '>']));
    let who = scope.map_or("everybody", |scope| scope.trim_start_matches([':', '@', '>']));
    let command = format!("Defaults{}", settings.trim_end());
    Some(SudoersEntry { who: who.to_owned(), command, source })
}

/// Tags hold for the commands behind them until another replaces them.
fn allows_all_without_password(commands: &str) -> bool {
    let mut asks = true;
    for command in commands.split(',') {
        let mut rest = command.trim();
        if rest.starts_with('(') {
            rest = rest.split_once(')').map_or("", |(_, rest)| rest.trim_start());
        }
        while let Some((tag, after)) = rest.split_once(':') {
            match tag {
                "NOPASSWD" => asks = false,
                "PASSWD" => asks = true,
                tag if tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') => {}
                _ => break,
            }
            rest = after.trim_start();
        }
        if rest == "ALL" && !asks {
            return true;
        }
    }
    false
}

/// Whether a command allows an engine client; `!command` forbids it.
fn runs_client(command: &str) -> bool {
    let mut words = command.split_whitespace();
    let program = words.find(|word| word.starts_with(['/', '!']));
    program.is_some_and(|program| {
        !program.starts_with('!')
            && program.rsplit('/').next().is_some_and(|name| CLIENTS.contains(&name))
    })
}

/// Lines with their first number, continued ones joined.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut continues = false;
    for (index, line) in text.lines().enumerate() {
        let (body, more) = line.strip_suffix('\\').map_or((line, false), |body| (body, true));
        match lines.last_mut() {
            Some((_, last)) if continues => last.push_str(body),
            _ => lines.push((index + 1, body.to_owned())),
        }
        continues = more;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_without_a_password_is_found() {
        let file = parse(
            "/etc/sudoers",
            "a ALL=(ALL) NOPASSWD: ALL\nb ALL=(ALL) NOPASSWD: /bin/ls, PASSWD: ALL\n\
             c ALL = NOPASSWD:SETENV: /bin/ls, ALL\nd ALL=(ALL:ALL) ALL\n\
             e ALL=NOPASSWD: /bin/ls\nDefaults:f !authenticate\nDefaults env_reset, !authenticate\n\
             Defaults !lecture\n# Defaults !authenticate\n",
        );
        let who: Vec<_> = file.passwordless.iter().map(|entry| entry.who.as_str()).collect();
        assert_eq!(who, ["a", "c", "f", "everybody"]);
    }

    #[test]
    fn clients_are_found_and_all_is_not() {
        let file = parse(
            "/etc/sudoers",
            "root ALL=(ALL:ALL) ALL\n%ops ALL=(root) NOPASSWD: /usr/bin/docker ps, \\\n /bin/ls\n\
             carol ALL=!/usr/bin/podman\n#includedir /etc/sudoers.d\n@include local\n# x = /usr/bin/docker\n\
             Cmnd_Alias BOX = /usr/bin/nerdctl\n",
        );
        let found: Vec<_> =
            file.entries.iter().map(|entry| (entry.who.as_str(), entry.source.as_str())).collect();
        assert_eq!(found, [("%ops", "/etc/sudoers:2"), ("BOX", "/etc/sudoers:8")]);
        assert_eq!(
            file.includes,
            [Include::Folder("/etc/sudoers.d".into()), Include::File("/etc/local".into())]
        );
    }
}
