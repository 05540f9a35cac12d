//! What a Docker-compatible Engine API says of itself, its containers, images,
//! networks and swarm, written down as facts.
//!
//! [`endpoints`] settles which engine is meant, as the docker CLI would;
//! [`observe`] asks it. The answers are untrusted input: every request is bounded
//! in bytes and time ([`Limits`]), every field is decoded by itself, and whatever
//! could not be read is an `Unreadable` fact with its reason and a problem for a
//! person, never a value. Docker from API 1.24 and Podman's compatible socket are
//! understood; what Podman merely makes up counts as not said.
//!
//! Only GET requests are made. Nothing here asks for processes of a container
//! (the engine would run `ps`), for disk usage (it would walk every layer) or for
//! a swarm's unlock key; join tokens, values of environment variables and what
//! looks like a secret are dropped while decoding. Whether a TCP listener is open
//! to strangers is for the host observer to try.
//!
//! The public functions block; they run on the multi-threaded Tokio runtime that
//! the caller owns. Start with [`observe()`], then the private module `decode`.

mod api;
mod decode;
mod endpoint;
mod environment;
mod limits;
mod observe;
mod transport;

pub use endpoint::{
    Address, Endpoint, EndpointError, EngineChoice, Origin, TlsMaterial, Verification, endpoints,
};
pub use environment::Environment;
pub use limits::Limits;
pub use observe::observe;
pub use transport::EngineError;
