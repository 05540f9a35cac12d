//! `GET /events`, of which only started commands matter.

use seaworthy_core::secrets;
use serde::Deserialize;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Action", default)]
    action: String,
    #[serde(rename = "Actor", default)]
    actor: Actor,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Actor {
    #[serde(rename = "ID")]
    id: String,
}

/// Container and command of every `exec_create` in the stream, oldest first.
pub(crate) fn exec_events(bytes: &[u8]) -> Result<Vec<(String, String)>, serde_json::Error> {
    let mut started = Vec::new();
    for event in serde_json::Deserializer::from_slice(bytes).into_iter::<Event>() {
        let event = event?;
        if let Some(command) = event.action.strip_prefix("exec_create:") {
            let command = secrets::masked_arguments(command.split_whitespace()).join(" ");
            started.push((event.actor.id, command));
        }
    }
    Ok(started)
}
