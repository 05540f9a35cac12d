//! Where reports go: stdout, and files that are written whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Who may read a new file; one that exists keeps its mode.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Readers {
    /// Whom the umask lets.
    AsUsual,
    /// The owner alone: facts name users, paths and settings of the machine.
    Owner,
}

impl Readers {
    fn mode(self) -> u32 {
        match self {
            Self::AsUsual => 0o666,
            Self::Owner => 0o600,
        }
    }
}

/// Writes a file whole or not at all. Something that is no regular file (a
/// pipe, `/dev/null`) is written in place: there is nothing to lose.
pub(crate) fn write_file(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let said = || format!("cannot write {}", path.display());
    if fs::metadata(path).is_ok_and(|existing| !existing.is_file()) {
        let mut out =
            BufWriter::new(fs::OpenOptions::new().write(true).open(path).with_context(said)?);
        return write(&mut out).and_then(|()| out.flush()).with_context(said);
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let mode = fs::metadata(&target)
        .map_or_else(|_| readers.mode(), |existing| existing.permissions().mode());
    let file = tempfile::Builder::new()
        .prefix(".seaworthy-")
        .permissions(Permissions::from_mode(mode))
        .tempfile_in(folder)
        .with_context(said)?;
    let mut out = BufWriter::new(file);
    write(&mut out).and_then(|()| out.flush()).with_context(said)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(said)?;
    file.as_file().sync_all().with_context(said)?;
    file.persist(&target).map_err(|failed| failed.error).with_context(said)?;
    Ok(())
}

/// Reads a file of bounded size; `-` is standard input.
pub(crate) fn read_file(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    use std::io::Read as _;
    let said = || format!("cannot read {}", path.display());
    let reader: Box<dyn io::Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(fs::File::open(path).with_context(said)?)
    };
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes).with_context(said)?;
    anyhow::ensure!(bytes.len() as u64 <= most, "{} is larger than {most} bytes", path.display());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        write_file(&path, Readers::AsUsual, |out| out.write_all(b"old")).unwrap();
        let failed = write_file(&path, Readers::AsUsual, |out| {
            out.write_all(b"new")?;
            Err(io::Error::other("disk full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn facts_are_for_their_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facts.json");
        write_file(&path, Readers::Owner, |out| out.write_all(b"{}")).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_link_keeps_being_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write_file(&link, Readers::AsUsual, |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"new");
    }
}
