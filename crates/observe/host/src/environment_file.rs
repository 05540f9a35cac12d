//! Shell-like files of variables: `EnvironmentFile=` of systemd.exec(5), which
//! init scripts source as shell.

use std::collections::BTreeMap;

use seaworthy_core::facts::{EnvironmentFile, Observed};
use seaworthy_core::secrets::{masked, masked_arguments};

use crate::root::Root;
use crate::systemd::split;

const LIMIT: u64 = 1 << 20;
/// Files that packages offer for flags of the daemon.
const DEFAULT_FILES: &[&str] =
    &["/etc/default/docker", "/etc/sysconfig/docker", "/etc/conf.d/docker"];

/// The default files that exist, or may not be read.
pub(crate) fn default_files(root: &Root) -> Vec<EnvironmentFile> {
    let files = DEFAULT_FILES.iter().map(|path| (path, read(root, path)));
    files
        .filter(|(_, variables)| *variables != Observed::Absent)
        .map(|(path, variables)| facts(path, &variables))
        .collect()
}

/// Variables of one file, unmasked.
pub(crate) fn read(root: &Root, path: &str) -> Observed<BTreeMap<String, String>> {
    root.text(path, LIMIT).map(|text| parse(&text))
}

/// As it may be stored.
pub(crate) fn facts(path: &str, variables: &Observed<BTreeMap<String, String>>) -> EnvironmentFile {
    let stored = |(name, value): (String, String)| {
        let value = match masked(&name, &value) {
            std::borrow::Cow::Owned(mask) => mask,
            std::borrow::Cow::Borrowed(value) => masked_arguments(value.split(' ')).join(" "),
        };
        (name, value)
    };
    let variables = variables.clone().map(|all| all.into_iter().map(stored).collect());
    EnvironmentFile { path: path.to_owned(), variables }
}

/// The last setting of a name counts.
pub(crate) fn parse(text: &str) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    let joined = text.replace("\\\n", " ");
    for line in joined.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
        let line = line.strip_prefix("export ").map_or(line, str::trim_start);
        let Some((name, value)) = line.split_once('=') else { continue };
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !name.is_empty() && is_name {
            variables.insert(name.to_owned(), unquoted(value.trim()));
        }
    }
    variables
}

fn unquoted(value: &str) -> String {
    let quoted = |quote| {
        value.strip_prefix(quote).and_then(|rest: &str| Some(rest.rsplit_once(quote)?.0.to_owned()))
    };
    quoted('"')
        .map(|inner| inner.replace("\\\"", "\""))
        .or_else(|| quoted('\''))
        .unwrap_or_else(|| split(value).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_quotes_and_exports() {
        let variables = parse(
            "# DOCKER_OPTS=\"--dns 8.8.8.8\"\nexport A='x y' # c\nB=\"--label \\\"q\\\"\"\nC=1\nC=2\n not a line\nD-E=1\n",
        );
        assert_eq!(variables.len(), 3);
        assert_eq!(variables["A"], "x y");
        assert_eq!(variables["B"], "--label \"q\"");
        assert_eq!(variables["C"], "2");
    }

    #[test]
    fn flags_with_secrets_are_masked() {
        let variables = Observed::known(parse("OPTS='-D --token hunter2'"), "x");
        let facts = facts("/x", &variables);
        assert!(!facts.variables.value().unwrap()["OPTS"].contains("hunter2"));
    }
}
