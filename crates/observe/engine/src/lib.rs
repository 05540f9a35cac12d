//! x
mod endpoint;
mod environment;
mod limits;
mod transport;
pub use endpoint::{Address, Endpoint, EndpointError, EngineChoice, Origin, TlsMaterial, Verification, endpoints};
pub use environment::Environment;
pub use limits::Limits;
pub use transport::EngineError;
