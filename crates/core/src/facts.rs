//! What observers saw, and how sure they are.
//!
//! Every field that an observer may fail to read is an [`Observed`] value, so
//! "permission denied" can never be taken for "not set". All types here
//! serialise under [`FORMAT`]; a section that a file lacks reads as
//! not-collected, which keeps old fact files and hand-written test cases valid.

mod command_line;
mod container;
mod daemon;
mod effective;
mod engine;
mod engine_paths;
mod file;
mod hardening;
mod host;
mod host_mounts;
mod host_path;
mod image;
mod isolation;
mod join;
mod kernel;
mod live;
mod located;
mod namespace_chain;
mod observed;
mod operating_system;
mod security_options;
mod settings;
mod swarm;
mod timestamp;

pub use command_line::{CommandLine, KernelParameter};
pub use container::{ContainerFacts, ContainerState};
pub use daemon::{
    DaemonConfig, DaemonFile, DaemonProcess, EnvironmentFile, Listener, ListenerAnswer,
    ProxyProcess, SystemdUnit, UnitDirective,
};
pub use effective::{Effective, SeccompState};
pub use engine::{
    EngineFacts, EngineInfo, EngineKind, EngineVersion, NetworkFacts, PeerCredentials, PluginFacts,
    RegistryIndex, VolumeFacts,
};
pub use engine_paths::{ENGINE_PATHS, ENGINE_PROGRAMS, PROGRAM_FOLDERS};
pub use file::{AclEntry, FileFacts, FileKind};
pub use hardening::{
    FirewallFacts, FirewallFrontEnd, FirewallRule, HardeningFacts, RareModule, ServiceState,
    SshFacts, SshMatch, SshSetting,
};
pub use host::{
    AuditRule, AuditRules, AuditSource, CertificateFacts, ClientContext, GroupRecord, HostFacts,
    HostLsm, MountPoint, RegistryHost, SubordinateRange, SudoersEntry, UserRecord, is_below,
};
pub use host_mounts::HostMount;
pub use host_path::{PathRelation, normal_host_path, relate};
pub use image::{HistoryEntry, ImageContents, ImageFacts};
pub use isolation::{
    BoundaryFacts, BpfProgram, CgroupControls, DeviceNode, Interface, KernelInterface,
    NamespaceView, PathCount, Route, SeccompFacts,
};
pub use join::{Locality, joined_daemon, joined_host};
pub use kernel::{KernelConfig, KernelFacts};
pub use live::{
    CapabilitySets, CgroupLimits, IdMapRange, LayerLog, LiveFacts, OciSpec, ProcessFacts,
};
pub use located::Located;
pub use namespace_chain::{NamespaceChain, SharedNamespace};
pub use observed::{Observed, Reason, Seen, Source};
pub use operating_system::{
    AutomaticUpdate, BlockDevice, InstalledPackages, ListeningSocket, OperatingSystemFacts,
    SetuidFile, SetuidFiles, UpdateState,
};
pub use security_options::{
    ParseSecurityOptionError, SeccompChoice, SeccompProfileSummary, SecurityOptions,
};
pub use settings::{
    ContainerSettings, Device, DeviceRequest, EnvVar, ExecFacts, Healthcheck, Mount, MountKind,
    NamespaceMode, PublishedPort, RestartPolicy, Ulimit,
};
pub use swarm::{NodeFacts, ServiceFacts, SwarmFacts};
pub use timestamp::unix_seconds;

use serde::{Deserialize, Serialize};

/// Name and version of the facts file. Version 0: fields may still move.
pub const FORMAT: &str = "seaworthy-facts/0";

/// Everything one run saw: the input of every judge, and the content of a
/// `--save-facts` file.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Facts {
    /// [`FORMAT`] of the writer.
    pub format: String,
    /// Version of the Seaworthy that observed.
    pub tool_version: String,
    /// When the observation began, RFC 3339, UTC.
    pub collected: String,
    /// The machine below the root prefix.
    pub host: Observed<HostFacts>,
    /// One entry an engine that was asked, in the order asked.
    pub engines: Vec<EngineFacts>,
    /// What could not be read, in words for a person.
    pub problems: Vec<Problem>,
}

/// Something that could not be read, and what to do about it.
#[derive(Clone, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(default)]
pub struct Problem {
    /// The file, endpoint or part that was asked.
    pub source: String,
    /// What happened.
    pub message: String,
    /// What the reader can do, empty when there is nothing.
    pub hint: String,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(source: impl Into<String>, message: impl Into<String>) -> Self {
        Self { source: source.into(), message: message.into(), hint: String::new() }
    }

    /// The same problem with advice for the person who reads it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}
