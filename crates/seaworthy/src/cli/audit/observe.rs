use std::path::Path;

use seaworthy_core::facts::Facts;

use super::EngineArguments;
use crate::clock::Clock;

pub(super) fn observe(_: &EngineArguments, _: &Path, _: Clock) -> anyhow::Result<Facts> {
    anyhow::bail!("stub")
}
