//! POSIX access control lists, `linux/posix_acl_xattr.h`: a little-endian
//! version (2), then entries of tag, permissions and id.

use std::os::fd::OwnedFd;

use seaworthy_core::facts::AclEntry;

const VERSION: u32 = 2;
const USER: u16 = 0x02;
const GROUP: u16 = 0x08;
const MASK: u16 = 0x10;
/// More than any file system stores in one attribute block.
const MOST_BYTES: usize = 8192;

/// The entries of an open file; none where there is no list or no support.
pub(super) fn read(file: &OwnedFd) -> Vec<AclEntry> {
    let mut buffer = vec![0; MOST_BYTES];
    let name = super::own_name(file);
    match rustix::fs::getxattr(name, "system.posix_acl_access", &mut buffer[..]) {
        Ok(length) => parse(&buffer[..length.min(MOST_BYTES)]),
        Err(_) => Vec::new(),
    }
}

/// Entries that grant a named user or group something, after the mask.
fn parse(bytes: &[u8]) -> Vec<AclEntry> {
    let Some((version, rest)) = bytes.split_first_chunk::<4>() else { return Vec::new() };
    if u32::from_le_bytes(*version) != VERSION {
        return Vec::new();
    }
    let entries: Vec<(u16, u16, u32)> = rest
        .chunks_exact(8)
        .map(|entry| {
            let half = |at: usize| u16::from_le_bytes([entry[at], entry[at + 1]]);
            (half(0), half(2), u32::from(half(4)) | u32::from(half(6)) << 16)
        })
        .collect();
    let mask = entries.iter().find(|(tag, ..)| *tag == MASK).map_or(7, |(_, mask, _)| *mask);
    let granted = entries.into_iter().filter_map(|(tag, permissions, id)| {
        let kind = match tag {
            USER => "user",
            GROUP => "group",
            _ => return None,
        };
        let permissions = u8::try_from(permissions & mask & 7).unwrap_or(7);
        (permissions != 0).then(|| AclEntry { kind: kind.to_owned(), id, permissions })
    });
    granted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[(u16, u16, u32)]) -> Vec<u8> {
        let mut bytes = VERSION.to_le_bytes().to_vec();
        for (tag, permissions, id) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(permissions.to_le_bytes());
            bytes.extend(id.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn the_mask_takes_away() {
        let none = u32::MAX;
        let bytes = list(&[
            (1, 7, none),
            (USER, 6, 1000),
            (4, 0, none),
            (GROUP, 2, 70_000),
            (MASK, 4, none),
        ]);
        let entries = parse(&bytes);
        assert_eq!(entries, [AclEntry { kind: "user".into(), id: 1000, permissions: 4 }]);
    }

    #[test]
    fn half_an_entry_and_another_version_give_nothing() {
        assert!(parse(&list(&[(USER, 7, 1)])[..9]).is_empty());
        assert!(parse(&[3, 0, 0, 0, 2, 0, 7, 0, 1, 0, 0, 0]).is_empty());
        assert!(parse(b"").is_empty());
    }
}
