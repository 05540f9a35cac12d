//! `GET /containers/{id}/json` and what hangs on it.

use std::collections::BTreeMap;

use seaworthy_core::facts::{ContainerFacts, ContainerState, ExecFacts, Observed};
use serde::Deserialize;

use super::settings::{self, masked_map};
use super::{Decoding, Reader};

/// Top-level fields of the API that no fact needs.
const KNOWN: &[&str] = &[
    "Args",
    "Driver",
    "GraphDriver",
    "HostnamePath",
    "HostsPath",
    "ImageManifestDescriptor",
    "LogPath",
    "MountLabel",
    "Path",
    "Platform",
    "ResolvConfPath",
    "RestartCount",
    "SizeRootFs",
    "SizeRw",
    "Storage",
];

/// A container, and the commands to ask about next.
#[derive(Debug)]
pub(crate) struct Inspected {
    pub(crate) facts: ContainerFacts,
    pub(crate) exec_ids: Observed<Vec<String>>,
}

/// Reads an inspect answer.
pub(crate) fn inspected(bytes: &[u8], decoding: &Decoding) -> Result<Inspected, serde_json::Error> {
    let mut top = decoding.document(bytes)?;
    let mut config = top.required("Config");
    let state = state(&mut top);
    let running = state.running.value().copied().unwrap_or(false);
    let labels: Observed<BTreeMap<String, Option<String>>> = config.take("Config.Labels");
    let mut facts = ContainerFacts {
        id: top.word("Id"),
        name: bare_name(&top.word("Name")).to_owned(),
        labels: labels.value().cloned().map(masked_map).unwrap_or_default(),
        image: config.word("Config.Image"),
        image_id: top.take("Image"),
        state,
        ..ContainerFacts::default()
    };
    let exec_ids = match top.take("ExecIDs") {
        // A list that is null has no entries: no command runs.
        Observed::Absent => Observed::known(Vec::new(), "ExecIDs"),
        listed => listed,
    };
    let mut settings = settings::read(&mut top, config, running);
    top.leftovers("", KNOWN, &mut settings.unknown_fields);
    facts.configured = Some(Box::new(settings));
    Ok(Inspected { facts, exec_ids })
}

fn state(top: &mut Reader<'_>) -> ContainerState {
    let created = top.take("Created");
    let mut state = top.required("State");
    let mut health = state.object("State.Health");
    ContainerState {
        status: state.take("State.Status"),
        running: state.take("State.Running"),
        pid: state.take("State.Pid"),
        health: match health.take::<String>("State.Health.Status") {
            // Podman's way to say that there is no health check.
            Observed::Known { value, .. } if value.is_empty() => Observed::Absent,
            status => status,
        },
        created,
    }
}

/// A name without the slash that the API puts before it.
pub(crate) fn bare_name(name: &str) -> &str {
    name.strip_prefix('/').unwrap_or(name)
}

/// The name of a listed container: one without a second slash is its own, the
/// others are links of other containers.
pub(crate) fn listed_name(names: &[String]) -> String {
    names
        .iter()
        .map(|name| bare_name(name))
        .find(|name| !name.contains('/'))
        .unwrap_or_default()
        .to_owned()
}

/// Reads `GET /exec/{id}/json`.
pub(crate) fn exec(bytes: &[u8]) -> Result<ExecFacts, serde_json::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Answer {
        running: bool,
        process_config: Process,
    }
    #[derive(Deserialize)]
    struct Process {
        #[serde(default)]
        entrypoint: String,
        #[serde(default)]
        privileged: Option<bool>,
        #[serde(default)]
        user: String,
    }
    let answer: Answer = serde_json::from_slice(bytes)?;
    Ok(ExecFacts {
        program: answer.process_config.entrypoint,
        privileged: answer.process_config.privileged.unwrap_or(false),
        user: answer.process_config.user,
        running: answer.running,
    })
}
