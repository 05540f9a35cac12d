//! Resolving a path inside a root without `openat2(2)`: one component at a
//! time, never following a link that the kernel would follow for us.

use std::os::fd::{BorrowedFd, OwnedFd};

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;

/// As many links as the kernel follows.
const MOST_LINKS: usize = 40;

/// Opens `path` with `flags` as a process whose root is `root` would.
pub(super) fn open(root: BorrowedFd<'_>, path: &str, flags: OFlags) -> Result<OwnedFd, Errno> {
    let mut waiting: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
    let mut above: Vec<OwnedFd> = Vec::new();
    let mut links = 0;
    while let Some(name) = waiting.pop() {
        match name.as_str() {
            "" | "." => continue,
            ".." => {
                above.pop();
                continue;
            }
            _ => {}
        }
        let here = above.last().map_or(root, |folder| std::os::fd::AsFd::as_fd(folder));
        let is_last = waiting.iter().all(|rest| rest.is_empty() || rest == ".");
        let next = rustix::fs::openat(
            here,
            name.as_str(),
            OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC,
            Mode::empty(),
        )?;
        let mode = rustix::fs::statat(&next, "", AtFlags::EMPTY_PATH)?.st_mode;
        let is_link = FileType::from_raw_mode(mode) == FileType::Symlink;
        if is_link && !(is_last && flags.contains(OFlags::NOFOLLOW)) {
            links += 1;
            if links > MOST_LINKS {
                return Err(Errno::LOOP);
            }
            let target = rustix::fs::readlinkat(&next, "", Vec::new())?;
            let target = target.to_str().map_err(|_| Errno::ILSEQ)?;
            if target.starts_with('/') {
                above.clear();
            }
            waiting.extend(target.split('/').rev().map(str::to_owned));
        } else if is_last {
            return rustix::fs::openat(
                here,
                name.as_str(),
                flags | OFlags::NOFOLLOW,
                Mode::empty(),
            );
        } else {
            above.push(next);
        }
    }
    let here = above.last().map_or(root, |folder| std::os::fd::AsFd::as_fd(folder));
    rustix::fs::openat(here, ".", flags, Mode::empty())
}
