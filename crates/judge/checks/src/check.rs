//! What a check is.

use std::borrow::Cow;

use seaworthy_core::facts::{
    ContainerFacts, EngineFacts, HostFacts, ImageFacts, NetworkFacts, SwarmFacts,
};
use seaworthy_core::findings::{Remedy, Risk, Severity, SubjectKind, Undecided, Verdict};

use crate::Context;

/// One check of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Kebab-case, names the defect, never reused.
    pub id: &'static str,
    /// What is wrong, at most 60 characters.
    pub title: &'static str,
    /// How bad a failure is unless the verdict says otherwise.
    pub severity: Severity,
    /// Where reports group it.
    pub section: Section,
    /// Ids of CIS Docker 1.8.0 that it covers; older ids and levels follow from them.
    pub cis: &'static [&'static str],
    /// Further tags (`escape`, `secrets` …).
    pub tags: &'static [&'static str],
    /// Facts it reads; an observer gathers only what somebody reads.
    pub reads: &'static [FactGroup],
    /// What, why and how to fix, in Markdown.
    pub explanation: &'static str,
    /// The general way out.
    pub fix: Fix,
    /// The judgement.
    pub judge: Judge,
}

/// The way out, as a constant.
#[derive(Clone, Copy, Debug)]
pub struct Fix {
    /// One or two sentences.
    pub summary: &'static str,
    /// Commands to type.
    pub commands: &'static [&'static str],
    /// What it may break.
    pub risk: Risk,
}

impl From<Fix> for Remedy {
    fn from(fix: Fix) -> Self {
        Self {
            summary: fix.summary.to_owned(),
            commands: fix.commands.iter().map(|command| (*command).to_owned()).collect(),
            changes: Vec::new(),
            risk: fix.risk,
        }
    }
}

/// Where reports group a check.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Section {
    /// The machine and its users.
    Host,
    /// The kernel and its options.
    Kernel,
    /// The operating system.
    Os,
    /// How the daemon is configured.
    Daemon,
    /// Files of daemon and clients.
    Files,
    /// Images.
    Images,
    /// Containers at run time.
    Containers,
    /// Ways out of containers.
    Escape,
    /// Housekeeping.
    Operations,
    /// Swarm.
    Swarm,
    /// Registries, mirrors and trust.
    Registries,
}

impl Section {
    /// All of them in report order.
    pub const ALL: [Self; 11] = [
        Self::Host,
        Self::Kernel,
        Self::Os,
        Self::Daemon,
        Self::Files,
        Self::Images,
        Self::Containers,
        Self::Escape,
        Self::Registries,
        Self::Operations,
        Self::Swarm,
    ];

    /// The word that selects it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Kernel => "kernel",
            Self::Os => "os",
            Self::Daemon => "daemon",
            Self::Files => "files",
            Self::Images => "images",
            Self::Containers => "containers",
            Self::Escape => "escape",
            Self::Operations => "operations",
            Self::Swarm => "swarm",
            Self::Registries => "registries",
        }
    }
}

/// A group of facts that costs something to gather.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FactGroup {
    /// Files, users, units below the root prefix.
    HostFiles,
    /// Kernel audit rules.
    Audit,
    /// The daemon's process and configuration.
    DaemonProcess,
    /// `/info` and `/version`.
    EngineInfo,
    /// Inspect of every container.
    Containers,
    /// `/proc` of every running container.
    Live,
    /// Image configuration and history.
    Images,
    /// What is inside images.
    ImageContents,
    /// Networks.
    Networks,
    /// Swarm.
    Swarm,
    /// Kernel configuration and parameters.
    Kernel,
    /// Kind and upkeep of the operating system.
    OperatingSystem,
}

/// The judging function, by kind of subject.
#[derive(Clone, Copy, Debug)]
pub enum Judge {
    /// Once for the machine.
    Host(fn(&HostFacts, &Context<'_>) -> Result<Verdict, Undecided>),
    /// Once an engine.
    Engine(fn(&EngineFacts, &Context<'_>) -> Result<Verdict, Undecided>),
    /// Once a container.
    Container(fn(&ContainerFacts, &Context<'_>) -> Result<Verdict, Undecided>),
    /// Once an image.
    Image(fn(&ImageFacts, &Context<'_>) -> Result<Verdict, Undecided>),
    /// Once a network.
    Network(fn(&NetworkFacts, &Context<'_>) -> Result<Verdict, Undecided>),
    /// Once a Swarm that this engine manages; not applicable elsewhere.
    Swarm(fn(&SwarmFacts, &Context<'_>) -> Result<Verdict, Undecided>),
    /// A table whose rows are judged alike.
    Family(Family),
    /// A table whose rows are judged alike, for each container.
    ContainerFamily(ContainerFamily),
}

/// Many checks that differ only in a row of data: each row gives a result of
/// its own, with its own id, title and severity.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// The rows.
    pub rows: fn() -> &'static [Row],
    /// Judges one row for the machine.
    pub judge: fn(&Row, &HostFacts, &Context<'_>) -> Result<Verdict, Undecided>,
    /// What this machine calls a row's subject, where names differ between
    /// machines.
    pub spelled: Option<fn(&Row, &HostFacts) -> &'static str>,
}

/// As [`Family`], where each row is judged once a container.
#[derive(Clone, Copy, Debug)]
pub struct ContainerFamily {
    /// The rows.
    pub rows: fn() -> &'static [Row],
    /// Judges one row for a container.
    pub judge: fn(&Row, &ContainerFacts, &Context<'_>) -> Result<Verdict, Undecided>,
}

/// One row of a [`Family`].
#[derive(Clone, Debug)]
pub struct Row {
    /// Kebab-case id, unique among all checks and rows.
    pub id: Cow<'static, str>,
    /// What is wrong, at most 60 characters.
    pub title: Cow<'static, str>,
    /// How bad a failure is.
    pub severity: Severity,
    /// Ids of CIS Docker 1.8.0 that it covers.
    pub cis: &'static [&'static str],
    /// What this row is about, one or two sentences, for `explain`.
    pub text: Cow<'static, str>,
    /// Kind and name of its subject; `None` for the machine itself.
    pub subject: Option<(SubjectKind, Cow<'static, str>)>,
    /// Position in the family's own table of data.
    pub index: usize,
}
