//! Where an engine listens, and how that was decided.

mod address;
mod context;
mod error;
mod resolve;
mod sockets;
#[cfg(test)]
mod tests;
mod tls;

pub use address::Address;
pub use error::EndpointError;
pub use resolve::{EngineChoice, endpoints};
pub use tls::{TlsMaterial, Verification};

use std::fmt;
use std::path::PathBuf;

/// One engine to ask.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Endpoint {
    /// Where it listens.
    pub address: Address,
    /// TLS, when it is spoken there.
    pub tls: Option<TlsMaterial>,
    /// What named it.
    pub origin: Origin,
}

/// What named an endpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Origin {
    /// The command line.
    Host,
    /// The variable `DOCKER_HOST`.
    DockerHost,
    /// A Docker context.
    Context {
        /// Its name.
        name: String,
        /// Its `meta.json`.
        path: PathBuf,
    },
    /// Nobody: a socket was there and something listened.
    Found,
}

impl Endpoint {
    /// Whether somebody named it, so that its silence is an error and not merely
    /// a part of the audit that is missing.
    pub fn asked_for(&self) -> bool {
        self.origin != Origin::Found
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(f)
    }
}
