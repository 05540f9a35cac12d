//! Networks, volumes and plugins: one list each.

use std::sync::Arc;

use seaworthy_core::facts::{NetworkFacts, Observed, PluginFacts, VolumeFacts};

use super::asker::Asker;
use crate::EngineError;
use crate::decode;

/// The parts that one question each answers.
#[derive(Debug)]
pub(super) struct Lists {
    pub(super) networks: Observed<Vec<NetworkFacts>>,
    pub(super) volumes: Observed<Vec<VolumeFacts>>,
    pub(super) plugins: Observed<Vec<PluginFacts>>,
}

pub(super) async fn lists(asker: Arc<Asker>) -> Lists {
    Lists {
        networks: asker.list("/networks", decode::network).await,
        volumes: volumes(&asker).await,
        plugins: asker.list("/plugins", |entry, _| decode::plugin(entry)).await,
    }
}

async fn volumes(asker: &Asker) -> Observed<Vec<VolumeFacts>> {
    let path = "/volumes";
    let volumes = match asker.client().list(path).await {
        Ok(answer) => decode::volumes(&answer.body, asker.client().limits().entries)
            .map_err(|source| EngineError::Json { path: path.to_owned(), source }),
        Err(error) => Err(error),
    };
    asker.observed(volumes, path)
}
