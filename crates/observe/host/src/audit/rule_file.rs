//! Rules as auditctl(8) takes them: `-w PATH -p wa -k KEY` and
//! `-a always,exit -F path=… -F perm=…`.

use seaworthy_core::facts::AuditRule;

use super::fields::{Action, Fields};

pub(crate) fn parse(text: &str) -> Vec<AuditRule> {
    let mut rules: Vec<AuditRule> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        match line.split_whitespace().next() {
            // Everything loaded before is removed.
            Some("-D") => rules.clear(),
            Some("-w" | "-a" | "-A") => rules.extend(rule(line)),
            _ => {}
        }
    }
    rules
}

fn rule(line: &str) -> Option<AuditRule> {
    let mut fields = Fields::default();
    let mut words = line.split_whitespace();
    while let Some(option) = words.next() {
        let value = words.next().unwrap_or_default();
        match option {
            // Whether the path is a folder is decided when the rule is loaded; what is
            // below a file is nothing, so covering it does no harm.
            "-w" => fields.folder = Some(value.to_owned()),
            "-p" => fields.permissions = Some(value.to_owned()),
            "-a" | "-A" => {
                for word in value.split(',') {
                    match word {
                        "never" => fields.action = Action::Never,
                        "always" => fields.action = Action::Always,
                        list => list.clone_into(&mut fields.list),
                    }
                }
            }
            "-F" => match value.split_once('=') {
                Some(("path", path)) => fields.path = Some(path.to_owned()),
                Some(("dir", path)) => fields.folder = Some(path.to_owned()),
                Some(("perm", permissions)) => fields.permissions = Some(permissions.to_owned()),
                _ => fields.others.push(value.to_owned()),
            },
            _ => {}
        }
    }
    fields.rule(line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_and_what_takes_away() {
        let rules = parse(
            "-w /gone -p r\n-D\n# -w /no\n-w /usr/bin/dockerd -k docker\n-w /etc/docker/ -p wa\n\
             -a always,exit -F path=/usr/bin/runc -F perm=x -F auid>=1000\n\
             -a never,exit -F dir=/var/lib/docker\n-a exit,always -S execve\n-b 8192\n-w\n",
        );
        let brief: Vec<_> = rules
            .iter()
            .map(|rule| {
                (rule.path.as_str(), rule.recursive, rule.permissions.as_str(), rule.records)
            })
            .collect();
        assert_eq!(
            brief,
            [
                ("/usr/bin/dockerd", true, "rwxa", true),
                ("/etc/docker", true, "wa", true),
                ("/usr/bin/runc", false, "x", true),
                ("/var/lib/docker", true, "rwxa", false),
                ("/", true, "rwxa", true),
            ]
        );
    }
}
