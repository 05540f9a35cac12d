//! Walking a tree that somebody else fills: links are not followed, other file
//! systems are not entered, and entries, depth and time have an end.

use std::cell::OnceCell;
use std::ffi::CStr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Instant;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, Stat};
use rustix::io::Errno;

/// Deeper than any package installs; each level holds a file descriptor.
const MOST_DEPTH: usize = 48;
/// Bytes of names asked for at once: nearly every folder in one call.
const NAMES: usize = 16 << 10;

/// When a walk ends though there is more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Entries that may still be looked at.
    pub(super) entries: usize,
    /// Point in time.
    pub(super) until: Instant,
}

/// One entry of a folder.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Path below the start, with a leading `/`; letters that are not UTF-8 are
    /// replaced.
    pub(super) path: &'a str,
    /// Its kind as the folder tells, which for some file systems is unknown.
    pub(super) kind: FileType,
    name: &'a CStr,
    folder: BorrowedFd<'a>,
    /// The walk and who looks both ask; the kernel is asked once.
    stat: OnceCell<Result<Stat, Errno>>,
}

impl Entry<'_> {
    /// Owner, mode and device; what is mounted there, when something is.
    pub(super) fn stat(&self) -> Result<Stat, Errno> {
        *self.stat.get_or_init(|| stat_of(self.folder, self.name))
    }

    /// A path for calls that take only paths: the folder cannot be exchanged
    /// any more, and the name is the last part.
    pub(super) fn own_name(&self) -> Vec<u8> {
        use std::os::fd::AsRawFd;
        let mut path = format!("/proc/self/fd/{}/", self.folder.as_raw_fd()).into_bytes();
        path.extend(self.name.to_bytes());
        path
    }
}

/// Without following a link, nor mounting what is mounted on demand. A kernel that
/// does not know the latter has none of it.
fn stat_of(folder: BorrowedFd<'_>, name: &CStr) -> Result<Stat, Errno> {
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
    match rustix::fs::statat(folder, name, flags) {
        Err(Errno::INVAL) => rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW),
        answer => answer,
    }
}

/// How a walk ended.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct End {
    /// It stopped at a limit or an error: there is more.
    pub(super) cut_off: bool,
    /// Folders that the observer may not list.
    pub(super) refused: Vec<String>,
}

/// What to do with a folder that was shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    Into,
    Over,
}

/// A walk below one folder.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    device: u64,
    bounds: &'a mut Bounds,
    end: End,
}

impl<'a> Walk<'a> {
    /// Shows everything below `start` to `visit`, folders before what they hold.
    pub(super) fn run(
        start: OwnedFd,
        bounds: &'a mut Bounds,
        visit: &mut dyn FnMut(&Entry<'_>) -> Step,
    ) -> Result<End, Errno> {
        let device = rustix::fs::fstat(&start)?.st_dev;
        let mut walk = Self { device, bounds, end: End::default() };
        walk.folder(start, &mut String::new(), 0, visit);
        Ok(walk.end)
    }

    fn folder(
        &mut self,
        folder: OwnedFd,
        path: &mut String,
        depth: usize,
        visit: &mut dyn FnMut(&Entry<'_>) -> Step,
    ) {
        let mut names = Vec::with_capacity(NAMES);
        let mut list = RawDir::new(&folder, names.spare_capacity_mut());
        while let Some(entry) = list.next() {
            let Ok(entry) = entry else {
                self.end.cut_off = true;
                return;
            };
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            if !self.may_go_on() {
                return;
            }
            let length = path.len();
            path.push('/');
            path.push_str(&name.to_string_lossy());
            let kind = entry.file_type();
            let folder = folder.as_fd();
            let shown = Entry { path, kind, name, folder, stat: OnceCell::new() };
            let step = visit(&shown);
            let may_be_folder = matches!(kind, FileType::Directory | FileType::Unknown);
            if step == Step::Into && may_be_folder && self.is_inside(&shown) {
                self.enter(folder, name, path, depth, visit);
            }
            path.truncate(length);
        }
    }

    fn enter(
        &mut self,
        folder: BorrowedFd<'_>,
        name: &CStr,
        path: &mut String,
        depth: usize,
        visit: &mut dyn FnMut(&Entry<'_>) -> Step,
    ) {
        if depth >= MOST_DEPTH {
            self.end.cut_off = true;
            return;
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match rustix::fs::openat(folder, name, flags | OFlags::NONBLOCK, Mode::empty()) {
            Ok(inner) => self.folder(inner, path, depth + 1, visit),
            Err(Errno::NOENT) => {}
            Err(Errno::ACCESS | Errno::PERM) => self.end.refused.push(path.clone()),
            Err(_) => self.end.cut_off = true,
        }
    }

    /// Whether it is a folder of the file system that is walked.
    fn is_inside(&self, entry: &Entry<'_>) -> bool {
        entry.stat().is_ok_and(|stat| {
            FileType::from_raw_mode(stat.st_mode) == FileType::Directory
                && stat.st_dev == self.device
        })
    }

    fn may_go_on(&mut self) -> bool {
        // The clock is dearer than an entry.
        let late = self.bounds.entries.is_multiple_of(256) && Instant::now() > self.bounds.until;
        if self.bounds.entries == 0 || late {
            self.bounds.entries = 0;
            self.end.cut_off = true;
            return false;
        }
        self.bounds.entries -= 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::time::Duration;

    use super::*;

    fn found(folder: &std::path::Path, entries: usize) -> (Vec<String>, bool) {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY;
        let start = rustix::fs::openat(rustix::fs::CWD, folder, flags, Mode::empty()).unwrap();
        let mut bounds = Bounds { entries, until: Instant::now() + Duration::from_secs(5) };
        let mut paths = Vec::new();
        let cut_off = Walk::run(start, &mut bounds, &mut |entry| {
            paths.push(entry.path.to_owned());
            Step::Into
        });
        paths.sort();
        (paths, cut_off.unwrap().cut_off)
    }

    #[test]
    fn links_pipes_and_strange_names_do_not_lead_away() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::create_dir_all(at("a/b")).unwrap();
        symlink("/", at("a/root")).unwrap();
        symlink("..", at("a/b/up")).unwrap();
        std::fs::write(at("a/b/line\nfeed\u{1b}[31m"), "").unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, at("pipe"), Mode::RUSR).unwrap();
        let (paths, cut_off) = found(folder.path(), 99);
        let expected = ["/a", "/a/b", "/a/b/line\nfeed\u{1b}[31m", "/a/b/up", "/a/root", "/pipe"];
        assert_eq!(paths, expected);
        assert!(!cut_off);
    }

    #[test]
    fn a_wide_and_a_deep_tree_end_the_walk() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..40 {
            std::fs::write(folder.path().join(number.to_string()), "").unwrap();
        }
        let (paths, cut_off) = found(folder.path(), 10);
        assert_eq!((paths.len(), cut_off), (10, true));
        let deep = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(deep.path().join("d/".repeat(200))).unwrap();
        let (paths, cut_off) = found(deep.path(), 1000);
        assert_eq!((paths.len(), cut_off), (MOST_DEPTH + 1, true));
    }
}
