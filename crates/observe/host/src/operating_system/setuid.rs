//! Files that run with their owner's rights, in the folders of programs and in
//! those where everybody may leave files.
//!
//! A walk over the whole disk would take seconds and enter the layers of every
//! image; programs and what strangers can write are where such files matter.

use seaworthy_core::facts::{Observed, Reason, SetuidFile, SetuidFiles};

use crate::root::{Findings, Root, Search};

/// Entries beyond which the search ends and says so.
const MOST_ENTRIES: usize = 60_000;
const SETUID_OR_SETGID: u32 = 0o6000;

const PLACES: &[Search] = &[
    Search { folder: "/usr/bin", depth: 1 },
    Search { folder: "/usr/sbin", depth: 1 },
    Search { folder: "/bin", depth: 1 },
    Search { folder: "/sbin", depth: 1 },
    Search { folder: "/usr/lib", depth: 2 },
    Search { folder: "/usr/lib64", depth: 1 },
    Search { folder: "/lib", depth: 2 },
    Search { folder: "/usr/libexec", depth: 3 },
    Search { folder: "/usr/local", depth: 3 },
    Search { folder: "/opt", depth: 4 },
    Search { folder: "/root", depth: 1 },
    Search { folder: "/home", depth: 2 },
    Search { folder: "/srv", depth: 2 },
    Search { folder: "/tmp", depth: 3 },
    Search { folder: "/var/tmp", depth: 3 },
    Search { folder: "/dev/shm", depth: 2 },
];

/// Searches; what could not be looked at is said in the facts.
pub(crate) fn setuid(root: &Root) -> Observed<SetuidFiles> {
    let mut found = Findings::default();
    let mut searched = Vec::new();
    for place in PLACES {
        if root.search(*place, SETUID_OR_SETGID, MOST_ENTRIES, &mut found) {
            searched.push(place.folder.to_owned());
        }
    }
    if searched.is_empty() {
        return Observed::Unreadable(Reason::NotCollected);
    }
    let partial = match (found.cut_off, found.refused) {
        (true, _) => format!("ended after {MOST_ENTRIES} entries"),
        (false, 0) => String::new(),
        (false, refused) => format!("permission denied in {refused} folders"),
    };
    let file = |(path, mode, uid, gid)| SetuidFile { path, mode, uid, gid };
    let mut files: Vec<SetuidFile> = found.files.into_iter().map(file).collect();
    files.sort_unstable();
    let source = searched.join(", ");
    Observed::known(SetuidFiles { files, searched, partial }, source)
}
