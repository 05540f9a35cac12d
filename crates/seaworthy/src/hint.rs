//! Advice that errors carry.

use seaworthy_confinement::{BuiltinError, ProfileError};
use seaworthy_engine::{EndpointError, EngineError};

/// Advice that an error carries for the person who reads it.
pub(crate) fn hint(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let endpoint = error.downcast_ref::<EndpointError>().map(|error| error.hint());
    endpoint
        .or_else(|| error.downcast_ref::<EngineError>().map(|error| error.hint()))
        .or_else(|| error.downcast_ref::<ProfileError>().map(ProfileError::hint))
        .or_else(|| error.downcast_ref::<BuiltinError>().map(BuiltinError::hint))
}
