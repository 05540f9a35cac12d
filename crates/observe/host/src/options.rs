//! What to look at.

use std::path::PathBuf;

/// Whether TCP ports of engines are asked what they let a stranger do.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Probe {
    /// Nothing is sent.
    #[default]
    Never,
    /// One plain and one TLS request a port on which a daemon of this machine
    /// listens.
    OwnListeners,
}

/// How deep running processes are looked at.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Depth {
    /// What the checks of an audit need.
    #[default]
    Audit,
    /// Also what each process sees through its namespaces and reaches of the
    /// kernel, and the observing process beside it.
    Isolation,
}

/// Whether the kernel is asked for the seccomp filters of containers, which
/// stops a thread of each for some microseconds (ptrace).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum FilterDump {
    /// No process is stopped.
    #[default]
    Never,
    /// The main thread of every container is.
    Ptrace,
}

/// What [`crate::observe`] looks at.
#[derive(Clone, Debug)]
pub struct HostOptions {
    /// Prefix of all paths.
    pub root: PathBuf,
    /// Process ids behind the engine sockets that were asked, from the sockets'
    /// peer credentials.
    pub engine_peers: Vec<u32>,
    /// Asking TCP ports.
    pub probe: Probe,
    /// Further paths to take owner and mode of, as the host names them.
    pub paths: Vec<String>,
    /// Further folders with client certificates (`DOCKER_CERT_PATH`).
    pub client_certificates: Vec<String>,
    /// How deep running processes are looked at.
    pub depth: Depth,
    /// Asking the kernel for seccomp filters.
    pub filter_dump: FilterDump,
}

impl Default for HostOptions {
    fn default() -> Self {
        Self {
            root: PathBuf::from("/"),
            engine_peers: Vec::new(),
            probe: Probe::default(),
            paths: Vec::new(),
            client_certificates: Vec::new(),
            depth: Depth::default(),
            filter_dump: FilterDump::default(),
        }
    }
}
