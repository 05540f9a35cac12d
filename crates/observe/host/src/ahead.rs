//! What takes longest and depends on no engine: it is read while engines answer.

use std::path::Path;

use seaworthy_core::facts::{HostFacts, LiveFacts, Observed, Problem, Reason};

use crate::isolation::{self, Reader, Subject};
use crate::options::{Depth, HostOptions};
use crate::root::{Root, RootError};
use crate::{
    accounts, environment_file, kernel, mounts, observe, operating_system, security_modules, system,
};

/// The first part of an observation, which needs to know nothing of engines.
#[derive(Debug)]
pub struct Ahead {
    root: Root,
    facts: HostFacts,
    problems: Vec<Problem>,
}

impl Ahead {
    /// Reads the system, its kernel and its set-user-id files below a root.
    ///
    /// # Errors
    /// When the root itself cannot be opened.
    pub fn look(prefix: &Path) -> Result<Self, RootError> {
        let root = Root::open(prefix)?;
        let mut problems = Vec::new();
        let mut facts = HostFacts {
            root: prefix.display().to_string(),
            observer_uid: rustix::process::geteuid().as_raw(),
            ..HostFacts::default()
        };
        std::thread::scope(|scope| {
            let setuid = scope.spawn(|| operating_system::setuid(&root));
            describe_system(&root, &mut facts);
            kernel::describe(&root, &mut facts, &mut problems);
            facts.init_namespaces = isolation::init_namespaces(&root);
            facts.os.setuid = setuid.join().unwrap_or_default();
        });
        Ok(Self { root, facts, problems })
    }

    /// Observes the rest, as [`crate::observe()`] does.
    pub fn observe(self, options: &HostOptions, problems: &mut Vec<Problem>) -> HostFacts {
        problems.extend(self.problems);
        observe::complete(&self.root, self.facts, options, problems)
    }
}

/// Observes the calling process as containers are with [`Depth::Isolation`], to
/// compare them with; through its own root, wherever the machine's is.
pub fn observe_own_process() -> Observed<Box<LiveFacts>> {
    match Root::open(Path::new("/")) {
        Ok(root) => Reader::new(&root, Depth::Isolation).live(Subject::Observer),
        Err(_) => Observed::Unreadable(Reason::Permission),
    }
}

pub(crate) fn describe_system(root: &Root, facts: &mut HostFacts) {
    facts.hostname = system::hostname(root);
    facts.os_release = system::os_release(root);
    facts.kernel_release = system::kernel_release(root);
    facts.architecture = system::architecture(root);
    facts.content_trust_env = system::content_trust(root);
    facts.mounts = mounts::mounts(root);
    facts.groups = accounts::groups(root);
    facts.subuid = accounts::subordinate(root, "/etc/subuid");
    facts.subgid = accounts::subordinate(root, "/etc/subgid");
    facts.lsm = security_modules::security_modules(root);
    facts.default_files = environment_file::default_files(root);
}
