//! Programs that give whoever runs them another identity: set-user-id,
//! set-group-id, and those with file capabilities, in a process's root file
//! system. What is mounted on it, volumes above all, is not looked at.

use std::collections::BTreeSet;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::fs::FileType;
use seaworthy_core::facts::{FileKind, Observed, PathCount, Reason};

use super::layers::Layers;
use super::layout::Layout;
use crate::isolation::walk::{Bounds, Entry, Step, Walk};
use crate::isolation::{Subject, guard};
use crate::root::Root;

/// More files than an image holds; a container that makes millions must not
/// hold up an observer.
const MOST_ENTRIES: usize = 1_000_000;
const TIME: Duration = Duration::from_secs(2);
/// A whole server is not worth more.
const OWN_TIME: Duration = Duration::from_millis(200);
/// Folders that distributions install programs in.
const PROGRAM_PLACES: [&str; 6] = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr", "/opt"];

/// Paths of programs, and whether there may be more.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Programs {
    pub(super) paths: BTreeSet<String>,
    pub(super) cut_off: bool,
}

pub(super) fn read(
    root: &Root,
    subject: Subject,
    layout: &Layout,
    layers: &mut Layers<'_>,
) -> Observed<PathCount> {
    let top = layout.visible(|mount| mount.path == "/").map(|(mount, _)| mount).next();
    if let Some(programs) = top.and_then(|mount| layers.programs(mount)) {
        return counted(programs, "layers of its root file system");
    }
    let found = match subject {
        Subject::Observer => search_root(root, OWN_TIME).ok_or(Reason::Permission),
        Subject::Process(pid) => {
            let prefix = root.prefix().to_owned();
            let read = move || {
                let root = Root::open(&prefix).and_then(|root| root.of_process(pid)).ok()?;
                search_root(&root, TIME)
            };
            match guard::within(TIME * 2, read) {
                Some(found) => found.ok_or(Reason::Permission),
                None => Err(Reason::Timeout),
            }
        }
    };
    match found {
        Ok(programs) => counted(programs, "its root file system"),
        Err(reason) => Observed::Unreadable(reason),
    }
}

fn counted(programs: Programs, source: &'static str) -> Observed<PathCount> {
    let count = PathCount {
        count: programs.paths.len() as u64,
        paths: programs.paths.into_iter().take(PathCount::MOST).collect(),
        cut_off: programs.cut_off,
    };
    Observed::known(count, source)
}

/// Those of a whole root, first where programs belong: when the time is over,
/// what is missing is in somebody's data.
fn search_root(root: &Root, time: Duration) -> Option<Programs> {
    let mut bounds = Bounds { entries: MOST_ENTRIES, until: Instant::now() + time };
    let mut found = Programs::default();
    let is_folder =
        |path: &&str| root.stat(path).value().is_some_and(|file| file.kind == FileKind::Directory);
    let first: Vec<&str> = PROGRAM_PLACES.into_iter().filter(is_folder).collect();
    for place in &first {
        found.add(place, root.open_folder(place).ok()?, &mut bounds, &first);
    }
    found.add("", root.open_folder("/").ok()?, &mut bounds, &first);
    Some(found)
}

/// Those below a folder.
pub(super) fn search(start: OwnedFd) -> Programs {
    let mut bounds = Bounds { entries: MOST_ENTRIES, until: Instant::now() + TIME };
    let mut found = Programs::default();
    found.add("", start, &mut bounds, &[]);
    found
}

impl Programs {
    fn add(&mut self, at: &str, start: OwnedFd, bounds: &mut Bounds, leave_out: &[&str]) {
        let end = Walk::run(start, bounds, &mut |entry| {
            if entry.kind == FileType::Directory
                && leave_out.contains(&format!("{at}{}", entry.path).as_str())
            {
                return Step::Over;
            }
            if is_one(entry) {
                self.paths.insert(format!("{at}{}", entry.path));
            }
            Step::Into
        });
        // Whoever may not list a folder seldom may run what is in it.
        self.cut_off |= end.map_or(true, |end| end.cut_off);
    }
}

/// Whether running it changes what one may do.
fn is_one(entry: &Entry<'_>) -> bool {
    if !matches!(entry.kind, FileType::RegularFile | FileType::Unknown) {
        return false;
    }
    let Ok(stat) = entry.stat() else { return false };
    let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
    let is_program = stat.st_mode & 0o111 != 0;
    if !is_file || !is_program {
        return false;
    }
    // The set-group-id bit of a file that its group may not run locks it.
    let set_group = stat.st_mode & 0o2010 == 0o2010;
    stat.st_mode & 0o4000 != 0 || set_group || has_capabilities(entry)
}

fn has_capabilities(entry: &Entry<'_>) -> bool {
    let mut value = [0; 64];
    rustix::fs::lgetxattr(entry.own_name(), "security.capability", &mut value[..]).is_ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn programs_are_told_from_locks_data_and_links() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, mode: u32| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        write("bin/su", 0o4755);
        write("bin/wall", 0o2755);
        write("bin/cat", 0o755);
        write("var/locked", 0o2644);
        write("var/data", 0o4644);
        symlink("su", folder.path().join("bin/sudo")).unwrap();
        let root = Root::open(folder.path()).unwrap();
        let whole = search_root(&root, TIME).unwrap();
        let found = search(root.open_folder("/").unwrap());
        assert_eq!(whole, found);
        assert_eq!(found.paths.into_iter().collect::<Vec<_>>(), ["/bin/su", "/bin/wall"]);
        assert!(!found.cut_off);
    }
}
