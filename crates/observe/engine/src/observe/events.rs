//! Commands that were run in containers, as far back as the engine remembers.

use seaworthy_core::facts::{EngineKind, Observed, Reason};

use super::asker::Asker;
use crate::EngineError;
use crate::decode;

/// `{"event":["exec_create"],"type":["container"]}`
const FILTERS: &str =
    "%7B%22event%22%3A%5B%22exec_create%22%5D%2C%22type%22%3A%5B%22container%22%5D%7D";

/// Asks for the past only: `until` is the engine's own clock, because with a
/// later time (ours may run ahead) the engine would wait for it.
pub(super) async fn exec_events(
    asker: &Asker,
    clock: Option<i64>,
) -> Observed<Vec<(String, String)>> {
    // Podman's events do not name the command.
    if asker.kind() == EngineKind::Podman {
        return Observed::Unreadable(Reason::NotInApi);
    }
    let Some(until) = clock else { return Observed::Unreadable(Reason::NotCollected) };
    let path = format!("/events?since=1&until={until}&filters={FILTERS}");
    let events = match asker.client().document(&path).await {
        Ok(answer) => decode::exec_events(&answer.body)
            .map_err(|source| EngineError::Json { path: "/events".to_owned(), source }),
        Err(error) => Err(error),
    };
    asker.observed(events, "/events")
}
