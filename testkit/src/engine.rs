//! The fake Engine API server.

mod answer;
mod builder;
mod catalogue;
mod draft;
mod fault;
mod listen;
mod wire;

pub use builder::{Builder, StartError};
pub use fault::Fault;

use listen::{Server, Shared};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, `POST` …
    pub method: String,
    /// As sent: version prefix, query and all.
    pub target: String,
    /// Decoded, without version prefix and query: `/containers/web/json`.
    pub path: String,
}

/// A running fake engine. Dropping it closes every connection, ends every thread and
/// removes the socket.
#[derive(Debug)]
pub struct FakeEngine {
    shared: Arc<Shared>,
    server: Server,
    socket: PathBuf,
    tcp: Option<SocketAddr>,
    _folder: TempDir,
}

impl FakeEngine {
    /// An engine of the default [`Shape`](crate::Shape) with nothing in it.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// What `--host` takes: `unix://…`.
    pub fn host(&self) -> String {
        format!("unix://{}", self.socket.display())
    }

    /// Where the unix socket is.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The loopback address, when [`Builder::tcp`] asked for one.
    pub fn tcp_address(&self) -> Option<SocketAddr> {
        self.tcp
    }

    /// Every request so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests()
    }

    /// Number of requests by path, without version prefix and query.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for request in self.requests() {
            *counts.entry(request.path).or_insert(0) += 1;
        }
        counts
    }

    /// Number of requests for one path.
    pub fn count(&self, path: &str) -> usize {
        self.counts().get(path).copied().unwrap_or(0)
    }

    /// Number of connections accepted: shows whether a client keeps them alive.
    pub fn connections(&self) -> usize {
        self.shared.connections()
    }

    /// Forgets the requests and connections counted so far.
    pub fn forget(&self) {
        self.shared.forget();
    }
}

impl Drop for FakeEngine {
    fn drop(&mut self) {
        self.server.stop(&self.shared);
    }
}

#[cfg(test)]
mod tests;
