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
}

impl Default for HostOptions {
    fn default() -> Self {
        Self {
            root: PathBuf::from("/"),
            engine_peers: Vec::new(),
            probe: Probe::default(),
            paths: Vec::new(),
            client_certificates: Vec::new(),
        }
    }
}
