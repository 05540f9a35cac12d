//! Checks of an engine and its daemon.

use crate::Check;

mod aufs_storage_driver;
mod base_device_size_changed;
mod daemon_firewall_disabled;
mod daemon_log_level;
mod daemon_runs_as_root;
mod daemon_tcp_without_tls;
mod default_cgroup_parent_changed;
mod devicemapper_storage_driver;
mod engine_outdated;
mod insecure_registry;
mod no_default_ulimits;
mod registry_name;
mod release;
mod setting;
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
];
