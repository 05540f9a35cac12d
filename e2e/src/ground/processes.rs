//! The processes of a ground, recognised by what only they can have: the ground's folder
//! in their command line, its name in their cgroup, or a parent that is one of them.

use rustix::process::{Pid, WaitOptions, kill_process, waitpid};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// The two ways to end a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    Terminate,
    Kill,
}

/// Living processes of one ground; never this program itself.
#[derive(Debug, Default)]
pub(super) struct Owned {
    all: BTreeSet<i32>,
    contained: BTreeSet<i32>,
}

struct Seen {
    parent: i32,
    marked: bool,
    contained: bool,
}

impl Owned {
    pub(super) fn find(name: &str, folder: &Path) -> Self {
        let folder = folder.to_string_lossy();
        let seen: BTreeMap<i32, Seen> =
            pids().filter_map(|pid| look(pid, name, &folder).map(|seen| (pid, seen))).collect();
        let mut owned = Self::default();
        owned.all.extend(seen.iter().filter(|(_, one)| one.marked).map(|(pid, _)| *pid));
        owned.contained.extend(seen.iter().filter(|(_, one)| one.contained).map(|(pid, _)| *pid));
        owned.add_children(&seen);
        owned
    }

    /// Only those inside containers.
    pub(super) fn contained(self) -> Self {
        Self { all: self.contained.clone(), contained: self.contained }
    }

    pub(super) fn signal(&self, signal: Signal) {
        let signal = match signal {
            Signal::Terminate => rustix::process::Signal::TERM,
            Signal::Kill => rustix::process::Signal::KILL,
        };
        for pid in self.all.iter().filter_map(|pid| Pid::from_raw(*pid)) {
            // It may have ended since it was seen.
            let _ = kill_process(pid, signal);
        }
    }

    /// Whether none is left in time; reaps those that ended as our children.
    pub(super) fn wait_gone(find: impl Fn() -> Self, time: Duration) -> bool {
        let end = Instant::now() + time;
        loop {
            let left = find();
            if left.all.is_empty() {
                return true;
            }
            if Instant::now() > end {
                return false;
            }
            thread::sleep(Duration::from_millis(30));
            for pid in left.all.iter().filter_map(|pid| Pid::from_raw(*pid)) {
                let _ = waitpid(Some(pid), WaitOptions::NOHANG);
            }
        }
    }

    fn add_children(&mut self, seen: &BTreeMap<i32, Seen>) {
        loop {
            let children = seen.iter().filter(|(_, one)| self.all.contains(&one.parent));
            let before = self.all.len();
            let children: Vec<i32> = children.map(|(pid, _)| *pid).collect();
            self.all.extend(children);
            if self.all.len() == before {
                return;
            }
        }
    }
}

fn pids() -> impl Iterator<Item = i32> {
    let own = rustix::process::getpid().as_raw_nonzero().get();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(move |pid| *pid > 1 && *pid != own)
}

/// `None` for a process that is gone or only waits to be reaped.
fn look(pid: i32, name: &str, folder: &str) -> Option<Seen> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    if matches!(fields.next()?, "Z" | "X") {
        return None;
    }
    let parent = fields.next()?.parse().ok()?;
    let arguments = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let arguments = String::from_utf8_lossy(&arguments).into_owned();
    let cgroup = fs::read_to_string(format!("/proc/{pid}/cgroup")).unwrap_or_default();
    let contained = mentions(&cgroup, &format!("/{name}"));
    // A shim under the machine's containerd has the name as its containerd namespace.
    let named = arguments.split('\0').any(|argument| argument == name);
    let marked = contained || ((named || mentions(&arguments, folder)) && !is_client(&arguments));
    Some(Seen { parent, marked, contained })
}

/// Programs that the scenario itself waits for end by themselves, and a person may look
/// at a log file with a pager.
fn is_client(arguments: &str) -> bool {
    let program = arguments.split('\0').next().unwrap_or_default();
    ["docker", "ip", "seaworthy", "tar", "less", "tail", "openssl"]
        .iter()
        .any(|client| program.rsplit('/').next() == Some(client))
}

/// Whether the text contains the path, and not only a longer name: `/tmp/sw-1-10` is not
/// `/tmp/sw-1-1`.
fn mentions(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(start, _)| {
        let next = text[start + path.len()..].chars().next();
        !next.is_some_and(|character| character.is_ascii_alphanumeric() || character == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_name_is_another_ground() {
        assert!(mentions("1:cpu:/sw-1-1/abc", "/sw-1-1"));
        assert!(mentions("x\0/tmp/sw-1-1", "/tmp/sw-1-1"));
        assert!(!mentions("/tmp/sw-1-10/x", "/tmp/sw-1-1"));
    }

    #[test]
    fn own_daemons_are_found_with_their_children_and_ended() {
        let folder = Path::new("/tmp/sw-none-7");
        let script = "sleep 60 & wait # /tmp/sw-none-7/s.sock";
        let mut shell = std::process::Command::new("sh").args(["-c", script]).spawn().unwrap();
        let owned = || Owned::find("sw-none-7", folder);
        let end = Instant::now() + Duration::from_secs(5);
        while owned().all.len() < 2 && Instant::now() < end {
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(owned().all.len(), 2, "the shell and its child");
        owned().signal(Signal::Kill);
        shell.wait().unwrap();
        assert!(Owned::wait_gone(owned, Duration::from_secs(5)));
    }
}
