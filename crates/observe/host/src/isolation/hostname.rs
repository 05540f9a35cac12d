//! The host name of a process: `/proc/sys/kernel/hostname` shows the reader's
//! own, so the kernel is asked from inside its namespace.

use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{CWD, Mode, OFlags};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use seaworthy_core::facts::Observed;

use super::Subject;
use crate::root::Root;

/// A host name has at most 64 bytes; the file may have comments.
const LIMIT: u64 = 4096;

/// The kernel's word, else what the process's own `/etc/hostname` says, which
/// is weaker: the source tells.
pub(super) fn read(root: &Root, subject: Subject, folder: &str) -> Observed<String> {
    if subject == Subject::Observer {
        return Observed::known(own(), "uname(2)");
    }
    if root.is_live()
        && let Some(name) = told_by_kernel(root, folder)
    {
        return Observed::known(name, "uname(2) in its UTS namespace");
    }
    let Some(pid) = folder.strip_prefix("/proc/").and_then(|pid| pid.parse().ok()) else {
        return Observed::default();
    };
    match Root::of_process(root, pid) {
        Ok(inside) => match inside.parsed("/etc/hostname", LIMIT, first_line) {
            Observed::Known { value, .. } => {
                Observed::known(value, "/etc/hostname in its root; its UTS namespace was not asked")
            }
            Observed::Absent => Observed::default(),
            Observed::Unreadable(reason) => Observed::Unreadable(reason),
        },
        Err(error) => match error.source.kind() {
            std::io::ErrorKind::NotFound => Observed::default(),
            _ => Observed::Unreadable(seaworthy_core::facts::Reason::Permission),
        },
    }
}

fn first_line(text: &str) -> Option<String> {
    text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

fn own() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// A thread that has entered a namespace cannot leave it again, so it is one
/// made for this question; no other thread is moved.
fn told_by_kernel(root: &Root, folder: &str) -> Option<String> {
    let path = root.prefix().join(folder.trim_start_matches('/')).join("ns/uts");
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let namespace = rustix::fs::openat(CWD, path, flags, Mode::empty()).ok()?;
    let ask = move || ask_inside(&namespace);
    std::thread::Builder::new().name("hostname".to_owned()).spawn(ask).ok()?.join().ok()?
}

fn ask_inside(namespace: &OwnedFd) -> Option<String> {
    let kind = LinkNameSpaceType::HostNameAndNISDomainName;
    move_into_link_name_space(namespace.as_fd(), Some(kind)).ok()?;
    Some(own())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_observers_own_thread_is_not_moved() {
        let root = Root::open(std::path::Path::new("/")).unwrap();
        let before = own();
        let found = read(
            &root,
            Subject::Process(std::process::id()),
            &format!("/proc/{}", std::process::id()),
        );
        assert_eq!(found.value(), Some(&before));
        assert_eq!(own(), before);
    }
}
