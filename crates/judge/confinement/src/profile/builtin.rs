//! Profiles that engines bring with them.

use thiserror::Error;

use super::Profile;

/// A name that no profile has.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("there is no built-in profile `{0}`")]
pub struct BuiltinError(pub String);

/// Names that [`builtin`] knows.
pub fn builtin_names() -> Vec<String> {
    Vec::new()
}

/// A built-in profile.
///
/// # Errors
/// When there is none of this name.
pub fn builtin(name: &str) -> Result<Profile, BuiltinError> {
    Err(BuiltinError(name.to_owned()))
}
