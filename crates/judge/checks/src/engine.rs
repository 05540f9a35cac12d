//! Checks of an engine and its daemon.

use crate::Check;

mod aufs_storage_driver;
mod base_device_size_changed;
mod cgroup_limits_unenforced;
mod cgroup_v1_in_use;
mod container_sprawl;
mod containerd_image_store_root;
mod content_trust_disabled;
mod daemon_allows_new_privileges;
mod daemon_change_pending;
mod daemon_firewall_disabled;
mod daemon_log_level;
mod daemon_runs_as_root;
mod daemon_seccomp_weakened;
mod daemon_tcp_without_tls;
mod daemon_would_not_restart;
mod default_cgroup_parent_changed;
mod default_runtime_changed;
mod device_spec_folder_writable;
mod devicemapper_storage_driver;
mod direct_routing_allowed;
mod engine_outdated;
mod engine_warning_unexplained;
mod experimental_features_enabled;
mod image_sprawl;
mod insecure_registry;
mod ipv6_firewall_disabled;
mod live_restore_disabled;
mod logs_not_centralised;
mod metrics_address_open;
mod no_authorization_plugin;
mod no_default_ulimits;
mod plugin_with_wide_privileges;
mod registry_mirror_over_http;
mod registry_redirected;
mod release;
pub(crate) mod setting;
mod socket_proxied_to_tcp;
mod swarm_mode_unneeded;
mod told_setting;
mod unbounded_container_logs;
mod userland_proxy_enabled;
mod userns_remap_disabled;
mod volume_option_credentials;

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
    &socket_proxied_to_tcp::CHECK,
    &daemon_would_not_restart::CHECK,
    &daemon_change_pending::CHECK,
    &containerd_image_store_root::CHECK,
    &ipv6_firewall_disabled::CHECK,
    &direct_routing_allowed::CHECK,
    &registry_mirror_over_http::CHECK,
    &registry_redirected::CHECK,
    &cgroup_limits_unenforced::CHECK,
    &cgroup_v1_in_use::CHECK,
    &engine_warning_unexplained::CHECK,
    &plugin_with_wide_privileges::CHECK,
    &default_runtime_changed::CHECK,
    &unbounded_container_logs::CHECK,
    &volume_option_credentials::CHECK,
    &metrics_address_open::CHECK,
    &device_spec_folder_writable::CHECK,
];
