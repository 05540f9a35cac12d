//! The questions, in their order, and what becomes of the answers.

mod asker;
mod containers;
mod events;
mod greet;
mod images;
mod lists;
mod swarm;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::panic;
use std::sync::Arc;

use seaworthy_core::facts::{EngineFacts, EngineKind, NetworkFacts, Observed, Problem};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::transport::Client;
use crate::{Endpoint, EngineError, Limits};
use asker::Asker;

/// Asks one engine for everything an audit needs.
///
/// A part that cannot be read is `Unreadable` with its reason, described in
/// `problems`, and the rest goes on. The runtime must be multi-threaded: a
/// current-thread one makes no progress under a borrowed handle. Blocks until the
/// last answer, at most [`Limits::total`]; must not be called on a runtime thread.
///
/// # Errors
/// The engine does not answer at all, or is none.
pub fn observe(
    handle: &Handle,
    endpoint: &Endpoint,
    limits: &Limits,
    problems: &mut Vec<Problem>,
) -> Result<EngineFacts, EngineError> {
    handle.block_on(observe_engine(endpoint, limits, problems))
}

async fn observe_engine(
    endpoint: &Endpoint,
    limits: &Limits,
    problems: &mut Vec<Problem>,
) -> Result<EngineFacts, EngineError> {
    let client = Client::new(endpoint, limits)?;
    let greeting = greet::greet(&client).await?;
    client.speak(&greeting.api.to_string());
    let asker = Arc::new(Asker::new(client, greeting.kind, greeting.api));
    let mut facts = EngineFacts {
        kind: greeting.kind,
        endpoint: endpoint.to_string(),
        api_version: greeting.api.to_string(),
        version: match &greeting.version {
            Ok(version) => Observed::known(version.clone(), "/version"),
            Err(error) => asker.failed(error),
        },
        ..EngineFacts::default()
    };
    ask(&asker, &mut facts).await;
    facts.peer = match asker.client().peer() {
        Some(peer) => Observed::known(peer, "SO_PEERCRED"),
        None => Observed::Absent,
    };
    facts.requests = asker.client().requests();
    problems.extend(asker.take_problems());
    Ok(facts)
}

/// The parts that do not need one another are asked at once; the client keeps the
/// number of connections down.
async fn ask(asker: &Arc<Asker>, facts: &mut EngineFacts) {
    let containers = tokio::spawn(containers::containers(Arc::clone(asker)));
    let images = tokio::spawn(images::images(Arc::clone(asker)));
    let lists = tokio::spawn(lists::lists(Arc::clone(asker)));
    let (info, clock) = asker.info().await;
    facts.info = info;
    facts.exec_events = events::exec_events(asker, clock).await;
    facts.swarm = swarm::swarm(asker, &facts.info).await;
    let lists = finished(lists).await;
    facts.networks = lists.networks;
    facts.volumes = lists.volumes;
    facts.plugins = lists.plugins;
    facts.images = finished(images).await;
    facts.containers = finished(containers).await;
    attach(facts);
    count_containers(facts);
}

/// Nothing cancels these tasks, so one that did not finish panicked.
async fn finished<T>(task: JoinHandle<T>) -> T {
    match task.await {
        Ok(value) => value,
        Err(error) => panic::resume_unwind(error.into_panic()),
    }
}

/// Who runs in which network. Engines list it only when asked for each network;
/// the containers have said it already.
fn attach(facts: &mut EngineFacts) {
    let kind = facts.kind;
    let Some(networks) = facts.networks.value_mut() else { return };
    let by_network = match &facts.containers {
        Observed::Known { value, .. } => {
            let mut by_network: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for container in value.iter().filter(|container| container.is_running()) {
                let settings = container.configured.as_deref();
                let attached = settings.and_then(|settings| settings.networks.value());
                for network in attached.into_iter().flatten() {
                    by_network.entry(network).or_default().push(container.name.clone());
                }
            }
            Ok(by_network)
        }
        Observed::Absent => Ok(BTreeMap::new()),
        Observed::Unreadable(reason) => Err(*reason),
    };
    for network in networks {
        network.containers = match &by_network {
            Ok(names) => attached(kind, network, names),
            Err(reason) => Observed::Unreadable(*reason),
        };
    }
}

fn attached(
    kind: EngineKind,
    network: &NetworkFacts,
    by_network: &BTreeMap<&str, Vec<String>>,
) -> Observed<Vec<String>> {
    // Podman calls its default network `bridge` in the list and `podman` elsewhere.
    let name = match (kind, network.name.as_str()) {
        (EngineKind::Podman, "bridge") => "podman",
        (_, name) => name,
    };
    let names = by_network.get(name);
    Observed::known(names.cloned().unwrap_or_default(), "NetworkSettings.Networks")
}

/// Containers by image, where the engine itself did not count.
fn count_containers(facts: &mut EngineFacts) {
    let (Some(images), Some(containers)) = (facts.images.value_mut(), facts.containers.value())
    else {
        return;
    };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for container in containers {
        match container.image_id.value() {
            Some(id) => *counts.entry(id).or_insert(0) += 1,
            // Not every container is known: no count would be right.
            None => return,
        }
    }
    for image in images.iter_mut().filter(|image| !image.containers.is_known()) {
        let number = counts.get(image.id.as_str()).copied().unwrap_or(0);
        image.containers = Observed::known(number, "/containers/json ImageID");
    }
}
