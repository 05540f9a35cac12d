//! Swarm, as a manager describes it. Join tokens and unlock keys are never
//! requested or kept.

use serde::{Deserialize, Serialize};

use super::{Observed, RestartPolicy};

/// The cluster this engine manages.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct SwarmFacts {
    /// Managers are locked after a restart until a person gives the key.
    pub autolock: Observed<bool>,
    /// Life of a node certificate in nanoseconds.
    pub node_cert_expiry: Observed<i64>,
    /// Counter of forced rotations of the CA.
    pub force_rotate: Observed<i64>,
    /// A rotation of the root is under way.
    pub root_rotation_in_progress: Observed<bool>,
    /// Port of the data path, 0 for 4789.
    pub data_path_port: Observed<i64>,
    /// Nodes.
    pub nodes: Observed<Vec<NodeFacts>>,
    /// Services.
    pub services: Observed<Vec<ServiceFacts>>,
    /// Number of secrets.
    pub secrets: Observed<u64>,
    /// Names of configs.
    pub configs: Observed<Vec<String>>,
}

/// A node.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct NodeFacts {
    /// Id.
    pub id: String,
    /// Host name.
    pub name: String,
    /// `manager` or `worker`.
    pub role: String,
    /// `active`, `pause`, `drain`.
    pub availability: String,
    /// The manager's advertised address.
    pub manager_address: Observed<String>,
    /// Engine version.
    pub engine_version: Observed<String>,
}

/// A service.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ServiceFacts {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Image.
    pub image: String,
    /// Restart policy.
    pub restart_policy: Observed<RestartPolicy>,
    /// Number of secrets it uses.
    pub secrets: u64,
    /// Names of environment variables that look like secrets.
    pub secret_env: Vec<String>,
}
