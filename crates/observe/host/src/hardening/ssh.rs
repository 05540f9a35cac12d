//! The SSH server's configuration, sshd_config(5): the first value of a keyword
//! counts, `Include` is read where it stands, and what follows `Match` holds for
//! some connections only.

use include::matching;
use seaworthy_core::facts::{Observed, Reason, SshFacts, SshMatch, SshSetting};

use crate::root::Root;

pub(crate) mod include;

const LIMIT: u64 = 1 << 20;
/// Files that include each other beyond which the configuration means harm;
/// the server itself stops at 16 levels.
const MOST_FILES: usize = 128;
const DEEPEST: usize = 16;
const MAIN: &str = "/etc/ssh/sshd_config";
/// Where vendors put it when `/etc` is for the administrator alone.
const VENDOR: &str = "/usr/etc/ssh/sshd_config";
const SERVERS: &[&str] = &["/usr/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd"];

/// Absent when there is no server on this machine.
pub(super) fn ssh(root: &Root) -> Observed<SshFacts> {
    let is_there = SERVERS.iter().any(|path| root.stat(path).is_known());
    let main = if root.stat(MAIN).is_known() { MAIN } else { VENDOR };
    let text = match root.text(main, LIMIT) {
        Observed::Known { value, .. } => value,
        Observed::Absent if is_there => String::new(),
        Observed::Absent => return Observed::Absent,
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    };
    if !is_there {
        return Observed::Absent;
    }
    let mut reader = Reader { root, facts: SshFacts::default(), current: None, files: 0 };
    reader.read(main, &text, 0);
    reader.end_match();
    if reader.files > MOST_FILES {
        return Observed::Unreadable(Reason::Limit);
    }
    Observed::known(reader.facts, main)
}

struct Reader<'a> {
    root: &'a Root,
    facts: SshFacts,
    current: Option<SshMatch>,
    files: usize,
}

impl Reader<'_> {
    fn read(&mut self, path: &str, text: &str, depth: usize) {
        self.files += 1;
        for line in parse(text) {
            match line.keyword.as_str() {
                "include" => self.include(&line.value, depth),
                "match" => {
                    self.end_match();
                    // `Match all` ends the conditions again.
                    if !line.value.eq_ignore_ascii_case("all") {
                        let criteria = line.value;
                        self.current = Some(SshMatch { criteria, ..SshMatch::default() });
                    }
                }
                keyword => {
                    let source = format!("{path}:{}", line.number);
                    let setting = SshSetting { value: line.value, source };
                    let settings = match &mut self.current {
                        Some(block) => &mut block.settings,
                        None => &mut self.facts.settings,
                    };
                    settings.entry(keyword.to_owned()).or_insert(setting);
                }
            }
        }
    }

    /// A `Match` in an included file ends with the file.
    fn include(&mut self, patterns: &str, depth: usize) {
        let outer = self.current.clone();
        for pattern in patterns.split_whitespace().map(|word| word.trim_matches('"')) {
            for path in matching(self.root, pattern) {
                if self.files > MOST_FILES || depth >= DEEPEST {
                    self.files = MOST_FILES + 1;
                    return;
                }
                match self.root.text(&path, LIMIT) {
                    Observed::Known { value, .. } => self.read(&path, &value, depth + 1),
                    Observed::Absent => {}
                    Observed::Unreadable(reason) => {
                        self.facts.unread.push(format!("{path}: {reason}"));
                    }
                }
                if self.current.as_ref().map(|block| &block.criteria)
                    != outer.as_ref().map(|block| &block.criteria)
                {
                    self.end_match();
                    self.current.clone_from(&outer);
                }
            }
        }
    }

    fn end_match(&mut self) {
        self.facts.matches.extend(self.current.take().filter(|block| !block.settings.is_empty()));
    }
}

/// One line with content.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Line {
    pub(crate) number: usize,
    /// In lower case.
    pub(crate) keyword: String,
    pub(crate) value: String,
}

/// `Keyword value` or `Keyword=value`, comments left out.
pub(crate) fn parse(text: &str) -> Vec<Line> {
    let line = |(index, line): (usize, &str)| {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let at = line.find(|letter: char| letter.is_whitespace() || letter == '=')?;
        let (keyword, rest) = line.split_at(at);
        let rest = rest.trim_start();
        let rest = rest.strip_prefix('=').unwrap_or(rest).trim();
        Some(Line {
            number: index + 1,
            keyword: keyword.to_ascii_lowercase(),
            value: without_comment(rest).trim_matches('"').to_owned(),
        })
    };
    text.lines().enumerate().filter_map(line).collect()
}

/// Newer servers allow a comment behind the value.
fn without_comment(value: &str) -> &str {
    value.split_once(" #").map_or(value, |(value, _)| value).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(files: &[(&str, &str)]) -> SshFacts {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files.iter().chain(&[("usr/sbin/sshd", "")]) {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        ssh(&Root::open(folder.path()).unwrap()).value().unwrap().clone()
    }

    #[test]
    fn the_first_value_counts_and_drop_ins_come_where_they_are_included() {
        let facts = observed(&[
            (
                "etc/ssh/sshd_config",
                "Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin no\n\
                 passwordAuthentication = \"no\" # never\nPasswordAuthentication yes\n",
            ),
            ("etc/ssh/sshd_config.d/50-cloud.conf", "PermitRootLogin yes\n"),
            ("etc/ssh/sshd_config.d/10-ours.conf", "X11Forwarding no\n"),
            ("etc/ssh/sshd_config.d/90.txt", "X11Forwarding yes\n"),
        ]);
        let root = &facts.settings["permitrootlogin"];
        assert_eq!(root.value, "yes");
        assert_eq!(root.source, "/etc/ssh/sshd_config.d/50-cloud.conf:1");
        assert_eq!(facts.settings["passwordauthentication"].value, "no");
        assert_eq!(facts.settings["x11forwarding"].value, "no");
    }

    #[test]
    fn what_follows_a_match_is_not_for_everybody() {
        let facts = observed(&[
            (
                "etc/ssh/sshd_config",
                "Include sshd_config.d/*.conf\nMatch User backup\n PermitRootLogin yes\n\
                 Match all\nPermitRootLogin no\n",
            ),
            (
                "etc/ssh/sshd_config.d/a.conf",
                "Match Address 10.0.0.0/8\nPasswordAuthentication yes\n",
            ),
            ("etc/ssh/sshd_config.d/b.conf", "X11Forwarding yes\n"),
        ]);
        assert_eq!(facts.settings["permitrootlogin"].value, "no");
        assert_eq!(facts.settings["x11forwarding"].value, "yes");
        let criteria: Vec<_> = facts.matches.iter().map(|each| each.criteria.as_str()).collect();
        assert_eq!(criteria, ["Address 10.0.0.0/8", "User backup"]);
    }

    #[test]
    fn files_that_include_themselves_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir_all(path.join("etc/ssh")).unwrap();
        std::fs::create_dir_all(path.join("usr/sbin")).unwrap();
        std::fs::write(path.join("usr/sbin/sshd"), "").unwrap();
        std::fs::write(path.join("etc/ssh/sshd_config"), "Include /etc/ssh/*\n".repeat(9)).unwrap();
        assert_eq!(ssh(&Root::open(path).unwrap()), Observed::Unreadable(Reason::Limit));
    }
}
