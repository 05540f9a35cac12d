//! What the tests of Seaworthy stand on.
//!
//! - [`FakeEngine`] answers the Docker Engine API on a unix socket (and, when asked, on
//!   loopback TCP), with documents recorded from real engines, and misbehaves on request.
//! - [`container`], [`image`] and [`many`] describe what the fake engine shows.
//! - [`mutate`] feeds deterministic mutations of good input to a parser and reports the
//!   input that made it panic.
//!
//! It stands on plain threads, not on an async runtime: a test that waits for a hanging
//! client must not share that client's runtime. It deliberately does not *behave* like an
//! engine: nothing can be created or started, filters are ignored, and every answer is
//! settled before the server starts. Behaviour belongs to the end-to-end suite, which
//! runs real daemons.

pub mod documents;
mod engine;
pub mod mutate;

pub use documents::{
    ContainerDocument, ExecDocument, ImageDocument, Shape, container, image, many,
};
pub use engine::{Builder, FakeEngine, Fault, Request, StartError};
