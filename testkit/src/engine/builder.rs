//! What the fake engine shows, settled before it starts.

use super::catalogue::Catalogue;
use super::fault::Rule;
use super::listen::{Server, Shared};
use super::{FakeEngine, Fault};
use crate::documents::{ContainerDocument, Edit, ImageDocument, Shape};
use serde_json::Value;
use std::io;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::sync::Arc;

/// Collects documents and faults; [`start`](Builder::start) serves them.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    pub(super) shape: Shape,
    pub(super) containers: Vec<ContainerDocument>,
    pub(super) images: Vec<ImageDocument>,
    pub(super) info: Vec<Edit>,
    pub(super) version: Vec<Edit>,
    pub(super) networks: Vec<Value>,
    pub(super) bridge: Vec<Edit>,
    pub(super) volumes: Vec<Value>,
    pub(super) plugins: Vec<Value>,
    pub(super) swarm: Option<Vec<Edit>>,
    pub(super) events: Vec<Value>,
    pub(super) overrides: Vec<(String, Value)>,
    rules: Vec<Rule>,
    tcp: bool,
}

impl Builder {
    /// The engine to look like.
    pub fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// One more container; its image appears by itself unless [`image`](Self::image) gives it.
    pub fn container(mut self, container: ContainerDocument) -> Self {
        self.containers.push(container);
        self
    }

    /// Several containers, for example [`many`](crate::many).
    pub fn containers(mut self, containers: impl IntoIterator<Item = ContainerDocument>) -> Self {
        self.containers.extend(containers);
        self
    }

    /// One more image.
    pub fn image(mut self, image: ImageDocument) -> Self {
        self.images.push(image);
        self
    }

    /// A field of `/info` by dotted path.
    pub fn info(mut self, path: &str, value: Value) -> Self {
        self.info.push(Edit::set(path, value));
        self
    }

    /// Takes a field of `/info` away.
    pub fn info_without(mut self, path: &str) -> Self {
        self.info.push(Edit::remove(path));
        self
    }

    /// A field of `/version` by dotted path.
    pub fn version(mut self, path: &str, value: Value) -> Self {
        self.version.push(Edit::set(path, value));
        self
    }

    /// An option of the default bridge network, for example
    /// `com.docker.network.bridge.enable_icc`.
    pub fn bridge_option(mut self, key: &str, value: &str) -> Self {
        let path = ["Options", key].map(str::to_owned).to_vec();
        self.bridge.push(Edit::Set(path, Value::from(value)));
        self
    }

    /// One more network, as `/networks/{id}` shows it; needs `Id` and `Name`.
    pub fn network(mut self, network: Value) -> Self {
        self.networks.push(network);
        self
    }

    /// One more volume; what the document leaves out comes from a plain local volume.
    pub fn volume(mut self, volume: Value) -> Self {
        self.volumes.push(volume);
        self
    }

    /// One more managed plugin.
    pub fn plugin(mut self, plugin: Value) -> Self {
        self.plugins.push(plugin);
        self
    }

    /// Makes the engine the only manager of a swarm, with one node, service, secret and
    /// config; otherwise swarm paths answer 503 as on a plain engine.
    pub fn swarm(mut self) -> Self {
        self.swarm.get_or_insert_default();
        self
    }

    /// [`swarm`](Self::swarm) with a field of `/swarm` changed.
    pub fn swarm_field(mut self, path: &str, value: Value) -> Self {
        self.swarm.get_or_insert_default().push(Edit::set(path, value));
        self
    }

    /// One more event for `/events`.
    pub fn event(mut self, event: Value) -> Self {
        self.events.push(event);
        self
    }

    /// The whole answer of any path (without version prefix), instead of what would
    /// have been there.
    pub fn document(mut self, path: &str, document: Value) -> Self {
        self.overrides.push((path.to_owned(), document));
        self
    }

    /// Misbehaviour on a path, every time; `*` stands for any run of characters, as in
    /// `/containers/*/json`. The first fault that matches is the one that happens.
    pub fn fault(mut self, path: &str, fault: Fault) -> Self {
        self.rules.push(Rule::new(path, fault, usize::MAX));
        self
    }

    /// Misbehaviour on a path the first `times` times only.
    pub fn fault_times(mut self, path: &str, times: usize, fault: Fault) -> Self {
        self.rules.push(Rule::new(path, fault, times));
        self
    }

    /// Also listens on a free port of 127.0.0.1, without TLS.
    pub fn tcp(mut self) -> Self {
        self.tcp = true;
        self
    }

    /// Serves until the returned value is dropped.
    ///
    /// # Errors
    /// The temporary folder, a socket or a thread could not be made.
    pub fn start(self) -> Result<FakeEngine, StartError> {
        let folder = tempfile::Builder::new()
            .prefix("swfake.")
            .tempdir()
            .map_err(|source| StartError { what: "make a folder", source })?;
        let socket = folder.path().join("d.sock");
        let unix = UnixListener::bind(&socket)
            .map_err(|source| StartError { what: "bind the unix socket", source })?;
        let tcp = self
            .tcp
            .then(|| TcpListener::bind("127.0.0.1:0"))
            .transpose()
            .map_err(|source| StartError { what: "bind a loopback port", source })?;
        let address = tcp.as_ref().map(TcpListener::local_addr).transpose();
        let address = address.map_err(|source| StartError { what: "read the port", source })?;
        let shared = Arc::new(Shared::new(Catalogue::new(&self), self.rules));
        let server = Server::start(&shared, (unix, socket.clone()), tcp)
            .map_err(|source| StartError { what: "start a thread", source })?;
        Ok(FakeEngine { shared, server, socket, tcp: address, _folder: folder })
    }
}

/// The fake engine could not start.
#[derive(Debug, thiserror::Error)]
#[error("fake engine could not {what}")]
pub struct StartError {
    what: &'static str,
    source: io::Error,
}
