//! The files of a file system that the kernel makes, with owner and mode.

use std::collections::HashSet;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::fs::FileType;

use crate::isolation::walk::{Bounds, Step, Walk};

/// Ten times the `/sys` of a large server.
const MOST_ENTRIES: usize = 500_000;
const TIME: Duration = Duration::from_secs(2);

/// A file or folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Node {
    /// Path in the file system, with a leading `/`.
    pub(super) path: String,
    /// Permission bits.
    pub(super) mode: u32,
    pub(super) uid: u32,
    pub(super) gid: u32,
    pub(super) is_folder: bool,
}

/// All of them, folders before what they hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// There is more.
    pub(super) cut_off: bool,
    /// Folders that the observer may not list.
    pub(super) refused: HashSet<String>,
}

impl Tree {
    /// Walks what is below an open folder, which is at `at` in its file system;
    /// `leave_out` tells what is not looked at.
    pub(super) fn walk(start: OwnedFd, at: &str, leave_out: impl Fn(&str) -> bool) -> Self {
        let mut bounds = Bounds { entries: MOST_ENTRIES, until: Instant::now() + TIME };
        let mut nodes = Vec::new();
        let at = at.trim_end_matches('/');
        let end = Walk::run(start, &mut bounds, &mut |entry| {
            let path = format!("{at}{}", entry.path);
            if leave_out(&path) || entry.kind == FileType::Symlink {
                return Step::Over;
            }
            // What vanished meanwhile reaches nobody.
            let Ok(stat) = entry.stat() else { return Step::Over };
            let is_folder = match FileType::from_raw_mode(stat.st_mode) {
                FileType::Directory => true,
                FileType::RegularFile => false,
                _ => return Step::Over,
            };
            let mode = stat.st_mode & 0o7777;
            nodes.push(Node { path, mode, uid: stat.st_uid, gid: stat.st_gid, is_folder });
            Step::Into
        });
        let Ok(end) = end else { return Self { cut_off: true, ..Self::default() } };
        let refused = end.refused.into_iter().map(|path| format!("{at}{path}")).collect();
        Self { nodes, cut_off: end.cut_off, refused }
    }

    /// In the order of paths, so that folders stay before what they hold; a
    /// file that two parts have is one.
    pub(super) fn sort(&mut self) {
        self.nodes.sort_by(|a, b| parts(a).cmp(parts(b)));
        self.nodes.dedup_by(|a, b| a.path == b.path);
    }

    /// Adds another part of the same file system.
    pub(super) fn add(&mut self, other: Self) {
        self.nodes.extend(other.nodes);
        self.cut_off |= other.cut_off;
        self.refused.extend(other.refused);
    }
}

fn parts(node: &Node) -> impl Iterator<Item = &str> {
    node.path.split('/')
}

/// Processes are no part of the interface that all share.
pub(super) fn is_process(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    number || matches!(first, "self" | "thread-self")
}
