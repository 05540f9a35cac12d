//! What of the kernel a process reaches by files.
//!
//! Which files there are is read once, from the observer's own `/proc` and
//! `/sys`, and not from a container's: whatever a container mounts over them
//! cannot hold the observer up. Each process's mounts, ids and capabilities then
//! decide which of them it may write; nothing is opened for writing. A security
//! module may refuse more, and a file may refuse a value: neither is asked.

mod credentials;
mod device_nodes;
mod layers;
mod layout;
mod network_part;
mod setuid;
mod tree;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use seaworthy_core::facts::{
    KernelInterface, LiveFacts, MountPoint, Observed, PathCount, Reason, is_below,
};

use super::Subject;
use crate::mounts;
use crate::root::Root;
use credentials::Credentials;
use layout::Layout;
use tree::Tree;

/// File systems that are the kernel's interface.
const KERNEL: [&str; 15] = [
    "binfmt_misc",
    "bpf",
    "cgroup",
    "cgroup2",
    "configfs",
    "debugfs",
    "efivarfs",
    "fusectl",
    "proc",
    "pstore",
    "resctrl",
    "securityfs",
    "selinuxfs",
    "sysfs",
    "tracefs",
];

/// Files that lead out of a container when they may be written: these are kept
/// by name however many there are. The end of a path is compared.
const NOTABLE: [&str; 12] = [
    "/binfmt_misc/register",
    "/devices.allow",
    "/kernel/core_pattern",
    "/kernel/modprobe",
    "/kernel/hotplug",
    "/kernel/uevent_helper",
    "/kernel/usermodehelper/bset",
    "/kernel/usermodehelper/inheritable",
    "/power/state",
    "/release_agent",
    "/sysrq-trigger",
    "/vm/panic_on_oom",
];

/// Answers, remembered for processes that are alike.
#[derive(Debug)]
pub(super) struct Interface<'a> {
    root: &'a Root,
    writable: Writable<'a>,
    layers: layers::Layers<'a>,
}

/// Files of the kernel that may be written.
#[derive(Debug)]
struct Writable<'a> {
    root: &'a Root,
    /// Mounts of the observer or of the first process, where trees are walked.
    mounts: Vec<MountPoint>,
    /// Devices of those that are a sysfs.
    own_sysfs: BTreeSet<String>,
    trees: HashMap<(String, String), Rc<Tree>>,
    answers: HashMap<Question, (PathCount, PathCount)>,
}

/// All that an answer depends on.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Question {
    credentials: Credentials,
    mounts: Vec<WritableMount>,
}

/// A mount of the kernel's interface that is not read-only.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct WritableMount {
    path: String,
    fs_type: String,
    root: String,
    /// Empty where all file systems of the type hold the same, but for what
    /// belongs to a network namespace.
    device: String,
    /// The network namespace, where that is not the observer's and shows here.
    network: Option<u64>,
    covered: Vec<String>,
}

impl<'a> Interface<'a> {
    pub(super) fn new(root: &'a Root) -> Self {
        Self { root, writable: Writable::new(root), layers: layers::Layers::new(root) }
    }

    /// Everything, from the process's facts and the text of its `mountinfo`.
    pub(super) fn read(
        &mut self,
        subject: Subject,
        live: &LiveFacts,
        mountinfo: &Observed<String>,
        others: Others,
    ) -> KernelInterface {
        let layout = match mountinfo {
            Observed::Known { value, .. } => Layout::parse(value),
            Observed::Absent => Err(Reason::NotCollected),
            Observed::Unreadable(reason) => Err(*reason),
        };
        let layout = match layout {
            Ok(layout) => layout,
            Err(reason) => return unreadable(reason),
        };
        let Self { root, writable, layers } = self;
        let (root, layout) = (*root, &layout);
        let devices = device_nodes::read(root, subject, layout);
        let mut programs = || setuid::read(root, subject, layout, layers);
        let mut writable = || writable.read(subject, live, layout, others);
        let (setuid, (writable_proc, writable_sys)) = match subject {
            // Containers share what was walked before: a thread is dearer.
            Subject::Process(_) => (programs(), writable()),
            // Programs are looked for all over the disk, and all of `/sys` is walked.
            Subject::Observer => std::thread::scope(|scope| {
                let programs = scope.spawn(programs);
                let writable = writable();
                (programs.join().unwrap_or_default(), writable)
            }),
        };
        KernelInterface { writable_proc, writable_sys, devices, setuid }
    }
}

impl<'a> Writable<'a> {
    fn new(root: &'a Root) -> Self {
        let own = root.text("/proc/self/mountinfo", mounts::PROCESS_LIMIT);
        let own = own.map(|text| mounts::parse(&text));
        let own = if own.is_known() { own } else { mounts::mounts(root) };
        let mounts = own.value().cloned().unwrap_or_default();
        let sysfs = mounts.iter().filter(|mount| mount.fs_type == "sysfs");
        Self {
            root,
            own_sysfs: sysfs.map(|mount| mount.device.clone()).collect(),
            mounts,
            trees: HashMap::new(),
            answers: HashMap::new(),
        }
    }

    /// Those of `/proc`, and all others.
    fn read(
        &mut self,
        subject: Subject,
        live: &LiveFacts,
        layout: &Layout,
        others: Others,
    ) -> (Observed<PathCount>, Observed<PathCount>) {
        let credentials = match Credentials::of(subject, live, others.ipc) {
            Ok(credentials) => credentials,
            Err(reason) => return (Observed::Unreadable(reason), Observed::Unreadable(reason)),
        };
        let mounts = writable_mounts(layout, others.network, &self.own_sysfs);
        let (proc, sys) = self.answer(subject, Question { credentials, mounts });
        let source = "mounts, ids and capabilities over /proc and /sys";
        (Observed::known(proc, source), Observed::known(sys, source))
    }

    fn answer(&mut self, subject: Subject, question: Question) -> (PathCount, PathCount) {
        if let Some(known) = self.answers.get(&question) {
            return known.clone();
        }
        let (mut proc, mut sys) = (Found::default(), Found::default());
        for mount in &question.mounts {
            let tree = self.tree(mount);
            let is_proc = mount.fs_type == "proc" || is_below(&mount.path, "/proc");
            let found = if is_proc { &mut proc } else { &mut sys };
            found.add(mount, &tree, &question.credentials);
            if let (Some(_), Subject::Process(pid)) = (mount.network, subject) {
                let part = network_part::read(self.root, pid, &mount.fs_type, &mount.path);
                let part = part.unwrap_or_else(|| Tree { cut_off: true, ..Tree::default() });
                found.add(
                    &WritableMount { network: None, ..mount.clone() },
                    &part,
                    &question.credentials,
                );
            }
        }
        let answer = (proc.into_count(), sys.into_count());
        self.answers.insert(question, answer.clone());
        answer
    }

    /// The files of the mount's file system, walked where the observer has it.
    fn tree(&mut self, mount: &WritableMount) -> Rc<Tree> {
        let key = (mount.fs_type.clone(), mount.device.clone());
        if let Some(known) = self.trees.get(&key) {
            return Rc::clone(known);
        }
        let mut tree = Tree { cut_off: true, ..Tree::default() };
        let same = |own: &&MountPoint| {
            own.fs_type == mount.fs_type && (mount.device.is_empty() || own.device == mount.device)
        };
        let leave_out = |path: &str| mount.fs_type == "proc" && tree::is_process(path);
        let mut roots = BTreeSet::new();
        for own in self.mounts.iter().filter(same) {
            if !roots.insert(own.root.clone()) {
                continue;
            }
            if let Ok(folder) = self.root.open_folder(&own.path) {
                tree.cut_off &= roots.len() > 1;
                tree.add(Tree::walk(folder, &own.root, leave_out));
            }
        }
        // One walk shows folders right before what they hold.
        if roots.len() > 1 {
            tree.sort();
        }
        let tree = Rc::new(tree);
        self.trees.insert(key, Rc::clone(&tree));
        tree
    }
}

/// Namespaces of a process that are not the observer's.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Others {
    pub(super) ipc: bool,
    pub(super) network: Option<u64>,
}

fn writable_mounts(
    layout: &Layout,
    network: Option<u64>,
    own_sysfs: &BTreeSet<String>,
) -> Vec<WritableMount> {
    let read_only = |options: &[String]| options.iter().any(|option| option == "ro");
    let wanted = |mount: &MountPoint| {
        KERNEL.contains(&mount.fs_type.as_str())
            && !read_only(&mount.options)
            && !read_only(&mount.super_options)
    };
    let writable = |(mount, covered): (&MountPoint, Vec<&str>)| {
        let mut writable = WritableMount {
            path: mount.path.clone(),
            fs_type: mount.fs_type.clone(),
            root: mount.root.clone(),
            device: match mount.fs_type.as_str() {
                "proc" | "sysfs" => String::new(),
                _ => mount.device.clone(),
            },
            network: None,
            covered: covered.into_iter().map(str::to_owned).collect(),
        };
        let shows = match mount.fs_type.as_str() {
            "proc" => writable.shows("/sys/net/x").is_some(),
            // A sysfs shows the network that it was mounted in.
            fs_type => fs_type == "sysfs" && !own_sysfs.contains(&mount.device),
        };
        writable.network = network.filter(|_| shows);
        writable
    };
    layout.visible(wanted).map(writable).collect()
}

impl WritableMount {
    /// Where it shows a file of its file system, if it does.
    fn shows(&self, path: &str) -> Option<String> {
        if !is_below(path, &self.root) {
            return None;
        }
        let below = path.get(self.root.trim_end_matches('/').len()..)?;
        let path = format!("{}{below}", self.path.trim_end_matches('/'));
        let is_covered = self.covered.iter().any(|covered| is_below(&path, covered));
        (!is_covered).then_some(path)
    }
}

/// Paths that may be written.
#[derive(Debug, Default)]
struct Found {
    paths: BTreeSet<String>,
    cut_off: bool,
}

impl Found {
    fn add(&mut self, mount: &WritableMount, tree: &Tree, credentials: &Credentials) {
        let is_proc = mount.fs_type == "proc";
        let mut closed: Option<&str> = None;
        self.cut_off |= tree.cut_off;
        for node in &tree.nodes {
            if closed.is_some_and(|closed| is_below(&node.path, closed)) {
                continue;
            }
            if node.is_folder {
                if !credentials.may_enter(node, is_proc) {
                    closed = Some(&node.path);
                } else if tree.refused.contains(&node.path) {
                    // It may know by name what the observer may not list.
                    self.cut_off |= mount.shows(&node.path).is_some();
                }
                continue;
            }
            let elsewhere =
                mount.network.is_some() && network_part::is_part(&mount.fs_type, &node.path);
            if elsewhere || !credentials.may_write(node, is_proc) {
                continue;
            }
            self.paths.extend(mount.shows(&node.path));
        }
    }

    fn into_count(self) -> PathCount {
        let is_notable = |path: &&String| NOTABLE.iter().any(|end| path.ends_with(end));
        let (notable, others): (Vec<&String>, Vec<&String>) =
            self.paths.iter().partition(is_notable);
        let kept = notable.into_iter().chain(others).take(PathCount::MOST);
        let kept: BTreeSet<String> = kept.cloned().collect();
        PathCount {
            count: self.paths.len() as u64,
            paths: kept.into_iter().collect(),
            cut_off: self.cut_off,
        }
    }
}

fn unreadable(reason: Reason) -> KernelInterface {
    KernelInterface {
        writable_proc: Observed::Unreadable(reason),
        writable_sys: Observed::Unreadable(reason),
        devices: Observed::Unreadable(reason),
        setuid: Observed::Unreadable(reason),
    }
}
