//! Facts by which a virtual machine or another kernel is told from a container:
//! what executable holds it, and whether that drives a processor of its own.

use seaworthy_core::facts::{BoundaryFacts, Observed, Reason};

use crate::processes::parent_of;
use crate::root::Root;

/// Nobody nests processes deeper above a container.
const MOST_ANCESTORS: usize = 64;
/// A container may open as many files as it likes to keep an observer busy.
const MOST_FILES: usize = 4096;
/// Links of `/proc/PID/fd` that lead to the hypervisor of the kernel.
const KVM: [&str; 2] = ["/dev/kvm", "anon_inode:kvm-vm"];

pub(super) fn read(root: &Root, folder: &str) -> BoundaryFacts {
    let ancestors = ancestors(root, folder);
    BoundaryFacts {
        exe: root.target(&format!("{folder}/exe")),
        holds_kvm: holds_kvm(root, folder, ancestors.first()),
        ancestors: exes(root, &ancestors),
        ..BoundaryFacts::default()
    }
}

/// Folders of its ancestors, the nearest first.
fn ancestors(root: &Root, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut last = parent_of(root, folder);
    while let Some(pid) = last.filter(|pid| *pid > 0 && found.len() < MOST_ANCESTORS) {
        let folder = format!("/proc/{pid}");
        last = parent_of(root, &folder);
        found.push(folder);
    }
    found
}

/// As far up as they may be read: who holds a container is near.
fn exes(root: &Root, ancestors: &[String]) -> Observed<Vec<String>> {
    let mut exes = Vec::new();
    for folder in ancestors {
        match root.target(&format!("{folder}/exe")) {
            Observed::Known { value, .. } => exes.push(value),
            // It ended meanwhile, or is the kernel itself.
            Observed::Absent | Observed::Unreadable(Reason::NotStarted) => {}
            Observed::Unreadable(reason) if exes.is_empty() => return Observed::Unreadable(reason),
            Observed::Unreadable(_) => break,
        }
    }
    Observed::known(exes, "/proc/PID/exe")
}

/// The virtual machine monitor is the process itself or what started it.
fn holds_kvm(root: &Root, folder: &str, parent: Option<&String>) -> Observed<bool> {
    let mut unread = None;
    for folder in std::iter::once(folder).chain(parent.map(String::as_str)) {
        match has_kvm(root, folder) {
            found @ Observed::Known { value: true, .. } => return found,
            Observed::Known { .. } => {}
            other => unread = unread.or(Some(other)),
        }
    }
    unread.unwrap_or_else(|| Observed::known(false, "/proc/PID/fd"))
}

fn has_kvm(root: &Root, folder: &str) -> Observed<bool> {
    let folder = format!("{folder}/fd");
    match root.names(&folder) {
        Observed::Known { value, .. } if value.len() > MOST_FILES => {
            Observed::Unreadable(Reason::Limit)
        }
        names => names.map(|names| {
            names.iter().any(|name| {
                let target = root.target(&format!("{folder}/{name}"));
                target.value().is_some_and(|target| KVM.contains(&target.as_str()))
            })
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_machine_monitor_is_told_by_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let process = |pid: u32, parent: u32, exe: &str, file: &str| {
            let at = folder.path().join(format!("proc/{pid}"));
            std::fs::create_dir_all(at.join("fd")).unwrap();
            let stat = format!("{pid} (x) S {parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0");
            std::fs::write(at.join("stat"), stat).unwrap();
            symlink(exe, at.join("exe")).unwrap();
            symlink(file, at.join("fd/3")).unwrap();
        };
        process(1, 0, "/sbin/init", "/dev/null");
        process(5, 1, "/opt/containerd-shim-kata-v2", "/dev/kvm");
        process(6, 5, "/opt/qemu", "anon_inode:kvm-vm");
        process(7, 5, "/bin/sleep", "/dev/kvm2");
        process(8, 1, "/bin/sleep", "/dev/null");
        process(9, 9, "/bin/loop", "/dev/null");
        let root = Root::open(folder.path()).unwrap();
        let kata = read(&root, "/proc/6");
        assert_eq!(kata.exe.value().unwrap(), "/opt/qemu");
        assert_eq!(
            kata.ancestors.value().unwrap(),
            &["/opt/containerd-shim-kata-v2", "/sbin/init"]
        );
        assert_eq!(kata.holds_kvm.value(), Some(&true));
        assert_eq!(read(&root, "/proc/7").holds_kvm.value(), Some(&true));
        assert_eq!(read(&root, "/proc/8").holds_kvm.value(), Some(&false));
        assert_eq!(read(&root, "/proc/9").ancestors.value().unwrap().len(), MOST_ANCESTORS);
        assert_eq!(read(&root, "/proc/10").holds_kvm, Observed::Absent);
    }
}
