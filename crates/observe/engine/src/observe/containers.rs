//! Every container, and the commands that run in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use seaworthy_core::facts::{ContainerFacts, ContainerState, ExecFacts, Observed, Reason};
use serde::Deserialize;

use super::asker::Asker;
use crate::EngineError;
use crate::decode::{self, Inspected, listed_name};
use crate::transport::in_parallel;

const LIST: &str = "/containers/json?all=1";

/// A container as the list shows it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Listed {
    id: String,
    #[serde(default)]
    names: Option<Vec<String>>,
    #[serde(default)]
    image: Option<String>,
    #[serde(default, rename = "ImageID")]
    image_id: Option<String>,
    #[serde(default)]
    state: Option<String>,
}

/// What became of one container.
enum Outcome {
    Seen(ContainerFacts),
    /// Removed since it was listed, which is nobody's fault.
    Gone,
    Failed(ContainerFacts, EngineError),
}

/// All containers; one that cannot be inspected is known by name only.
pub(super) async fn containers(asker: Arc<Asker>) -> Observed<Vec<ContainerFacts>> {
    let listed = asker.list(LIST, |entry, _| serde_json::from_str::<Listed>(entry.get())).await;
    let listed = match listed {
        Observed::Known { value, .. } => value,
        Observed::Absent => Vec::new(),
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    };
    let limits = asker.client().limits();
    let patience = Arc::new(Patience::new(limits.timeouts, limits.inspections));
    let work = {
        let asker = Arc::clone(&asker);
        move |listed| inspect(Arc::clone(&asker), Arc::clone(&patience), listed)
    };
    let outcomes = in_parallel(listed, work).await;
    Observed::known(collect(&asker, outcomes), "/containers/json")
}

fn collect(asker: &Asker, outcomes: Vec<Outcome>) -> Vec<ContainerFacts> {
    let total = outcomes.len();
    let mut first: Option<(String, EngineError)> = None;
    let mut failed = 0;
    let mut containers = Vec::with_capacity(total);
    for outcome in outcomes {
        match outcome {
            Outcome::Gone => {}
            Outcome::Seen(facts) => containers.push(facts),
            Outcome::Failed(facts, error) => {
                failed += 1;
                first.get_or_insert_with(|| (facts.name.clone(), error));
                containers.push(facts);
            }
        }
    }
    if let Some((name, error)) = first {
        let message = format!(
            "{failed} of {total} containers could not be inspected, `{name}` first: {}",
            error.explained()
        );
        asker.problem("", message, error.hint());
    }
    containers
}

async fn inspect(asker: Arc<Asker>, patience: Arc<Patience>, listed: Listed) -> Outcome {
    let path = format!("/containers/{}/json", listed.id);
    if !is_id(&listed.id) {
        return Outcome::Failed(listed.facts(), EngineError::not_an_id(&listed.id));
    }
    if let Err(error) = patience.check(&path) {
        return Outcome::Failed(listed.facts(), error);
    }
    let answer = match asker.client().document(&path).await {
        Ok(answer) => answer,
        Err(EngineError::Status { status: 404, .. }) => return Outcome::Gone,
        Err(error) => {
            patience.note(&error);
            return Outcome::Failed(listed.facts(), error);
        }
    };
    let name = listed_name(listed.names.as_deref().unwrap_or_default());
    let read = asker.decoded(&path, &name, |decoding| decode::inspected(&answer.body, decoding));
    drop(answer);
    match read {
        Ok(inspected) => Outcome::Seen(complete(&asker, inspected, listed).await),
        Err(error) => Outcome::Failed(listed.facts(), error),
    }
}

async fn complete(asker: &Asker, inspected: Inspected, listed: Listed) -> ContainerFacts {
    let mut facts = inspected.facts;
    facts.execs = match inspected.exec_ids {
        Observed::Known { value, .. } => execs(asker, &facts.name, value).await,
        Observed::Absent => Observed::Absent,
        Observed::Unreadable(reason) => Observed::Unreadable(reason),
    };
    // The list's word is the name under which it was asked for.
    facts.id = listed.id;
    facts
}

async fn execs(asker: &Asker, name: &str, ids: Vec<String>) -> Observed<Vec<ExecFacts>> {
    let limit = asker.client().limits().execs;
    if ids.len() > limit {
        let message = format!("container `{name}` runs more than {limit} commands beside its own");
        asker.problem("", message, "end those that are not needed".to_owned());
        return Observed::Unreadable(Reason::Limit);
    }
    let mut execs = Vec::with_capacity(ids.len());
    for id in ids {
        match exec(asker, &id).await {
            Ok(facts) => execs.push(facts),
            Err(EngineError::Status { status: 404, .. }) => {}
            Err(error) => return asker.failed(&error),
        }
    }
    Observed::known(execs, "ExecIDs")
}

async fn exec(asker: &Asker, id: &str) -> Result<ExecFacts, EngineError> {
    if !is_id(id) {
        return Err(EngineError::not_an_id(id));
    }
    let path = format!("/exec/{id}/json");
    let answer = asker.client().document(&path).await?;
    decode::exec(&answer.body).map_err(|source| EngineError::Json { path, source })
}

impl Listed {
    fn facts(&self) -> ContainerFacts {
        let known = |text: &Option<String>, source: &'static str| match text {
            Some(text) => Observed::known(text.clone(), source),
            None => Observed::Absent,
        };
        let status = known(&self.state, "/containers/json State");
        ContainerFacts {
            id: self.id.clone(),
            name: listed_name(self.names.as_deref().unwrap_or_default()),
            image: self.image.clone().unwrap_or_default(),
            image_id: known(&self.image_id, "/containers/json ImageID"),
            state: ContainerState {
                running: status.clone().map(|status| status == "running"),
                status,
                ..ContainerState::default()
            },
            ..ContainerFacts::default()
        }
    }
}

/// Whether an id may stand in a path. Stops an engine, or what imitates one, from
/// steering us to other questions (`../swarm/unlockkey`).
pub(super) fn is_id(id: &str) -> bool {
    let id = id.strip_prefix("sha256:").unwrap_or(id);
    (1..=128).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// How much trouble one part may make before the rest of it is given up.
#[derive(Debug)]
pub(super) struct Patience {
    timeouts: AtomicUsize,
    questions: AtomicUsize,
    most_questions: usize,
}

impl Patience {
    pub(super) fn new(timeouts: usize, questions: usize) -> Self {
        Self {
            timeouts: AtomicUsize::new(timeouts),
            questions: AtomicUsize::new(0),
            most_questions: questions,
        }
    }

    /// Whether to ask once more.
    pub(super) fn check(&self, path: &str) -> Result<(), EngineError> {
        if self.questions.fetch_add(1, Ordering::Relaxed) >= self.most_questions {
            let limit = self.most_questions;
            return Err(EngineError::TooMany { path: path.to_owned(), limit });
        }
        if self.timeouts.load(Ordering::Relaxed) == 0 {
            return Err(EngineError::Timeout { path: path.to_owned() });
        }
        Ok(())
    }

    /// Remembers a time-out.
    pub(super) fn note(&self, error: &EngineError) {
        if error.reason() == Reason::Timeout {
            let less = |left: usize| Some(left.saturating_sub(1));
            let _ = self.timeouts.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        }
    }
}
