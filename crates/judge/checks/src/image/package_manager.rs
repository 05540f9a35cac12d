//! What a command does with packages.

use super::shell::Command;

/// What a command does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Action {
    /// Fetches the lists of what there is, nothing else.
    Refreshes,
    /// Installs these, or upgrades all when there are none.
    Installs(Vec<String>),
    /// Removes these.
    Removes(Vec<String>),
}

/// What a command does with packages, if anything.
pub(crate) fn action(command: &Command) -> Option<Action> {
    let (program, arguments) = command.program();
    let mut words = arguments.iter().filter(|word| !word.starts_with('-') || program == "pacman");
    let verb = words.next()?.as_str();
    let names = || words.map(|name| bare(name)).collect();
    match program {
        "apt-get" | "apt" | "aptitude" => match verb {
            "update" => Some(Action::Refreshes),
            "install" | "upgrade" | "dist-upgrade" | "full-upgrade" => {
                Some(Action::Installs(names()))
            }
            "remove" | "purge" => Some(Action::Removes(names())),
            _ => None,
        },
        "apk" => match verb {
            "update" => Some(Action::Refreshes),
            "add" | "upgrade" | "fix" => Some(Action::Installs(names())),
            "del" => Some(Action::Removes(names())),
            _ => None,
        },
        "yum" | "dnf" | "microdnf" | "tdnf" => match verb {
            "makecache" | "check-update" | "update" => Some(Action::Refreshes),
            "install" | "upgrade" | "groupinstall" | "reinstall" => Some(Action::Installs(names())),
            "remove" | "erase" => Some(Action::Removes(names())),
            _ => None,
        },
        "zypper" => match verb {
            "refresh" | "ref" => Some(Action::Refreshes),
            "install" | "in" | "update" | "up" | "patch" | "dup" => Some(Action::Installs(names())),
            "remove" | "rm" => Some(Action::Removes(names())),
            _ => None,
        },
        "pacman" => match verb {
            "-Sy" | "-Syy" if arguments.len() == 1 => Some(Action::Refreshes),
            verb if verb.starts_with("-S") => Some(Action::Installs(names())),
            verb if verb.starts_with("-R") => Some(Action::Removes(names())),
            _ => None,
        },
        _ => None,
    }
}

/// The name of `name=1.2-3`, `name:amd64` or `name~=1`.
fn bare(name: &str) -> String {
    name.split(['=', ':', '~', '<', '>']).next().unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::shell::commands;
    use super::*;

    #[test]
    fn verbs_of_each_package_manager() {
        let of = |line: &str| commands(line).first().and_then(action);
        let installs = |names: &[&str]| {
            Some(Action::Installs(names.iter().map(|name| (*name).to_owned()).collect()))
        };
        assert_eq!(of("apt-get -qq update"), Some(Action::Refreshes));
        assert_eq!(of("apt-get install -y git=1:2 curl"), installs(&["git", "curl"]));
        assert_eq!(of("apk add --no-cache sudo"), installs(&["sudo"]));
        assert_eq!(of("yum update -y"), Some(Action::Refreshes));
        assert_eq!(of("pacman -Sy"), Some(Action::Refreshes));
        assert_eq!(of("pacman -Sy git"), installs(&["git"]));
        assert_eq!(of("apt-get purge gcc"), Some(Action::Removes(vec!["gcc".to_owned()])));
        assert_eq!(of("update-ca-certificates"), None);
        assert_eq!(of("git update"), None);
    }
}
