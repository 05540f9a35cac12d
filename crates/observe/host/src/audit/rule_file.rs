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
            Some("-w" | "-a") => rules.extend(rule(line)),
            // Added in front of the others.
            Some("-A") => rules.splice(0..0, rule(line)).for_each(drop),
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
            "-S" => fields.some_calls |= value != "all",
            "-F" => match value.split_once('=') {
                Some(("path", path)) => fields.path = Some(path.to_owned()),
                Some(("dir", path)) => fields.folder = Some(path.to_owned()),
                Some(("perm", permissions)) => fields.permissions = Some(permissions.to_owned()),
                Some(("msgtype", kind)) if kind_of(kind).is_some() => fields.kind = kind_of(kind),
                Some(("key" | "arch", _)) => {}
                _ => fields.others.push(value.to_owned()),
            },
            _ => {}
        }
    }
    fields.rule(line.to_owned())
}

fn kind_of(text: &str) -> Option<u32> {
    match text {
        "SYSCALL" => Some(1300),
        "PATH" => Some(1302),
        other => other.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_and_what_takes_away() {
        let rules = parse(
            "-w /gone -p r\n-D\n# -w /no\n-w /usr/bin/dockerd -k docker\n-w /etc/docker/ -p wa\n\
             -a always,exit -F path=/usr/bin/runc -F perm=x -F auid>=1000\n\
             -a never,exit -F dir=/var/lib/docker\n-a exit,always -S execve\n-b 8192\n-w\n\
             -a never,task\n-a always,exclude -F msgtype=PATH\n-a always,exclude -F msgtype=CWD\n\
             -a exit,never -F arch=b64 -S all\n-a never,exit -F auid=7\n\
             -a always,exit -F path=/x -S chmod\n-A exit,never -F dir=/etc/docker\n",
        );
        let brief: Vec<_> = rules
            .iter()
            .map(|rule| {
                let permissions = rule.permissions.as_str();
                (rule.path.as_str(), rule.recursive, permissions, rule.records, rule.narrowed)
            })
            .collect();
        assert_eq!(
            brief,
            [
                ("/etc/docker", true, "rwxa", false, false),
                ("/usr/bin/dockerd", true, "rwxa", true, false),
                ("/etc/docker", true, "wa", true, false),
                ("/usr/bin/runc", false, "x", true, true),
                ("/var/lib/docker", true, "rwxa", false, false),
                ("", true, "rwxa", false, false),
                ("", true, "rwxa", false, false),
                ("/", true, "rwxa", false, false),
                ("/x", false, "rwxa", true, true),
            ]
        );
    }
}
