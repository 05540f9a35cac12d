//! What a check may look at beside its subject.

use std::cell::RefCell;
use std::sync::Arc;

use seaworthy_confinement::{Filter, Filters};
use seaworthy_core::facts::{
    ContainerFacts, DaemonProcess, EngineFacts, EngineInfo, EngineKind, Facts, HostFacts, Locality,
    Observed, Reason, joined_daemon, joined_host,
};
use seaworthy_core::findings::Undecided;

/// The other subjects, the settings of the user, and the time.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// All facts.
    pub facts: &'a Facts,
    /// The engine that the subject belongs to; for checks of the machine the
    /// first engine that is proven to run on it.
    pub engine: Option<&'a EngineFacts>,
    /// What the user declared.
    pub settings: &'a Settings,
    /// Now, seconds since 1970.
    pub now: i64,
    /// Filters read already; without it each question reads its filter again.
    pub filters: Option<&'a FilterMemo>,
}

/// Seccomp filters of one run, each read once.
#[derive(Debug, Default)]
pub struct FilterMemo(RefCell<Filters>);

impl FilterMemo {
    /// The filter of a container.
    pub(crate) fn of(&self, container: &ContainerFacts) -> Result<Arc<Filter>, Undecided> {
        self.0.borrow_mut().of(container)
    }
}

/// What the user declared to be so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Who and what is trusted.
    pub trusted: Trusted,
    /// Whom the recommendations for the kernel are for.
    pub kernel_profile: seaworthy_kernel::Profile,
}

/// `[trusted]` of the policy file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trusted {
    /// Users that may control the engine.
    pub users: Vec<String>,
    /// Registries (`registry.example`, prefixes of image names).
    pub registries: Vec<String>,
    /// Base images.
    pub base_images: Vec<String>,
    /// Packages.
    pub packages: Vec<String>,
}

fn hidden_process(reason: Reason) -> Undecided {
    Undecided::unknown(format!("the engine's process: {reason}"))
}

impl<'a> Context<'a> {
    /// The engine of the subject.
    pub fn engine(&self) -> Result<&'a EngineFacts, Undecided> {
        self.engine.ok_or_else(|| Undecided::unknown("no engine answered"))
    }

    /// The engine's `/info`.
    pub fn info(&self) -> Result<&'a EngineInfo, Undecided> {
        match &self.engine()?.info {
            Observed::Known { value, .. } => Ok(value),
            Observed::Absent => Err(Undecided::unknown("the engine has no /info")),
            Observed::Unreadable(reason) => {
                Err(Undecided::unknown(format!("engine /info: {reason}")))
            }
        }
    }

    /// The machine, when the engine is proven to run on it.
    pub fn host(&self) -> Result<&'a HostFacts, Undecided> {
        let engine = self.engine()?;
        joined_host(self.facts, engine).ok_or_else(|| match self.hidden(engine) {
            Some(reason) => hidden_process(reason),
            None => Undecided::not_applicable("the engine is not proven to run on this machine"),
        })
    }

    /// The daemon's process, when the engine is proven to run on this machine.
    pub fn daemon(&self) -> Result<&'a DaemonProcess, Undecided> {
        let engine = self.engine()?;
        joined_daemon(self.facts, engine).ok_or_else(|| match self.hidden(engine) {
            Some(reason) => hidden_process(reason),
            None => Undecided::unknown("the engine's process was not seen on this machine"),
        })
    }

    /// Why the process of an engine on a unix socket could not even be looked for.
    fn hidden(&self, engine: &EngineFacts) -> Option<Reason> {
        let daemons = &self.facts.host.value()?.daemons;
        match daemons {
            Observed::Unreadable(reason) if engine.endpoint.starts_with("unix:") => Some(*reason),
            _ => None,
        }
    }

    /// Whether host facts are about the engine's machine.
    pub fn is_local(&self) -> bool {
        self.engine.is_some_and(|engine| engine.locality(self.facts) == Locality::Proven)
    }

    /// Ends a check that only Docker's daemon can answer for.
    pub fn docker_only(&self) -> Result<(), Undecided> {
        match self.engine()?.kind {
            EngineKind::Docker => Ok(()),
            EngineKind::Podman => {
                Err(Undecided::not_applicable("Podman has no daemon with this setting"))
            }
        }
    }

    /// Ends a check that needs a running container.
    pub fn running_only(&self, container: &ContainerFacts) -> Result<(), Undecided> {
        if container.is_running() || container.requested.is_some() {
            return Ok(());
        }
        Err(Undecided::not_applicable("the container does not run"))
    }
}
