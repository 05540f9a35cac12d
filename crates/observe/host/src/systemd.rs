//! Systemd units as their files say: systemd.unit(5), systemd.exec(5).

mod command_line;
mod unit_file;

use std::collections::BTreeMap;

use seaworthy_core::facts::{EnvironmentFile, Observed, SystemdUnit, UnitDirective};
use seaworthy_core::secrets::{masked, masked_arguments, masked_words};

pub(crate) use command_line::{expand, split};
pub(crate) use unit_file::{Line, parse as parse_unit};

use crate::environment_file;
use crate::root::Root;

const LIMIT: u64 = 1 << 20;
/// Folders of units, the highest first.
const FOLDERS: &[&str] = &[
    "/etc/systemd/system",
    "/run/systemd/system",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
];
const UNITS: &[&str] = &["docker.service", "docker.socket", "containerd.service", "podman.socket"];

/// A unit with its values unmasked; only [`Unit::facts`] leaves this crate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unit {
    name: String,
    paths: Vec<String>,
    lines: Vec<(String, Line)>,
    environment_files: Vec<(String, Observed<BTreeMap<String, String>>)>,
}

/// The engine's units that have files.
pub(crate) fn units(root: &Root) -> Vec<Unit> {
    UNITS.iter().filter_map(|name| Unit::read(root, name)).collect()
}

/// Whether systemd is the first process.
pub(crate) fn runs(root: &Root) -> Observed<bool> {
    // What sd_booted(3) looks at.
    match root.stat("/run/systemd/system") {
        Observed::Known { .. } => Observed::known(true, "/run/systemd/system"),
        Observed::Absent => Observed::known(false, "/run/systemd/system"),
        Observed::Unreadable(reason) => Observed::Unreadable(reason),
    }
}

impl Unit {
    fn read(root: &Root, name: &str) -> Option<Self> {
        let paths = FOLDERS.iter().map(|folder| format!("{folder}/{name}"));
        let main = paths.into_iter().find(|path| root.stat(path) != Observed::Absent);
        let mut unit = Self { name: name.to_owned(), ..Self::default() };
        for path in main.into_iter().chain(drop_ins(root, name)) {
            let text = root.text(&path, LIMIT);
            let lines = text.value().map(|text| parse_unit(text)).unwrap_or_default();
            unit.lines.extend(lines.into_iter().map(|line| (path.clone(), line)));
            unit.paths.push(path);
        }
        unit.read_environment_files(root);
        (!unit.paths.is_empty()).then_some(unit)
    }

    fn read_environment_files(&mut self, root: &Root) {
        for path in self.values("Service", "EnvironmentFile") {
            let path = path.trim_start_matches('-').to_owned();
            let variables = environment_file::read(root, &path);
            self.environment_files.push((path, variables));
        }
    }

    /// Name with suffix.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Files that make it up.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        let environment = self.environment_files.iter().map(|(path, _)| path);
        self.paths.iter().chain(environment).map(String::as_str)
    }

    fn values(&self, section: &str, key: &str) -> Vec<String> {
        let mut values = Vec::new();
        for (_, line) in self.lines.iter().filter(|(_, l)| l.section == section && l.key == key) {
            if line.value.is_empty() {
                values.clear();
            } else {
                values.push(line.value.clone());
            }
        }
        values
    }

    /// The arguments of `ExecStart=`, variables replaced, program first.
    pub(crate) fn start_arguments(&self) -> Option<Vec<String>> {
        let line = self.values("Service", "ExecStart").pop()?;
        Some(expand(&split(&line), &self.environment()))
    }

    fn environment(&self) -> BTreeMap<String, String> {
        let mut environment = BTreeMap::new();
        for line in self.values("Service", "Environment") {
            let words = split(&line);
            let pairs = words.iter().filter_map(|word| word.split_once('='));
            environment.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
        let files = self.environment_files.iter().filter_map(|(_, file)| file.value());
        environment.extend(files.flatten().map(|(name, value)| (name.clone(), value.clone())));
        environment
    }

    /// The unit as it may be stored.
    pub(crate) fn facts(&self) -> SystemdUnit {
        let directive = |(path, line): &(String, Line)| UnitDirective {
            section: line.section.clone(),
            key: line.key.clone(),
            value: stored(&line.key, &line.value),
            path: path.clone(),
        };
        let file = |(path, variables): &(String, Observed<BTreeMap<String, String>>)| {
            environment_file::facts(path, variables)
        };
        SystemdUnit {
            name: self.name.clone(),
            paths: self.paths.clone(),
            directives: self.lines.iter().map(directive).collect(),
            environment_files: self
                .environment_files
                .iter()
                .map(file)
                .collect::<Vec<EnvironmentFile>>(),
        }
    }
}

fn stored(key: &str, value: &str) -> String {
    match key {
        "Environment" => {
            let words = split(value).into_iter().map(|word| match word.split_once('=') {
                Some((name, value)) => format!("\"{name}={}\"", masked(name, value)),
                None => word,
            });
            words.collect::<Vec<_>>().join(" ")
        }
        key if key.starts_with("Exec") => {
            let words = split(value);
            masked_arguments(words.iter().map(String::as_str)).join(" ")
        }
        _ => masked_words(value),
    }
}

/// Drop-ins sorted by name; of one name the highest folder's wins.
fn drop_ins(root: &Root, name: &str) -> Vec<String> {
    let mut by_name = BTreeMap::new();
    for folder in FOLDERS {
        let folder = format!("{folder}/{name}.d");
        let names = root.names(&folder);
        for name in names.value().into_iter().flatten().filter(|name| name.ends_with(".conf")) {
            by_name.entry(name.clone()).or_insert_with(|| format!("{folder}/{name}"));
        }
    }
    by_name.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &std::path::Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn drop_ins_and_environment_files_make_the_command_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let unit = "[Service]\nEnvironmentFile=-/etc/default/docker\n\
                    ExecStart=/usr/bin/dockerd -H fd:// $DOCKER_OPTS\n";
        write(path, "usr/lib/systemd/system/docker.service", unit);
        write(path, "etc/default/docker", "DOCKER_OPTS=\"--icc=false -D\"\n");
        let lower = "[Service]\nExecStart=\nExecStart=/wrong\n";
        write(path, "usr/lib/systemd/system/docker.service.d/10-x.conf", lower);
        write(
            path,
            "etc/systemd/system/docker.service.d/10-x.conf",
            "[Service]\nEnvironment=A=b\n",
        );
        let root = Root::open(path).unwrap();
        let units = units(&root);
        assert_eq!(units.len(), 1);
        assert_eq!(
            units[0].start_arguments().unwrap(),
            ["/usr/bin/dockerd", "-H", "fd://", "--icc=false", "-D"]
        );
        let facts = units[0].facts();
        assert_eq!(facts.paths.len(), 2);
        assert!(facts.environment_files[0].variables.value().unwrap().contains_key("DOCKER_OPTS"));
    }

    #[test]
    fn no_secret_of_a_unit_is_stored() {
        for (key, value) in [
            ("Environment", "\"DB_PASSWORD=a hunter2\""),
            ("ExecStart", "/usr/bin/dockerd --password hunter2"),
            ("X", "TOKEN=hunter2"),
        ] {
            assert!(!stored(key, value).contains("hunter2"), "{key}");
        }
    }
}
