//! Commands that were run in a container and are gone.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::Evidence;

use crate::Context;

/// Commands that the engine's bounded memory of events still holds for this
/// container, its own health probes left out. Events tell neither the user nor
/// the privileges of a command.
pub(super) fn remembered(container: &ContainerFacts, context: &Context<'_>) -> Option<Evidence> {
    let events = context.engine?.exec_events.value()?;
    let commands: Vec<&str> = events
        .iter()
        .filter(|(id, command)| *id == container.id && !is_health_probe(container, command))
        .map(|(_, command)| command.as_str())
        .collect();
    (!commands.is_empty()).then(|| Evidence::new("past commands", commands.join("; "), "/events"))
}

fn is_health_probe(container: &ContainerFacts, command: &str) -> bool {
    let Ok(settings) = container.settings() else { return false };
    let Some(check) = settings.healthcheck.value() else { return false };
    match check.test.split_first() {
        Some((_, words)) if !words.is_empty() => command.trim().ends_with(words.join(" ").trim()),
        _ => false,
    }
}
