//! The part of `/proc` and `/sys` that belongs to a network namespace: its
//! parameters and interfaces. Of another namespace than the observer's, it is
//! read in that namespace or in the process's own `/sys`.

use std::os::fd::AsFd;
use std::time::Duration;

use rustix::fs::{CWD, Mode, OFlags};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use super::tree::Tree;
use crate::isolation::guard;
use crate::root::Root;

const SYSFS_MAGIC: u64 = 0x6265_6572;
const TIME: Duration = Duration::from_secs(1);

/// Whether a path of a file system differs between network namespaces.
pub(super) fn is_part(fs_type: &str, path: &str) -> bool {
    match fs_type {
        "proc" => path.starts_with("/sys/net/"),
        "sysfs" => path.starts_with("/devices/") && path.contains("/net/"),
        _ => false,
    }
}

/// The part as another process has it; `None` when it could not be read.
/// Interfaces of hardware that was moved into the namespace are left out.
pub(super) fn read(root: &Root, pid: u32, fs_type: &str, mount: &str) -> Option<Tree> {
    let prefix = root.prefix().to_owned();
    let mount = mount.trim_end_matches('/').to_owned();
    if fs_type == "proc" {
        let read = move || parameters(&Root::open(&prefix).ok()?, pid);
        return guard::within(TIME, read)?;
    }
    let read = move || {
        let root = Root::open(&prefix).and_then(|root| root.of_process(pid)).ok()?;
        let folder = root.open_folder(&format!("{mount}/devices/virtual/net")).ok()?;
        let magic = rustix::fs::fstatfs(&folder).ok()?.f_type;
        (u64::try_from(magic) == Ok(SYSFS_MAGIC))
            .then(|| Tree::walk(folder, "/devices/virtual/net", |_| false))
    };
    guard::within(TIME, read)?
}

/// By a thread that enters the namespace and ends there.
fn parameters(root: &Root, pid: u32) -> Option<Tree> {
    let path = root.prefix().join(format!("proc/{pid}/ns/net"));
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let namespace = rustix::fs::openat(CWD, path, flags, Mode::empty()).ok()?;
    move_into_link_name_space(namespace.as_fd(), Some(LinkNameSpaceType::Network)).ok()?;
    let folder = root.open_folder("/proc/sys/net").ok()?;
    Some(Tree::walk(folder, "/sys/net", |_| false))
}
