//! Checks of a Swarm, asked on a manager.

use crate::Check;

mod service_secret_in_environment;
mod swarm_autolock_disabled;
mod swarm_ca_stale;
mod swarm_engine_version_skew;
mod swarm_locked;
mod swarm_manager_count;
mod swarm_manager_runs_workloads;
mod swarm_node_cert_stale;
mod swarm_on_all_addresses;
mod swarm_planes_not_separated;
mod swarm_secrets_unused;
mod swarm_unlock_key_stale;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &swarm_manager_count::CHECK,
    &swarm_on_all_addresses::CHECK,
    &swarm_secrets_unused::CHECK,
    &swarm_autolock_disabled::CHECK,
    &swarm_unlock_key_stale::CHECK,
    &swarm_node_cert_stale::CHECK,
    &swarm_ca_stale::CHECK,
    &swarm_planes_not_separated::CHECK,
    &service_secret_in_environment::CHECK,
    &swarm_engine_version_skew::CHECK,
    &swarm_locked::CHECK,
    &swarm_manager_runs_workloads::CHECK,
];
