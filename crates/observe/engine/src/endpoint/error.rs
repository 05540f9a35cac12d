//! Why no endpoint could be chosen.

use std::io;
use std::path::PathBuf;

/// Why the engine to ask could not be settled.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// A transport that this program does not speak.
    #[error("engine address {address} uses {scheme}://, which is not supported")]
    Scheme {
        /// The address as given.
        address: String,
        /// Its scheme.
        scheme: String,
    },
    /// Not an address.
    #[error("engine address {address} is malformed: {reason}")]
    Address {
        /// The address as given, without what stands before an `@`.
        address: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// `--host` and `--context` at once.
    #[error("--host and --context name two engines")]
    Conflict,
    /// No such context.
    #[error("docker context {name} not found: no {path}")]
    NoContext {
        /// Name asked for.
        name: String,
        /// Where it would be described.
        path: PathBuf,
    },
    /// A configuration file that cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A configuration file that is no JSON of the expected shape.
    #[error("cannot understand {path}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A context without a Docker endpoint.
    #[error("docker context {name} has no docker endpoint")]
    NoDockerEndpoint {
        /// Its name.
        name: String,
    },
    /// A context was named, and there is no folder to look for it.
    #[error("docker context {name} cannot be looked up: neither DOCKER_CONFIG nor a home folder")]
    NoHome {
        /// Its name.
        name: String,
    },
    /// Nothing was named and nothing listens.
    #[error("no engine listens on any of the usual sockets")]
    NoneFound {
        /// Sockets looked for.
        looked: Vec<PathBuf>,
    },
}

impl EndpointError {
    /// What the person who reads the error can do.
    pub fn hint(&self) -> String {
        match self {
            Self::Scheme { scheme, .. } if scheme == "ssh" => {
                "forward the socket first: ssh -nNT -L /tmp/docker.sock:/run/docker.sock HOST, \
                 then --host unix:///tmp/docker.sock; or run seaworthy on that host"
                    .into()
            }
            Self::Scheme { .. } | Self::Address { .. } => {
                "give unix:///path, a path, tcp://host:port or https://host:port".into()
            }
            Self::Conflict => "give one of the two".into(),
            Self::NoContext { .. } | Self::NoDockerEndpoint { .. } => {
                "`docker context ls` lists the contexts; --host, --context, DOCKER_HOST and \
                 DOCKER_CONTEXT choose another engine"
                    .into()
            }
            Self::Read { .. } => "run as a user who may read it, or set DOCKER_CONFIG".into(),
            Self::Parse { .. } => "repair the file, or set DOCKER_CONFIG".into(),
            Self::NoHome { .. } => "set DOCKER_CONFIG or HOME".into(),
            Self::NoneFound { looked } => {
                let looked: Vec<String> =
                    looked.iter().map(|path| path.display().to_string()).collect();
                format!("looked for {}; name the engine with --host", looked.join(", "))
            }
        }
    }
}
