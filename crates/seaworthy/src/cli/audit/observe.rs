//! Lets the observers look, one after the other, and puts their facts together.

use std::path::Path;

use seaworthy_core::facts::{Facts, Observed, Problem};
use seaworthy_engine::{EndpointError, Environment};

use super::EngineArguments;
use crate::clock::Clock;

/// Everything about this machine and its engines.
///
/// An engine that the user named and that does not answer is an error; one that
/// was only looked for is a problem in the report.
pub(super) fn observe(arguments: &EngineArguments, root: &Path, clock: Clock) -> anyhow::Result<Facts> {
    todo!()
}
