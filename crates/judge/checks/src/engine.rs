//! Checks of an engine and its daemon.

use crate::Check;

mod aufs_storage_driver;
mod base_device_size_changed;
mod container_sprawl;
mod content_trust_disabled;
mod daemon_allows_new_privileges;
mod daemon_firewall_disabled;
mod daemon_log_level;
mod daemon_runs_as_root;
mod daemon_seccomp_weakened;
mod daemon_tcp_without_tls;
mod default_cgroup_parent_changed;
mod devicemapper_storage_driver;
mod engine_outdated;
mod experimental_features_enabled;
mod image_sprawl;
mod insecure_registry;
mod live_restore_disabled;
mod logs_not_centralised;
mod no_authorization_plugin;
mod no_default_ulimits;
mod registry_name;
mod release;
mod setting;
mod swarm_mode_unneeded;
mod userland_proxy_enabled;
mod userns_remap_disabled;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &engine_outdated::CHECK,
    &daemon_runs_as_root::CHECK,
    &daemon_log_level::CHECK,
    &daemon_firewall_disabled::CHECK,
    &insecure_registry::CHECK,
    &aufs_storage_driver::CHECK,
    &devicemapper_storage_driver::CHECK,
    &daemon_tcp_without_tls::CHECK,
    &no_default_ulimits::CHECK,
    &userns_remap_disabled::CHECK,
    &default_cgroup_parent_changed::CHECK,
    &base_device_size_changed::CHECK,
    &no_authorization_plugin::CHECK,
    &logs_not_centralised::CHECK,
    &daemon_allows_new_privileges::CHECK,
    &live_restore_disabled::CHECK,
    &userland_proxy_enabled::CHECK,
    &daemon_seccomp_weakened::CHECK,
    &experimental_features_enabled::CHECK,
    &content_trust_disabled::CHECK,
    &swarm_mode_unneeded::CHECK,
    &image_sprawl::CHECK,
    &container_sprawl::CHECK,
];
