//! A file of the host, seen by `lstat` and its ACL.

use serde::{Deserialize, Serialize};

/// Owner, mode and ACL of one path.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct FileFacts {
    /// What it is.
    pub kind: FileKind,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Permission bits, `0o7777`.
    pub mode: u32,
    /// Size in bytes.
    pub size: u64,
    /// Device number, to recognise the file under another name.
    pub device: u64,
    /// Inode number.
    pub inode: u64,
    /// Last change of the content, seconds since 1970.
    pub modified: i64,
    /// Where a symbolic link points.
    pub target: Option<String>,
    /// Entries of a POSIX ACL beyond the mode.
    pub acl: Vec<AclEntry>,
}

/// Kind of a file.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// Regular file.
    #[default]
    File,
    /// Directory.
    Directory,
    /// Symbolic link.
    Symlink,
    /// Socket.
    Socket,
    /// Device, pipe and the rest.
    Other,
}

/// An ACL entry that grants beyond owner, group and others.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct AclEntry {
    /// `user` or `group`.
    pub kind: String,
    /// Id of the user or group.
    pub id: u32,
    /// Permissions out of `4` read, `2` write, `1` execute, after the mask.
    pub permissions: u8,
}

impl FileFacts {
    /// Bits set beyond `allowed`, `None` when there are none. This is a bit
    /// mask, not a comparison of numbers: mode 0606 exceeds 0660.
    pub fn excess(&self, allowed: u32) -> Option<u32> {
        let excess = self.mode & 0o7777 & !allowed;
        (excess != 0).then_some(excess)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_that_are_smaller_numbers_still_exceed() {
        for mode in [0o606, 0o626, 0o577, 0o466, 0o077] {
            assert!(FileFacts { mode, ..Default::default() }.excess(0o660).is_some(), "{mode:o}");
        }
        for mode in [0o660, 0o600, 0o000, 0o440] {
            assert_eq!(FileFacts { mode, ..Default::default() }.excess(0o660), None, "{mode:o}");
        }
    }
}
