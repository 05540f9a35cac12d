//! Looking through folders for files with certain mode bits, with limits.

use std::os::fd::AsFd;

use rustix::fs::{AtFlags, Dir, FileType, OFlags};
use rustix::io::Errno;

use super::Root;

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
        let Ok(device) = self.device(search.folder) else { return false };
        let mut waiting = vec![(search.folder.to_owned(), search.depth)];
        while let Some((path, depth)) = waiting.pop() {
            if found.entries > most {
                found.cut_off = true;
                return true;
            }
            if self.device(&path) != Ok(device) {
                continue;
            }
            match self.look_into(&path, mask, found) {
                Ok(folders) if depth > 0 => {
                    let below =
                        folders.into_iter().map(|name| (format!("{path}/{name}"), depth - 1));
                    waiting.extend(below);
                }
                Ok(_) => {}
                Err(_) => found.refused += 1,
            }
        }
        true
    }

    fn device(&self, path: &str) -> Result<u64, Errno> {
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::DIRECTORY;
        let folder = self.resolve(path, flags)?;
        Ok(rustix::fs::statat(&folder, "", AtFlags::EMPTY_PATH)?.st_dev)
    }

    /// Names of the folders in a folder; its files go to the findings.
    fn look_into(&self, path: &str, mask: u32, found: &mut Findings) -> Result<Vec<String>, Errno> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW;
        let folder = self.resolve(path, flags)?;
        let mut folders = Vec::new();
        for entry in Dir::read_from(&folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if matches!(name, "." | "..") {
                continue;
            }
            found.entries += 1;
            let kind = entry.file_type();
            if kind == FileType::Directory {
                folders.push(name.to_owned());
            }
            if !matches!(kind, FileType::RegularFile | FileType::Unknown) {
                continue;
            }
            let Ok(stat) = rustix::fs::statat(folder.as_fd(), name, AtFlags::SYMLINK_NOFOLLOW)
            else {
                continue;
            };
            let mode = stat.st_mode & 0o7777;
            let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
            if is_file && mode & mask != 0 {
                found.files.push((format!("{path}/{name}"), mode, stat.st_uid, stat.st_gid));
            }
        }
        Ok(folders)
    }
}
