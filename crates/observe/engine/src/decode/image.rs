//! `GET /images/json`, `GET /images/{id}/json` and its history.

use seaworthy_core::facts::{HistoryEntry, ImageFacts, Observed, Reason};
use seaworthy_core::secrets;
use serde::Deserialize;

use super::settings::{environment, healthcheck, keys, options};
use super::{Decoding, entries};

/// An image as the list shows it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedImage {
    pub(crate) id: String,
    #[serde(default)]
    repo_tags: Option<Vec<String>>,
    #[serde(default)]
    repo_digests: Option<Vec<String>>,
    #[serde(default)]
    size: Option<u64>,
    #[serde(default)]
    containers: Option<i64>,
}

impl ListedImage {
    /// What is known before anything else is asked.
    pub(crate) fn facts(self) -> ImageFacts {
        ImageFacts {
            tags: names(self.repo_tags, "<none>:<none>"),
            digests: names(self.repo_digests, "<none>@<none>"),
            size: self.size.map_or_else(
                || Observed::Unreadable(Reason::Malformed),
                |size| Observed::known(size, "/images/json Size"),
            ),
            containers: match self.containers.map(u64::try_from) {
                Some(Ok(number)) => Observed::known(number, "/images/json Containers"),
                // -1: the engine did not count.
                _ => Observed::Unreadable(Reason::NotInApi),
            },
            id: self.id,
            ..ImageFacts::default()
        }
    }
}

fn names(names: Option<Vec<String>>, none: &str) -> Vec<String> {
    names.unwrap_or_default().into_iter().filter(|name| name != none).collect()
}

/// Adds what the inspect answer says.
pub(crate) fn image(
    bytes: &[u8],
    decoding: &Decoding,
    facts: &mut ImageFacts,
) -> Result<(), serde_json::Error> {
    let mut top = decoding.document(bytes)?;
    facts.created = top.take("Created");
    facts.architecture = top.take("Architecture");
    facts.manifest_type = top.object("Descriptor").take("Descriptor.mediaType");
    let mut config = top.object("Config");
    facts.user = config.take("Config.User");
    facts.healthcheck = healthcheck(&mut config, "Config.Healthcheck");
    facts.env = config.take_with("Config.Env", environment);
    facts.exposed_ports = config.take_with("Config.ExposedPorts", keys);
    facts.labels = options(&mut config, "Config.Labels");
    facts.layers = top.object("RootFS").take("RootFS.Layers");
    Ok(())
}

/// Reads a history, which the API lists newest first. Whether a step made a layer
/// the API does not say: one without content counts as none.
pub(crate) fn history(bytes: &[u8]) -> Result<Vec<HistoryEntry>, serde_json::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Step {
        #[serde(default)]
        created_by: Option<String>,
        #[serde(default)]
        size: i64,
        #[serde(default)]
        comment: Option<String>,
    }
    let mut steps = Vec::new();
    for entry in entries(bytes)?.into_iter().rev() {
        let step: Step = serde_json::from_str(entry.get())?;
        steps.push(HistoryEntry {
            created_by: secrets::masked_words(&step.created_by.unwrap_or_default()),
            empty_layer: step.size == 0,
            comment: secrets::masked_words(&step.comment.unwrap_or_default()),
        });
    }
    Ok(steps)
}

/// Says why the inspect answer is missing.
pub(crate) fn unread(facts: &mut ImageFacts, reason: Reason) {
    facts.created = Observed::Unreadable(reason);
    facts.manifest_type = Observed::Unreadable(reason);
    facts.user = Observed::Unreadable(reason);
    facts.healthcheck = Observed::Unreadable(reason);
    facts.env = Observed::Unreadable(reason);
    facts.exposed_ports = Observed::Unreadable(reason);
    facts.labels = Observed::Unreadable(reason);
    facts.layers = Observed::Unreadable(reason);
}
