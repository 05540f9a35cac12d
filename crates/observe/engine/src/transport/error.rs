//! Why an engine gave no usable answer.

use std::io;
use std::path::PathBuf;

use seaworthy_core::facts::Reason;

/// Why a question to an engine has no answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Nothing accepts connections there.
    #[error("cannot connect to {endpoint}")]
    Connect {
        /// The engine.
        endpoint: String,
        /// Why.
        source: io::Error,
    },
    /// The connection was not made in time.
    #[error("{endpoint} did not accept a connection in time")]
    ConnectTimeout {
        /// The engine.
        endpoint: String,
    },
    /// The TLS handshake failed.
    #[error("no TLS connection to {endpoint}")]
    Handshake {
        /// The engine.
        endpoint: String,
        /// Why.
        source: io::Error,
    },
    /// A TLS file could not be read.
    #[error("cannot use {path} for TLS")]
    TlsFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rustls::pki_types::pem::Error,
    },
    /// TLS could not be set up.
    #[error("cannot set up TLS for {endpoint}")]
    TlsSetup {
        /// The engine.
        endpoint: String,
        /// Why.
        source: rustls::Error,
    },
    /// The name of the host cannot stand in a certificate.
    #[error("{host} is no name that a certificate could have")]
    ServerName {
        /// The name.
        host: String,
    },
    /// The question could not be written.
    #[error("cannot ask for {path}")]
    Request {
        /// What was asked.
        path: String,
        /// Why.
        source: hyper::http::Error,
    },
    /// The connection ended early, or what came is no HTTP.
    #[error("the engine's answer to {path} broke off or is no HTTP")]
    Protocol {
        /// What was asked.
        path: String,
        /// Why.
        source: hyper::Error,
    },
    /// No whole answer within the time limit.
    #[error("the engine did not answer {path} in time")]
    Timeout {
        /// What was asked.
        path: String,
    },
    /// More bytes than any honest answer has.
    #[error("the engine's answer to {path} is longer than {limit} bytes")]
    TooLarge {
        /// What was asked.
        path: String,
        /// Bytes allowed.
        limit: usize,
    },
    /// More entries than any honest answer has.
    #[error("{path} is one of more than {limit} things to ask for")]
    TooMany {
        /// What was asked, or would have been.
        path: String,
        /// Entries allowed.
        limit: usize,
    },
    /// An id that cannot stand in a path.
    #[error("the engine named something {id:?}, which is no id")]
    NotAnId {
        /// The id as given.
        id: String,
    },
    /// The engine refused.
    #[error("the engine answered {path} with status {status}: {message}")]
    Status {
        /// What was asked.
        path: String,
        /// HTTP status.
        status: u16,
        /// The engine's words, shortened.
        message: String,
    },
    /// The answer is not the JSON that the API defines.
    #[error("the engine's answer to {path} is not what the API defines")]
    Json {
        /// What was asked.
        path: String,
        /// Why.
        source: serde_json::Error,
    },
    /// Something else than an engine listens there.
    #[error("{endpoint} is not a Docker or Podman engine")]
    NotAnEngine {
        /// Where it listens.
        endpoint: String,
    },
}

/// Characters of an impossible id that are worth showing.
const LONGEST_ID: usize = 64;

impl EngineError {
    /// The engine's id cannot be used.
    pub(crate) fn not_an_id(id: &str) -> Self {
        Self::NotAnId { id: id.chars().take(LONGEST_ID).collect() }
    }

    /// The reason that facts carry when this kept them from being read.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Connect { source, .. } if denied(source) => Reason::Permission,
            Self::Connect { .. } => Reason::NotStarted,
            Self::ConnectTimeout { .. } | Self::Timeout { .. } => Reason::Timeout,
            Self::TooLarge { .. } | Self::TooMany { .. } => Reason::Limit,
            Self::Status { status: 401 | 403, .. } | Self::Handshake { .. } => Reason::Permission,
            Self::Status { status: 404 | 405 | 501, .. } => Reason::NotInApi,
            Self::TlsFile { .. }
            | Self::TlsSetup { .. }
            | Self::ServerName { .. }
            | Self::Request { .. }
            | Self::Protocol { .. }
            | Self::Status { .. }
            | Self::Json { .. }
            | Self::NotAnId { .. }
            | Self::NotAnEngine { .. } => Reason::Malformed,
        }
    }

    /// What the person who reads the error can do.
    pub fn hint(&self) -> String {
        match self {
            Self::Connect { endpoint, source } if denied(source) => {
                let path = endpoint.trim_start_matches("unix://");
                format!("run as root, or as a user who may open {path}")
            }
            Self::Connect { .. } | Self::ConnectTimeout { .. } => {
                "start the engine, or name another one with --host".into()
            }
            Self::Handshake { .. } => {
                "check DOCKER_CERT_PATH: the engine may want a client certificate, or its own is \
                 not signed by ca.pem"
                    .into()
            }
            Self::TlsFile { .. } => "check DOCKER_CERT_PATH or the context's TLS files".into(),
            Self::TlsSetup { .. } | Self::ServerName { .. } => {
                "check the address and the TLS files".into()
            }
            Self::Timeout { .. } => {
                "the engine is busy or stuck; look at its log and try again".into()
            }
            Self::Status { status: 401 | 403, .. } => {
                "an authorization plugin or a proxy refuses this question; ask the engine directly"
                    .into()
            }
            Self::Status { status: 400, .. } => {
                "the port may want TLS: set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH".into()
            }
            Self::Status { .. } => "look at the engine's log".into(),
            Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::NotAnId { .. }
            | Self::Request { .. }
            | Self::Protocol { .. }
            | Self::Json { .. }
            | Self::NotAnEngine { .. } => {
                "make sure that the address is an engine's, and that no proxy changes its answers"
                    .into()
            }
        }
    }

    /// The message with the causes behind it, on one line.
    pub fn explained(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

fn denied(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
}
