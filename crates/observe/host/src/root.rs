//! The folder below which everything is read.
//!
//! A path never leaves it: symbolic links are resolved as a process with this
//! root would, so `/host/etc/docker -> /opt/x` reads `/host/opt/x` and not the
//! observer's own `/opt/x`. Every read has a size limit.

mod acl;
mod search;
mod walk;

use std::fs::File;
use std::io::Read;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, ResolveFlags};
use rustix::io::Errno;
use seaworthy_core::facts::{FileFacts, FileKind, Observed, Reason, Source};

pub(crate) use search::{Findings, Search};

/// Entries of a folder beyond which a listing is a sign of something else.
const MOST_ENTRIES: usize = 65_536;
/// Times to ask again while the tree changes under a resolution.
const ATTEMPTS: usize = 8;

/// A folder that paths are resolved inside.
#[derive(Debug)]
pub struct Root {
    prefix: PathBuf,
    folder: OwnedFd,
    resolution: Resolution,
    trust: Trust,
}

/// Who resolves links inside the root.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Resolution {
    /// `openat2(2)`.
    Kernel,
    /// [`walk`], where the kernel or a filter does not offer it.
    Own,
}

/// Who writes the files below a root.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Trust {
    /// The administrator of the machine.
    Host,
    /// Whoever is inside a container: look what a file is before opening it.
    Container,
}

/// The folder to read below could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("opening the root {}", prefix.display())]
pub struct RootError {
    /// The folder asked for.
    pub prefix: PathBuf,
    /// What the kernel said.
    #[source]
    pub source: std::io::Error,
}

impl Root {
    /// Opens a folder as root.
    ///
    /// # Errors
    /// When it is no folder or may not be opened.
    pub fn open(prefix: &Path) -> Result<Self, RootError> {
        Self::with_trust(prefix, Trust::Host)
    }

    fn with_trust(prefix: &Path, trust: Trust) -> Result<Self, RootError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = rustix::fs::openat(CWD, prefix, flags, Mode::empty())
            .map_err(|errno| RootError { prefix: prefix.to_owned(), source: errno.into() })?;
        let probe = rustix::fs::openat2(&folder, ".", flags, Mode::empty(), ResolveFlags::IN_ROOT);
        let resolution = if probe.is_ok() { Resolution::Kernel } else { Resolution::Own };
        Ok(Self { prefix: prefix.to_owned(), folder, resolution, trust })
    }

    /// The prefix as given.
    pub fn prefix(&self) -> &Path {
        &self.prefix
    }

    /// The root that a process sees, which differs inside a container.
    pub(crate) fn of_process(&self, pid: u32) -> Result<Self, RootError> {
        Self::with_trust(&self.prefix.join(format!("proc/{pid}/root")), Trust::Container)
    }

    /// Whether both are the same folder, under whatever name.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let identity = |root: &Self| {
            rustix::fs::fstat(&root.folder).ok().map(|stat| (stat.st_dev, stat.st_ino))
        };
        identity(self).is_some() && identity(self) == identity(other)
    }

    /// Whether `/proc` below this root is the running kernel's, so that what
    /// the kernel tells by other ways than files belongs to the same machine.
    pub(crate) fn is_live(&self) -> bool {
        const PROC_SUPER_MAGIC: u64 = 0x9fa0;
        self.resolve("/proc", OFlags::PATH).is_ok_and(|folder| {
            rustix::fs::fstatfs(&folder)
                .is_ok_and(|stat| u64::try_from(stat.f_type) == Ok(PROC_SUPER_MAGIC))
        })
    }

    /// The bytes of a regular file of at most `limit` bytes.
    pub(crate) fn bytes(&self, path: &str, limit: u64) -> Observed<Vec<u8>> {
        match self.read(path, limit) {
            Ok(bytes) => Observed::known(bytes, source_of(path)),
            Err(fault) => fault.observed(),
        }
    }

    /// As [`Root::bytes`], text; bytes that are not UTF-8 are replaced.
    pub(crate) fn text(&self, path: &str, limit: u64) -> Observed<String> {
        self.bytes(path, limit).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The first bytes of a regular file, as text.
    pub(crate) fn beginning(&self, path: &str, most: u64) -> Observed<String> {
        let read = || {
            let mut bytes = Vec::new();
            self.regular(path)?
                .take(most)
                .read_to_end(&mut bytes)
                .map_err(|error| Fault::from(Errno::from_io_error(&error).unwrap_or(Errno::IO)))?;
            Ok::<_, Fault>(String::from_utf8_lossy(&bytes).into_owned())
        };
        match read() {
            Ok(text) => Observed::known(text, source_of(path)),
            Err(fault) => fault.observed(),
        }
    }

    /// What a parser makes of a text; `None` from it is malformed.
    pub(crate) fn parsed<T>(
        &self,
        path: &str,
        limit: u64,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Observed<T> {
        match self.text(path, limit) {
            Observed::Known { value, source } => match parse(&value) {
                Some(value) => Observed::Known { value, source },
                None => Observed::Unreadable(Reason::Malformed),
            },
            Observed::Absent => Observed::Absent,
            Observed::Unreadable(reason) => Observed::Unreadable(reason),
        }
    }

    /// Names in a folder, sorted. Names that are not UTF-8 are left out.
    pub(crate) fn names(&self, path: &str) -> Observed<Vec<String>> {
        match self.list(path) {
            Ok(entries) => {
                let names = entries.into_iter().map(|(name, _)| name).collect();
                Observed::known(names, source_of(path))
            }
            Err(fault) => fault.observed(),
        }
    }

    /// As [`Root::names`], with what kind of file each one is.
    pub(crate) fn entries(&self, path: &str) -> Observed<Vec<(String, FileType)>> {
        match self.list(path) {
            Ok(entries) => Observed::known(entries, source_of(path)),
            Err(fault) => fault.observed(),
        }
    }

    /// Where a symbolic link points, as it says.
    pub(crate) fn target(&self, path: &str) -> Observed<String> {
        let read = || {
            let link = self.resolve(path, OFlags::PATH | OFlags::NOFOLLOW)?;
            rustix::fs::readlinkat(&link, "", Vec::new())
        };
        match read() {
            Ok(target) => Observed::known(target.to_string_lossy().into_owned(), source_of(path)),
            Err(errno) => Fault::from(errno).observed(),
        }
    }

    /// Owner, mode, time and ACL; a symbolic link is not followed.
    pub(crate) fn stat(&self, path: &str) -> Observed<FileFacts> {
        match self.lstat(path) {
            Ok(facts) => Observed::known(facts, "lstat"),
            Err(errno) => Fault::from(errno).observed(),
        }
    }

    /// A folder to walk.
    pub(crate) fn open_folder(&self, path: &str) -> Result<OwnedFd, Errno> {
        self.resolve(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NONBLOCK)
    }

    /// Whatever is there, to ask about it and not to read it.
    pub(crate) fn open_path(&self, path: &str) -> Result<OwnedFd, Errno> {
        self.resolve(path, OFlags::PATH | OFlags::NOFOLLOW)
    }

    fn lstat(&self, path: &str) -> Result<FileFacts, Errno> {
        let file = self.resolve(path, OFlags::PATH | OFlags::NOFOLLOW)?;
        let stat = rustix::fs::statat(&file, "", AtFlags::EMPTY_PATH)?;
        let kind = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => FileKind::File,
            FileType::Directory => FileKind::Directory,
            FileType::Symlink => FileKind::Symlink,
            FileType::Socket => FileKind::Socket,
            _ => FileKind::Other,
        };
        let target = (kind == FileKind::Symlink)
            .then(|| rustix::fs::readlinkat(&file, "", Vec::new()).ok())
            .flatten()
            .map(|target| target.to_string_lossy().into_owned());
        Ok(FileFacts {
            kind,
            uid: stat.st_uid,
            gid: stat.st_gid,
            mode: stat.st_mode & 0o7777,
            size: u64::try_from(stat.st_size).unwrap_or_default(),
            device: stat.st_dev,
            inode: stat.st_ino,
            modified: stat.st_mtime,
            acl: if kind == FileKind::Symlink { Vec::new() } else { acl::read(&file) },
            target,
        })
    }

    /// Last change of the content in nanoseconds since 1970, links followed.
    pub(crate) fn modified(&self, path: &str) -> Option<i128> {
        let file = self.resolve(path, OFlags::PATH).ok()?;
        let stat = rustix::fs::statat(&file, "", AtFlags::EMPTY_PATH).ok()?;
        Some(i128::from(stat.st_mtime) * 1_000_000_000 + i128::from(stat.st_mtime_nsec))
    }

    fn regular(&self, path: &str) -> Result<File, Fault> {
        if self.trust == Trust::Container {
            let file = self.resolve(path, OFlags::PATH)?;
            must_be_regular(&file)?;
        }
        // NONBLOCK: a pipe in place of a file must not make the audit wait.
        let file = self.resolve(path, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY)?;
        must_be_regular(&file)?;
        Ok(File::from(file))
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        self.regular(path)?
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| Fault::from(Errno::from_io_error(&error).unwrap_or(Errno::IO)))?;
        if bytes.len() as u64 > limit {
            return Err(Fault::Reason(Reason::Limit));
        }
        Ok(bytes)
    }

    fn list(&self, path: &str) -> Result<Vec<(String, FileType)>, Fault> {
        let folder = self.resolve(path, OFlags::RDONLY | OFlags::DIRECTORY)?;
        let mut names = Vec::new();
        for entry in Dir::new(folder).map_err(Fault::from)? {
            let entry = entry.map_err(Fault::from)?;
            match entry.file_name().to_str() {
                Ok("." | "..") | Err(_) => {}
                Ok(name) => names.push((name.to_owned(), entry.file_type())),
            }
            if names.len() > MOST_ENTRIES {
                return Err(Fault::Reason(Reason::Limit));
            }
        }
        names.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        Ok(names)
    }

    fn resolve(&self, path: &str, flags: OFlags) -> Result<OwnedFd, Errno> {
        let flags = flags | OFlags::CLOEXEC;
        let inside = path.trim_start_matches('/');
        let inside = if inside.is_empty() { "." } else { inside };
        if self.resolution == Resolution::Own {
            return walk::open(self.folder.as_fd(), inside, flags);
        }
        let mut last = Errno::AGAIN;
        for _ in 0..ATTEMPTS {
            match rustix::fs::openat2(
                &self.folder,
                inside,
                flags,
                Mode::empty(),
                ResolveFlags::IN_ROOT,
            ) {
                // A rename raced with a `..` of the path.
                Err(errno @ Errno::AGAIN) => last = errno,
                other => return other,
            }
        }
        Err(last)
    }
}

fn must_be_regular(file: &OwnedFd) -> Result<(), Fault> {
    let mode = rustix::fs::statat(file, "", AtFlags::EMPTY_PATH)?.st_mode;
    match FileType::from_raw_mode(mode) {
        FileType::RegularFile => Ok(()),
        _ => Err(Fault::Reason(Reason::Malformed)),
    }
}

/// Name of an open file for calls that take only paths.
fn own_name(file: &OwnedFd) -> String {
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

/// Why there is no value.
#[derive(Debug)]
enum Fault {
    Absent,
    Reason(Reason),
}

impl Fault {
    fn observed<T>(self) -> Observed<T> {
        match self {
            Self::Absent => Observed::Absent,
            Self::Reason(reason) => Observed::Unreadable(reason),
        }
    }
}

impl From<Errno> for Fault {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::NOENT | Errno::NOTDIR | Errno::NXIO => Self::Absent,
            Errno::ACCESS | Errno::PERM => Self::Reason(Reason::Permission),
            Errno::SRCH => Self::Reason(Reason::NotStarted),
            Errno::AGAIN | Errno::TIMEDOUT => Self::Reason(Reason::Timeout),
            Errno::NOMEM | Errno::MFILE | Errno::NFILE => Self::Reason(Reason::Limit),
            _ => Self::Reason(Reason::Malformed),
        }
    }
}

/// The path as evidence names it: the number of a process says nothing to the
/// next run, so the same container seen twice has the same sources.
fn source_of(path: &str) -> Source {
    let process = path.strip_prefix("/proc/").and_then(|rest| rest.split_once('/'));
    match process {
        Some((pid, rest)) if pid.parse::<u32>().is_ok() => format!("/proc/PID/{rest}").into(),
        _ => path.to_owned().into(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn both(prefix: &Path) -> [Root; 2] {
        let mut own = Root::open(prefix).unwrap();
        own.resolution = Resolution::Own;
        [Root::open(prefix).unwrap(), own]
    }

    #[test]
    fn links_stay_inside_the_root() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        let prefix = folder.path().join("root");
        std::fs::create_dir_all(prefix.join("etc")).unwrap();
        std::fs::write(&outside, "secret of the observer").unwrap();
        std::fs::write(prefix.join("passwd"), "inside").unwrap();
        symlink("../../../../../../passwd", prefix.join("etc/up")).unwrap();
        symlink("/passwd", prefix.join("etc/absolute")).unwrap();
        symlink(&outside, prefix.join("etc/out")).unwrap();
        symlink("loop", prefix.join("etc/loop")).unwrap();
        for root in both(&prefix) {
            for path in ["/etc/up", "/etc/absolute", "/etc/../../passwd", "/passwd"] {
                assert_eq!(root.text(path, 99).value().unwrap(), "inside", "{path}");
            }
            assert_eq!(root.text("/etc/out", 99), Observed::Absent);
            assert_eq!(root.text("/etc/loop", 99), Observed::Unreadable(Reason::Malformed));
            assert_eq!(root.target("/etc/absolute").value().unwrap(), "/passwd");
            assert_eq!(root.stat("/etc/out").value().unwrap().kind, FileKind::Symlink);
            assert_eq!(root.names("/etc").value().unwrap().len(), 4);
        }
    }

    #[test]
    fn a_file_beyond_its_limit_and_a_folder_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("big"), "12345").unwrap();
        for root in both(folder.path()) {
            assert_eq!(root.text("/big", 4), Observed::Unreadable(Reason::Limit));
            assert_eq!(root.text("/big", 5).value().unwrap(), "12345");
            assert_eq!(root.text("/", 5), Observed::Unreadable(Reason::Malformed));
            assert_eq!(root.text("/none", 5), Observed::Absent);
            assert!(!root.is_live());
        }
    }
}
