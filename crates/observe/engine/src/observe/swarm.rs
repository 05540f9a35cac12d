//! The swarm, when this engine manages one.

use seaworthy_core::facts::{EngineInfo, Observed, Reason, SwarmFacts};

use super::asker::Asker;
use crate::EngineError;
use crate::decode;

/// States in which this node is part of a swarm that only managers can describe.
const MEMBER: &[&str] = &["active", "pending", "locked", "error"];

pub(super) async fn swarm(asker: &Asker, info: &Observed<EngineInfo>) -> SwarmFacts {
    let info = match info {
        Observed::Known { value, .. } => value,
        Observed::Absent => return all(&Observed::Absent),
        Observed::Unreadable(reason) => return all(&Observed::Unreadable(*reason)),
    };
    match (&info.swarm_manager, info.swarm_state.value().map(String::as_str)) {
        (Observed::Known { value: true, .. }, _) => manager(asker).await,
        (Observed::Unreadable(reason), _) => all(&Observed::Unreadable(*reason)),
        (_, Some(state)) if MEMBER.contains(&state) => {
            all(&Observed::Unreadable(Reason::Permission))
        }
        _ => all(&Observed::Absent),
    }
}

async fn manager(asker: &Asker) -> SwarmFacts {
    let mut facts = match cluster(asker).await {
        Ok(facts) => facts,
        Err(error) => all(&asker.failed::<()>(&error)),
    };
    facts.nodes = asker.list("/nodes", decode::node).await;
    facts.services = asker.list("/services", decode::service).await;
    facts.secrets = asker.list("/secrets", |_, _| Ok(())).await.map(|secrets| secrets.len() as u64);
    facts.configs = asker.list("/configs", |entry, _| decode::config_name(entry)).await;
    facts
}

async fn cluster(asker: &Asker) -> Result<SwarmFacts, EngineError> {
    let path = "/swarm";
    let answer = asker.client().document(path).await?;
    asker.decoded(path, "the swarm", |decoding| decode::cluster(&answer.body, decoding))
}

/// The same state for every part.
fn all(state: &Observed<()>) -> SwarmFacts {
    fn no<T>(state: &Observed<()>) -> Observed<T> {
        match state {
            Observed::Unreadable(reason) => Observed::Unreadable(*reason),
            Observed::Absent | Observed::Known { .. } => Observed::Absent,
        }
    }
    SwarmFacts {
        autolock: no(state),
        node_cert_expiry: no(state),
        force_rotate: no(state),
        root_rotation_in_progress: no(state),
        data_path_port: no(state),
        nodes: no(state),
        services: no(state),
        secrets: no(state),
        configs: no(state),
    }
}
