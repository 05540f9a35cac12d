//! Which driver takes a container's output.

use seaworthy_core::facts::{ContainerFacts, Seen};
use seaworthy_core::findings::Undecided;

use crate::Context;

/// Its own driver, else the engine's default.
pub(super) fn log_driver<'a>(
    container: &'a ContainerFacts,
    context: &Context<'a>,
) -> Result<Seen<'a, String>, Undecided> {
    let own = container.settings()?.log_driver.seen_or_default("log driver")?;
    if !own.is_empty() {
        return Ok(own);
    }
    context.info()?.logging_driver.seen("default log driver")
}
