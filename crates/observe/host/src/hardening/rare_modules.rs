//! Kernel modules that few machines need and that have often had holes: file
//! systems and network protocols that a user can make the kernel load.

use std::collections::BTreeSet;

use seaworthy_core::facts::{Observed, RareModule, Reason};

use crate::root::Root;

const LIMIT: u64 = 16 << 20;
const FOLDERS: &[&str] = &[
    "/etc/modprobe.d",
    "/run/modprobe.d",
    "/usr/local/lib/modprobe.d",
    "/usr/lib/modprobe.d",
    "/lib/modprobe.d",
];
const MODULES: &[&str] = &[
    "cramfs",
    "freevxfs",
    "hfs",
    "hfsplus",
    "jffs2",
    "udf",
    "dccp",
    "sctp",
    "rds",
    "tipc",
    "can",
    "ax25",
    "netrom",
    "rose",
    "x25",
    "appletalk",
    "atm",
    "n_hdlc",
    "af_802154",
    "vivid",
];

/// Those that the running kernel has as modules.
pub(super) fn rare_modules(root: &Root, release: &Observed<String>) -> Observed<Vec<RareModule>> {
    let release = match release {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Observed::Unreadable(Reason::NotStarted),
        Observed::Unreadable(reason) => return Observed::Unreadable(*reason),
    };
    let folders = [format!("/lib/modules/{release}"), format!("/usr/lib/modules/{release}")];
    let list = folders.iter().map(|folder| root.text(&format!("{folder}/modules.dep"), LIMIT));
    let available = match list.into_iter().find(|text| *text != Observed::Absent) {
        Some(Observed::Known { value, .. }) => module_names(&value),
        Some(Observed::Unreadable(reason)) => return Observed::Unreadable(reason),
        Some(Observed::Absent) | None => return Observed::Absent,
    };
    let loaded = root.text("/proc/modules", LIMIT);
    let loaded: BTreeSet<&str> = loaded
        .value()
        .into_iter()
        .flat_map(|text| text.lines())
        .filter_map(|line| line.split(' ').next())
        .collect();
    let blocked = blocked(root);
    let module = |name: &&&str| RareModule {
        name: (**name).to_owned(),
        loaded: loaded.contains(**name),
        blocked: blocked.contains(**name),
    };
    let found = MODULES.iter().filter(|name| available.contains(**name));
    Observed::known(found.map(|name| module(&name)).collect(), "/lib/modules, /etc/modprobe.d")
}

/// Names of modules in `modules.dep`, modprobe's spelling.
pub(crate) fn module_names(text: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let file = line.split(':').next()?.rsplit('/').next()?;
        let name = file.split(".ko").next().filter(|name| name.len() < file.len())?;
        Some(name.replace('-', "_"))
    };
    text.lines().filter_map(name).collect()
}

fn blocked(root: &Root) -> BTreeSet<String> {
    let mut blocked = BTreeSet::new();
    for folder in FOLDERS {
        let names = root.names(folder);
        for name in names.value().into_iter().flatten().filter(|name| name.ends_with(".conf")) {
            let text = root.text(&format!("{folder}/{name}"), LIMIT);
            blocked.extend(text.value().map(|text| parse_modprobe(text)).unwrap_or_default());
        }
    }
    blocked
}

/// `install NAME /bin/false`, modprobe.d(5). `blacklist` only keeps hardware
/// from loading it by alias, but the aliases of protocols are such too.
pub(crate) fn parse_modprobe(text: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let mut words = line.split_whitespace();
        let command = words.next()?;
        let name = words.next()?.replace('-', "_");
        let refuses = match command {
            "blacklist" => true,
            "install" => words.next().is_some_and(|program| {
                matches!(program.rsplit('/').next(), Some("true" | "false" | ":"))
            }),
            _ => false,
        };
        refuses.then_some(name)
    };
    text.lines().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_modules_and_of_those_refused() {
        let names =
            module_names("kernel/net/sctp/sctp.ko.xz: kernel/x.ko\nkernel/fs/n-hdlc.ko:\nodd\n");
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["n_hdlc", "sctp"]);
        let blocked = parse_modprobe(
            "# x\ninstall dccp /bin/false\ninstall usb modprobe x\nblacklist n-hdlc\n",
        );
        assert_eq!(blocked.iter().map(String::as_str).collect::<Vec<_>>(), ["dccp", "n_hdlc"]);
    }
}
