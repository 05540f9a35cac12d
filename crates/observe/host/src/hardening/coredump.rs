//! What systemd does with core dumps, coredump.conf(5).

use std::collections::BTreeMap;

use seaworthy_core::facts::Observed;

use crate::root::Root;
use crate::systemd::parse_unit;

const LIMIT: u64 = 1 << 20;
/// Folders of the file and its drop-ins, the lowest first.
const FOLDERS: &[&str] =
    &["/usr/lib/systemd", "/usr/local/lib/systemd", "/run/systemd", "/etc/systemd"];

/// Settings in force; absent when systemd keeps no dumps here.
pub(super) fn coredump(root: &Root) -> Observed<BTreeMap<String, String>> {
    if root.stat("/usr/lib/systemd/systemd-coredump") == Observed::Absent
        && root.stat("/lib/systemd/systemd-coredump") == Observed::Absent
    {
        return Observed::Absent;
    }
    let mut main = None;
    let mut drop_ins = BTreeMap::new();
    for folder in FOLDERS {
        let path = format!("{folder}/coredump.conf");
        if root.stat(&path).is_known() {
            main = Some(path);
        }
        let folder = format!("{folder}/coredump.conf.d");
        let names = root.names(&folder);
        let names = names.value().into_iter().flatten().filter(|name| name.ends_with(".conf"));
        drop_ins.extend(names.map(|name| (name.clone(), format!("{folder}/{name}"))));
    }
    let mut settings = BTreeMap::new();
    for path in main.into_iter().chain(drop_ins.into_values()) {
        match root.text(&path, LIMIT) {
            Observed::Known { value, .. } => {
                let lines = parse_unit(&value).into_iter();
                let own = lines.filter(|line| line.section == "Coredump");
                settings.extend(own.map(|line| (line.key, line.value)));
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => return Observed::Unreadable(reason),
        }
    }
    Observed::known(settings, "/etc/systemd/coredump.conf")
}
