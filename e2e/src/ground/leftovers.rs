//! Taking everything of a ground away, knowing only its name.
//!
//! It needs no state of the run, so that dropping, ctrl-c and the sweep after a killed
//! run share it. Every step tolerates that there is nothing to do.

use super::folder_of;
use super::processes::{Owned, Signal};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// What may be left of a ground.
#[derive(Debug)]
pub(super) struct Leftovers {
    name: String,
    folder: PathBuf,
}

impl Leftovers {
    pub(super) fn of(name: &str) -> Self {
        Self { name: name.to_owned(), folder: folder_of(name) }
    }

    /// Processes first, then mounts, namespace, cgroups, files: the order matters.
    pub(super) fn clear(&self) {
        self.end_processes();
        self.unmount();
        self.delete_namespace();
        remove_cgroups(Path::new("/sys/fs/cgroup"), &self.name, 0);
        // What cannot be removed is found by the next sweep.
        drop(fs::remove_dir_all(&self.folder));
    }

    /// Contained processes are killed at once: `sleep` as PID 1 ignores a request.
    fn end_processes(&self) {
        let owned = || Owned::find(&self.name, &self.folder);
        owned().contained().signal(Signal::Kill);
        owned().signal(Signal::Terminate);
        if !Owned::wait_gone(owned, Duration::from_secs(15)) {
            owned().signal(Signal::Kill);
            Owned::wait_gone(owned, Duration::from_secs(5));
        }
    }

    fn unmount(&self) {
        let prefix = format!("{}/", self.folder.display());
        let table = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let points = table.lines().filter_map(|line| line.split(' ').nth(4));
        let mut points: Vec<&str> = points.filter(|point| point.starts_with(&prefix)).collect();
        points.sort_unstable();
        for point in points.into_iter().rev() {
            let _ = rustix::mount::unmount(point, rustix::mount::UnmountFlags::DETACH);
        }
    }

    fn delete_namespace(&self) {
        if Path::new("/run/netns").join(&self.name).exists() {
            let mut command = Command::new("ip");
            command.args(["netns", "del", &self.name]).stderr(Stdio::null());
            drop(command.status());
        }
    }
}

/// Removes every folder of the name, with what is below, innermost first.
fn remove_cgroups(folder: &Path, name: &str, depth: u32) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    for entry in folders {
        let inside = entry.file_name() == *name;
        if inside {
            remove_cgroup(&entry.path());
        } else if depth < 3 {
            remove_cgroups(&entry.path(), name, depth + 1);
        }
    }
}

/// Removes a cgroup with those inside it, as far as they are empty.
pub(crate) fn remove_cgroup(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .for_each(|entry| remove_cgroup(&entry.path()));
    // Control files go with their folder; a folder that is busy stays.
    drop(fs::remove_dir(folder));
}
