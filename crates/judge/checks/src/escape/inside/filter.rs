//! What its system-call filter lets through.

use std::sync::Arc;

use seaworthy_confinement::{Abi, Action, Filter, Reach, errno_name, for_container, syscall};
use seaworthy_core::facts::{Observed, SeccompState};
use seaworthy_core::findings::{Evidence, Undecided};

use super::Inside;
use crate::escape::chain::Link;

/// `linux/sched.h`.
const CLONE_NEWUSER: u64 = 0x1000_0000;
const SIGCHLD: u64 = 17;

/// What the engines' own profile does with a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Gate {
    /// Lets it through.
    Open,
    /// Lets it through with one of these capabilities.
    With(&'static [&'static str]),
    /// Refuses it.
    Shut,
    /// Depends on the engine's version.
    Varies,
}

/// Calls of ways out in the default profile of moby, which Podman's follows.
/// Source: moby `profiles/seccomp/default_linux.go`.
const GATES: &[(&str, Gate)] = &[
    ("mount", Gate::With(&["SYS_ADMIN"])),
    ("fsopen", Gate::With(&["SYS_ADMIN"])),
    ("fsconfig", Gate::With(&["SYS_ADMIN"])),
    ("setns", Gate::With(&["SYS_ADMIN"])),
    ("unshare", Gate::With(&["SYS_ADMIN"])),
    ("clone3", Gate::With(&["SYS_ADMIN"])),
    ("bpf", Gate::With(&["SYS_ADMIN", "BPF"])),
    ("perf_event_open", Gate::With(&["SYS_ADMIN", "PERFMON"])),
    ("finit_module", Gate::With(&["SYS_MODULE"])),
    ("open_by_handle_at", Gate::With(&["DAC_READ_SEARCH"])),
    ("iopl", Gate::With(&["SYS_RAWIO"])),
    ("process_vm_writev", Gate::With(&["SYS_PTRACE"])),
    ("ptrace", Gate::Open),
    ("mknod", Gate::Open),
    ("openat", Gate::Open),
    ("socket", Gate::Open),
    ("splice", Gate::Open),
    ("pipe2", Gate::Open),
    ("madvise", Gate::Open),
    ("kexec_load", Gate::Shut),
    ("userfaultfd", Gate::Shut),
    ("io_uring_setup", Gate::Varies),
];

impl Inside<'_> {
    /// The filter lets a call through.
    pub(in crate::escape) fn call(&self, name: &str) -> Link {
        let fact = format!("system call {name}");
        let (state, source) = match self.effective.seccomp() {
            Ok(Observed::Known { value, source }) => (value, source),
            Ok(Observed::Absent) => return Link::Unseen("seccomp: not set".to_owned()),
            Ok(Observed::Unreadable(reason)) => return Link::Unseen(format!("seccomp: {reason}")),
            Err(undecided) => return undecided.into(),
        };
        let evidence = |text: &str| Evidence::new(fact.as_str(), text, source.as_str());
        match state {
            SeccompState::Unconfined => Link::open(evidence("let through: there is no filter"))
                .closed_by(self.without("--security-opt seccomp=unconfined")),
            SeccompState::AllowsEverything => {
                Link::open(evidence("let through: its profile refuses nothing"))
                    .closed_by("Leave the engine's own seccomp profile in force")
            }
            SeccompState::Builtin | SeccompState::Custom | SeccompState::Filtered => {
                match (self.filter(), state) {
                    (Ok(filter), _) => self.through(&filter, name),
                    (Err(_), SeccompState::Builtin) => {
                        self.engine_profile(name, &fact, source.as_str())
                    }
                    (Err(undecided), _) => undecided.into(),
                }
            }
        }
    }

    /// The filter lets through one of the calls that make user namespaces.
    ///
    /// `clone` makes one by a flag, so it counts where that flag passes; profiles
    /// that only refuse `unshare` leave it open.
    pub(in crate::escape) fn call_for_user_namespaces(&self) -> Link {
        let links = [self.call("unshare"), self.call("clone3"), self.clone_with_user_namespace()];
        Link::any(links, Evidence::new("calls for user namespaces", "none", ""))
    }

    fn clone_with_user_namespace(&self) -> Link {
        let closed = |text: &str| {
            Link::Closed(Evidence::new("system call clone", text, "its seccomp filter"))
        };
        // Without the filter itself the other two calls tell: engines gate all alike.
        let Ok(filter) = self.filter() else { return closed("not asked about") };
        let Some(native) = self.machine().and_then(Abi::native) else {
            return Link::Unseen("architecture of the host: not seen".to_owned());
        };
        let passes = native.compatible().iter().any(|abi| {
            syscall(*abi, "clone").is_some_and(|call| {
                let flags = [CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0, 0];
                matches!(
                    filter.decide(*abi, call.number, flags).action,
                    Action::Allow | Action::Log | Action::Notify | Action::Trace(_)
                )
            })
        });
        if !passes {
            return closed("refused with CLONE_NEWUSER");
        }
        let text = "let through with CLONE_NEWUSER";
        Link::open(Evidence::new("system call clone", text, "its seccomp filter"))
            .closed_by("Give it a seccomp profile that refuses clone with CLONE_NEWUSER")
    }

    /// The filter in full, where the container runs and it could be read.
    fn filter(&self) -> Result<Arc<Filter>, Undecided> {
        match self.context.filters {
            Some(memo) => memo.of(self.container),
            None => for_container(self.container).map(Arc::new),
        }
    }

    /// What the filter itself answers, for every ABI of the machine.
    fn through(&self, filter: &Filter, name: &str) -> Link {
        const SOURCE: &str = "its seccomp filter";
        let fact = format!("system call {name}");
        let Some(native) = self.machine().and_then(Abi::native) else {
            return Link::Unseen("architecture of the host: not seen".to_owned());
        };
        let reached = |abi: &Abi| Some((*abi, filter.reach(*abi, name)));
        let mut answers = native.compatible().iter().filter_map(reached);
        if let Some((abi, reach)) = answers.find(|(_, reach)| reach.is_reachable()) {
            let by =
                if abi == native { String::new() } else { format!(" as a call of {}", abi.name()) };
            let text = match reach {
                Reach::Conditional(_) => format!("let through for some arguments{by}"),
                _ => format!("let through{by}"),
            };
            return Link::open(Evidence::new(fact, text, SOURCE))
                .closed_by("Give it a seccomp profile that refuses the call");
        }
        let text = match filter.reach(native, name) {
            Reach::Refused { errno } => match errno_name(errno) {
                Some(name) => format!("refused with {name}"),
                None => format!("refused with error {errno}"),
            },
            other => other.as_str().to_owned(),
        };
        Link::Closed(Evidence::new(fact, text, SOURCE))
    }

    fn engine_profile(&self, name: &str, fact: &str, source: &str) -> Link {
        let gate = GATES.iter().find(|(call, _)| *call == name).map(|(_, gate)| *gate);
        let with = |text: String| Link::open(Evidence::new(fact, text, source));
        let refused =
            || Link::Closed(Evidence::new(fact, "refused by the engine's profile", source));
        match gate {
            Some(Gate::Open) => with("let through by the engine's profile".to_owned()),
            Some(Gate::Shut) => refused(),
            Some(Gate::With(names)) => match self.effective.capabilities() {
                Err(undecided) => undecided.into(),
                Ok(capabilities) => match capabilities.value() {
                    None => Link::Unseen("capabilities: not seen".to_owned()),
                    Some(held) => names
                        .iter()
                        .find(|name| held.contains(**name) || held.contains("ALL"))
                        .map_or_else(refused, |name| {
                            with(format!("let through by the engine's profile with {name}"))
                        }),
                },
            },
            Some(Gate::Varies) | None => unread(name),
        }
    }
}

fn unread(name: &str) -> Link {
    Link::Unseen(format!(
        "what its seccomp filter does with {name}: not read; root can read its OCI configuration"
    ))
}
