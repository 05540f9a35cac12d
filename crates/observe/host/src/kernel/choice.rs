//! Which file holds the configuration of the kernel that runs.

use seaworthy_core::facts::{KernelConfig, Observed, Problem, Reason, Source};

use super::unpack::{UnpackError, unpack};
use super::{LARGEST_CONFIG, config};
use crate::root::Root;

/// The running kernel's own word, which no file can beat.
const OWN: &str = "/proc/config.gz";

/// The configuration of the running kernel.
///
/// Below a root where no kernel runs there may be several kernels, and which of
/// them will start is for the boot loader to say: only a single one is taken.
pub(super) fn config(
    root: &Root,
    release: Option<&str>,
    problems: &mut Vec<Problem>,
) -> Observed<KernelConfig> {
    let own = read(root, OWN, problems);
    if own.is_known() {
        return own;
    }
    let candidates = match release {
        Some(release) => of_release(release),
        None => match only_one(root, problems) {
            Some(path) => vec![path],
            None => return Observed::Unreadable(Reason::NotStarted),
        },
    };
    let mut unreadable = own;
    for path in &candidates {
        let found = read(root, path, problems);
        match found {
            Observed::Known { .. } => return found,
            Observed::Unreadable(_) => unreadable = found,
            Observed::Absent => {}
        }
    }
    if unreadable == Observed::Absent && root.is_live() {
        let places = candidates.join(", ");
        problems.push(
            Problem::new(OWN, format!("no configuration of this kernel there, nor at {places}"))
                .hint("run `modprobe configs`, or name a copy of it with --kconfig"),
        );
    }
    unreadable
}

fn of_release(release: &str) -> Vec<String> {
    // A release with a slash is none: it would leave these folders.
    if release.contains('/') {
        return Vec::new();
    }
    vec![
        format!("/boot/config-{release}"),
        format!("/usr/lib/modules/{release}/config"),
        format!("/lib/modules/{release}/config"),
    ]
}

fn only_one(root: &Root, problems: &mut Vec<Problem>) -> Option<String> {
    let names = |folder: &str| root.names(folder).value().cloned().unwrap_or_default();
    let boot = names("/boot").into_iter().filter_map(|name| {
        Some((name.strip_prefix("config-")?.to_owned(), format!("/boot/{name}")))
    });
    let modules = ["/usr/lib/modules", "/lib/modules"].into_iter().flat_map(|folder| {
        let path = move |release: String| {
            let path = format!("{folder}/{release}/config");
            (release, path)
        };
        names(folder).into_iter().map(path)
    });
    let mut found: Vec<(String, String)> =
        boot.chain(modules.filter(|(_, path)| root.stat(path).is_known())).collect();
    // The same kernel in two places is one kernel.
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found.dedup_by(|one, other| one.0 == other.0);
    match found.as_slice() {
        [(_, path)] => Some(path.clone()),
        [] => None,
        several => {
            let releases: Vec<&str> = several.iter().map(|(release, _)| release.as_str()).collect();
            problems.push(
                Problem::new(
                    "/boot",
                    format!(
                        "configurations of several kernels and none runs here: {}",
                        releases.join(", ")
                    ),
                )
                .hint("name the one that starts with --kconfig"),
            );
            None
        }
    }
}

fn read(root: &Root, path: &str, problems: &mut Vec<Problem>) -> Observed<KernelConfig> {
    let (bytes, source) = match root.bytes(path, LARGEST_CONFIG) {
        Observed::Known { value, source } => (value, source),
        Observed::Absent => return Observed::Absent,
        Observed::Unreadable(reason) => {
            problems.push(Problem::new(path, reason.to_string()));
            return Observed::Unreadable(reason);
        }
    };
    match unpack(bytes, LARGEST_CONFIG) {
        Ok(bytes) => parsed(&bytes, source, problems),
        Err(error) => {
            let reason = match error {
                UnpackError::TooLarge { .. } => Reason::Limit,
                UnpackError::Damaged(_) | UnpackError::Other { .. } => Reason::Malformed,
            };
            problems.push(Problem::new(path, error.to_string()));
            Observed::Unreadable(reason)
        }
    }
}

fn parsed(bytes: &[u8], source: Source, problems: &mut Vec<Problem>) -> Observed<KernelConfig> {
    let Some(parsed) = config::parse(bytes) else {
        problems.push(Problem::new(source.as_str(), "no kernel configuration"));
        return Observed::Unreadable(Reason::Malformed);
    };
    problems.extend(parsed.faults.problem(source.as_str()));
    Observed::Known { value: parsed.config, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root_with(files: &[(&str, &str)]) -> (tempfile::TempDir, Root) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let root = Root::open(folder.path()).unwrap();
        (folder, root)
    }

    #[test]
    fn the_running_kernels_file_is_taken_and_not_its_neighbours() {
        let (_folder, root) = root_with(&[
            ("boot/config-6.1.0-9", "CONFIG_A=y\n"),
            ("boot/config-6.1.0-18", "CONFIG_B=y\n"),
        ]);
        let mut problems = Vec::new();
        let found = config(&root, Some("6.1.0-9"), &mut problems);
        assert!(found.value().unwrap().options.contains_key("CONFIG_A"));
        assert!(problems.is_empty());
        assert_eq!(config(&root, Some("6.1.0-20"), &mut problems), Observed::Absent);
        assert_eq!(config(&root, Some("../boot/config-6.1.0-9"), &mut problems), Observed::Absent);
    }

    #[test]
    fn of_several_kernels_that_do_not_run_none_is_guessed() {
        let (_folder, root) = root_with(&[
            ("boot/config-6.1.0-9", "CONFIG_A=y\n"),
            ("usr/lib/modules/6.1.0-18/config", "CONFIG_B=y\n"),
        ]);
        let mut problems = Vec::new();
        let found = config(&root, None, &mut problems);
        assert_eq!(found, Observed::Unreadable(Reason::NotStarted));
        assert!(problems[0].message.ends_with("6.1.0-18, 6.1.0-9"), "{problems:?}");
    }

    #[test]
    fn one_kernel_in_two_places_is_one() {
        let (_folder, root) = root_with(&[
            ("boot/config-6.1.0-9", "CONFIG_A=y\n"),
            ("usr/lib/modules/6.1.0-9/config", "CONFIG_A=y\n"),
        ]);
        let mut problems = Vec::new();
        assert!(config(&root, None, &mut problems).is_known());
        assert!(problems.is_empty());
    }

    #[test]
    fn a_file_that_is_no_configuration_is_a_problem() {
        let (_folder, root) = root_with(&[("proc/config.gz", "\u{1f}nonsense")]);
        let mut problems = Vec::new();
        let found = config(&root, Some("6.1"), &mut problems);
        assert_eq!(found, Observed::Unreadable(Reason::Malformed));
        assert_eq!(problems[0].source, "/proc/config.gz");
    }
}
