//! Every image: its configuration and its history.

use std::sync::Arc;

use seaworthy_core::facts::{ImageFacts, Observed};

use super::asker::Asker;
use super::containers::{Patience, is_id};
use crate::EngineError;
use crate::decode::{self, ListedImage, unread};
use crate::transport::in_parallel;

/// All images; one that cannot be inspected is known by name and size only.
pub(super) async fn images(asker: Arc<Asker>) -> Observed<Vec<ImageFacts>> {
    let listed = asker
        .list("/images/json", |entry, _| serde_json::from_str::<ListedImage>(entry.get()))
        .await;
    let listed = match listed {
        Observed::Known { value, .. } => value,
        Observed::Absent => Vec::new(),
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    };
    let limits = asker.client().limits();
    let patience = Arc::new(Patience::new(limits.timeouts, limits.inspections));
    let work = {
        let asker = Arc::clone(&asker);
        move |listed| image(Arc::clone(&asker), Arc::clone(&patience), listed)
    };
    let total = listed.len();
    let mut images = Vec::with_capacity(total);
    let mut failures = Vec::new();
    for (facts, failure) in in_parallel(listed, work).await.into_iter().flatten() {
        failures.extend(failure);
        images.push(facts);
    }
    if let Some(error) = failures.first() {
        let message = format!(
            "{} of {total} images could not be read in full: {}",
            failures.len(),
            error.explained()
        );
        asker.problem("", message, error.hint());
    }
    Observed::known(images, "/images/json")
}

/// `None` when it was removed since it was listed.
async fn image(
    asker: Arc<Asker>,
    patience: Arc<Patience>,
    listed: ListedImage,
) -> Option<(ImageFacts, Option<EngineError>)> {
    let mut facts = listed.facts();
    let id = facts.id.clone();
    let inspected = inspect(&asker, &patience, &id, &mut facts).await;
    match inspected {
        Ok(()) => {}
        Err(EngineError::Status { status: 404, .. }) => return None,
        Err(error) => {
            patience.note(&error);
            unread(&mut facts, error.reason());
            facts.history = Observed::Unreadable(error.reason());
            return Some((facts, Some(error)));
        }
    }
    match history(&asker, &id).await {
        Ok(steps) => {
            facts.history = Observed::known(steps, "/images/ID/history");
            Some((facts, None))
        }
        Err(EngineError::Status { status: 404, .. }) => None,
        Err(error) => {
            patience.note(&error);
            facts.history = Observed::Unreadable(error.reason());
            Some((facts, Some(error)))
        }
    }
}

async fn inspect(
    asker: &Asker,
    patience: &Patience,
    id: &str,
    facts: &mut ImageFacts,
) -> Result<(), EngineError> {
    if !is_id(id) {
        return Err(EngineError::not_an_id(id));
    }
    let path = format!("/images/{id}/json");
    patience.check(&path)?;
    let answer = asker.client().document(&path).await?;
    let name = facts.name().to_owned();
    asker.decoded(&path, &name, |decoding| decode::image(&answer.body, decoding, facts))
}

async fn history(
    asker: &Asker,
    id: &str,
) -> Result<Vec<seaworthy_core::facts::HistoryEntry>, EngineError> {
    let path = format!("/images/{id}/history");
    let answer = asker.client().document(&path).await?;
    decode::history(&answer.body).map_err(|source| EngineError::Json { path, source })
}
