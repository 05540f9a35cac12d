//! Where root's commands are looked for: sudoers' `secure_path`, login.defs
//! and the login environment.

use std::collections::BTreeSet;

use seaworthy_core::facts::Observed;

use crate::environment_file;
use crate::root::Root;

const LIMIT: u64 = 1 << 20;
/// What login, su and systemd use when nothing is set.
const DEFAULT: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// Folders beyond which a path is a mistake.
const MOST: usize = 256;

/// All folders of any of the paths that root may get, in order.
pub(super) fn root_path(root: &Root) -> Observed<Vec<String>> {
    let mut sources = Vec::new();
    let mut paths = Vec::new();
    for (file, parse) in [
        ("/etc/login.defs", parse_super_path as fn(&str) -> Option<String>),
        ("/etc/sudoers", parse_secure_path),
        ("/etc/environment", parse_environment),
    ] {
        if let Some(path) = root.text(file, LIMIT).value().and_then(|text| parse(text)) {
            sources.push(file);
            paths.push(path);
        }
    }
    if paths.is_empty() {
        sources.push("default");
        paths.push(DEFAULT.to_owned());
    }
    let mut seen = BTreeSet::new();
    let folders = paths.iter().flat_map(|path| path.split(':')).map(str::trim);
    let folders = folders.filter(|folder| seen.insert(folder.to_string())).take(MOST);
    Observed::known(folders.map(str::to_owned).collect(), sources.join(", "))
}

/// `ENV_SUPATH PATH=/sbin:…`, login.defs(5).
pub(crate) fn parse_super_path(text: &str) -> Option<String> {
    let mut found = None;
    for line in text.lines().map(str::trim) {
        let Some(rest) = line.strip_prefix("ENV_SUPATH") else { continue };
        let value = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '=');
        found = Some(value.strip_prefix("PATH=").unwrap_or(value).trim_matches('"').to_owned());
    }
    found
}

/// `Defaults secure_path="/usr/local/sbin:…"`.
fn parse_secure_path(text: &str) -> Option<String> {
    let line = |line: &str| {
        let value = line.trim().strip_prefix("Defaults")?.split_once("secure_path")?.1;
        let value = value.trim_start().strip_prefix(['=', '+'])?;
        let value = value.trim_start_matches('=').trim();
        Some(value.trim_matches('"').to_owned())
    };
    text.lines().filter_map(line).next_back()
}

fn parse_environment(text: &str) -> Option<String> {
    environment_file::parse(text).remove("PATH").filter(|path| !path.contains('$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_in_its_own_spelling() {
        let path = "/sbin:/bin";
        assert_eq!(parse_super_path("# x\nENV_SUPATH\tPATH=/sbin:/bin\n").as_deref(), Some(path));
        assert_eq!(
            parse_secure_path("Defaults\tsecure_path=\"/sbin:/bin\"\n").as_deref(),
            Some(path)
        );
        assert_eq!(parse_environment("PATH=\"/sbin:/bin\"\n").as_deref(), Some(path));
        assert_eq!(parse_environment("PATH=$PATH:/x\n"), None);
    }
}
