//! What the fake engine says to each path.

use super::builder::Builder;
use super::draft::{ALL_CONTAINERS, draft};
use super::wire::Target;
use crate::documents::Shape;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Documents by path. Lists that depend on the query have the query in their key.
#[derive(Debug)]
pub(super) struct Catalogue {
    pub(super) shape: Shape,
    /// Serialised once: a benchmark must not measure the fake engine.
    documents: BTreeMap<String, Arc<str>>,
    events: Vec<Value>,
    swarm: bool,
}

/// What the engine says to a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    Document(Arc<str>),
    Text(&'static str),
    Events { values: Vec<Value>, endless: bool },
    Refusal { status: u16, message: String },
}

const SWARM_PATHS: [&str; 6] = ["/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs"];

impl Catalogue {
    pub(super) fn new(builder: &Builder) -> Self {
        let text = |(path, document): (String, Value)| (path, document.to_string().into());
        Self {
            shape: builder.shape,
            documents: draft(builder).into_iter().map(text).collect(),
            events: builder.events.clone(),
            swarm: builder.swarm.is_some(),
        }
    }

    /// The answer to a GET.
    pub(super) fn reply(&self, target: &Target) -> Reply {
        if let Some(refusal) = self.refuse_version(target) {
            return refusal;
        }
        match target.path.as_str() {
            "/_ping" => Reply::Text("OK"),
            "/events" => Reply::Events {
                values: self.events.clone(),
                endless: target.query("until").is_none(),
            },
            "/containers/json" if target.truthy("all") => self.found(ALL_CONTAINERS),
            path => self.found(path),
        }
    }

    fn found(&self, path: &str) -> Reply {
        match self.documents.get(path).or_else(|| self.by_id_prefix(path)) {
            Some(document) => Reply::Document(Arc::clone(document)),
            None => self.missing(path),
        }
    }

    /// Engines take any unambiguous start of an id.
    fn by_id_prefix(&self, path: &str) -> Option<&Arc<str>> {
        let (start, end) = path.rsplit_once('/')?;
        let long_enough = start.rsplit('/').next().is_some_and(|id| id.len() >= 12);
        let mut hits = self
            .documents
            .range(start.to_owned()..)
            .take_while(|(key, _)| long_enough && key.starts_with(start))
            .filter(|(key, _)| key.rsplit_once('/').is_some_and(|(_, tail)| tail == end));
        let hit = hits.next()?;
        hits.next().is_none().then_some(hit.1)
    }

    fn missing(&self, path: &str) -> Reply {
        let subject = path.splitn(3, '/').nth(2).unwrap_or_default();
        let name = subject.rsplit_once('/').map_or(subject, |(name, _)| name);
        let swarm = SWARM_PATHS.iter().any(|known| path.starts_with(known));
        let (status, message) = match path.split('/').nth(1).unwrap_or_default() {
            _ if swarm && !self.swarm && self.shape != Shape::Podman4 => (
                503,
                "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm \
                 join\" to connect this node to swarm and try again."
                    .to_owned(),
            ),
            "containers" => (404, format!("No such container: {name}")),
            "images" => (404, format!("No such image: {name}")),
            "networks" => (404, format!("network {subject} not found")),
            "exec" => (404, format!("No such exec instance: {name}")),
            _ => (404, "page not found".to_owned()),
        };
        Reply::Refusal { status, message }
    }

    fn refuse_version(&self, target: &Target) -> Option<Reply> {
        let asked = target.version?;
        let bounds = [self.shape.api_version(), self.shape.min_api_version()].map(number);
        let message = if asked > bounds[0] && self.shape != Shape::Podman4 {
            let most = self.shape.api_version();
            format!(
                "client version {}.{} is too new. Maximum supported API version is {most}",
                asked.0, asked.1
            )
        } else if asked < bounds[1] {
            let least = self.shape.min_api_version();
            format!(
                "client version {}.{} is too old. Minimum supported API version is {least}, \
                 please upgrade your client to a newer version",
                asked.0, asked.1
            )
        } else {
            return None;
        };
        Some(Reply::Refusal { status: 400, message })
    }
}

fn number(version: &str) -> (u32, u32) {
    let (major, minor) = version.split_once('.').unwrap_or_default();
    (major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}
