//! Looking through folders for files with certain mode bits, with limits.

use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, FileType, OFlags, RawDir};
use rustix::io::Errno;

use super::Root;

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW);
/// Bytes of names asked for at once: nearly every folder in one call.
const NAMES: usize = 32 << 10;

/// Where to look, and how far.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Search {
    /// Folder to begin in.
    pub(crate) folder: &'static str,
    /// Levels of folders below it.
    pub(crate) depth: usize,
}

/// What a search has found and how much it has looked at.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Path, mode, owner and group of each file.
    pub(crate) files: Vec<(String, u32, u32, u32)>,
    /// Entries looked at so far, over several searches.
    pub(crate) entries: usize,
    /// Folders that could not be read.
    pub(crate) refused: usize,
    /// The limit of entries was reached.
    pub(crate) cut_off: bool,
}

impl Root {
    /// Adds the regular files below a folder whose mode has one of the bits of
    /// `mask`. Links are not followed and other file systems not entered.
    /// Whether the folder is there.
    pub(crate) fn search(
        &self,
        search: Search,
        mask: u32,
        most: usize,
        found: &mut Findings,
    ) -> bool {
        let start = match self.resolve(search.folder, FOLDER) {
            Ok(start) => start,
            Err(Errno::ACCESS | Errno::PERM) => {
                found.refused += 1;
                return true;
            }
            Err(_) => return false,
        };
        let Ok(device) = rustix::fs::fstat(&start).map(|stat| stat.st_dev) else { return false };
        let mut names = Vec::with_capacity(NAMES);
        let mut waiting = vec![(search.folder.to_owned(), search.depth, Some(start))];
        while let Some((path, depth, open)) = waiting.pop() {
            if found.entries > most {
                found.cut_off = true;
                return true;
            }
            let folder = match open {
                Some(open) => Ok(open),
                None => self.resolve(&path, FOLDER),
            };
            let folders = folder.and_then(|folder| {
                if rustix::fs::fstat(&folder)?.st_dev == device {
                    found.look_into(&folder, &path, mask, &mut names)
                } else {
                    Ok(Vec::new())
                }
            });
            match folders {
                Ok(folders) if depth > 0 => {
                    let below = folders.into_iter().map(|name| format!("{path}/{name}"));
                    waiting.extend(below.map(|path| (path, depth - 1, None)));
                }
                Ok(_) => {}
                // It went away, or is a link by now.
                Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => {}
                Err(_) => found.refused += 1,
            }
        }
        true
    }
}

impl Findings {
    /// Names of the folders in a folder; its files are added.
    fn look_into(
        &mut self,
        folder: &OwnedFd,
        path: &str,
        mask: u32,
        names: &mut Vec<u8>,
    ) -> Result<Vec<String>, Errno> {
        let mut folders = Vec::new();
        let mut entries = RawDir::new(folder, names.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if matches!(name, "." | "..") {
                continue;
            }
            self.entries += 1;
            let kind = entry.file_type();
            if kind == FileType::Directory {
                folders.push(name.to_owned());
            }
            if !matches!(kind, FileType::RegularFile | FileType::Unknown) {
                continue;
            }
            let flags = AtFlags::SYMLINK_NOFOLLOW;
            let Ok(stat) = rustix::fs::statat(folder, entry.file_name(), flags) else { continue };
            let mode = stat.st_mode & 0o7777;
            let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
            if is_file && mode & mask != 0 {
                self.files.push((format!("{path}/{name}"), mode, stat.st_uid, stat.st_gid));
            }
        }
        Ok(folders)
    }
}
