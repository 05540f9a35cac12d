//! Checks of one container.

use crate::Check;

mod apparmor_unconfined;
mod capability_danger;
mod cgroup_parent_changed;
mod container_logs_discarded;
mod container_runs_as_root;
mod daemon_socket_mounted;
mod dangerous_sysctl;
mod default_bridge_used;
mod device_cgroup_rules_widened;
mod docker_command;
mod excess_capabilities;
mod exec_history;
mod gpu_or_cdi_device_requested;
mod host_cgroup_namespace;
mod host_device_exposed;
mod host_ipc_namespace;
mod host_network_namespace;
mod host_pid_namespace;
mod host_user_namespace;
mod host_uts_namespace;
mod kernel_differs_from_engine;
mod log_driver;
mod logs_on_writable_layer;
mod new_privileges_allowed;
mod no_cpu_limit;
mod no_memory_limit;
mod no_pids_limit;
mod no_runtime_healthcheck;
mod oom_kill_disabled;
mod port_on_all_addresses;
mod privileged_container;
mod privileged_exec;
mod privileged_group_added;
mod privileged_host_port;
mod protection_drift;
mod root_exec;
mod runtime_socket_mounted;
mod seccomp_profile_allows_everything;
mod seccomp_unconfined;
mod secret_in_environment;
mod selinux_unconfined;
mod sensitive_host_mount;
mod shared_mount_propagation;
mod sshd_in_container;
mod stale_image;
mod system_paths_unmasked;
mod ulimits_overridden;
mod unbounded_container_log;
mod unbounded_restart;
mod unenforced_limits;
mod unknown_runtime;
mod unneeded_port_published;
mod writable_cgroups;
mod writable_root_filesystem;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &container_runs_as_root::CHECK,
    &privileged_container::CHECK,
    &excess_capabilities::CHECK,
    &new_privileges_allowed::CHECK,
    &seccomp_unconfined::CHECK,
    &seccomp_profile_allows_everything::CHECK,
    &apparmor_unconfined::CHECK,
    &selinux_unconfined::CHECK,
    &system_paths_unmasked::CHECK,
    &writable_cgroups::CHECK,
    &host_user_namespace::CHECK,
    &host_network_namespace::CHECK,
    &host_pid_namespace::CHECK,
    &host_ipc_namespace::CHECK,
    &host_uts_namespace::CHECK,
    &host_cgroup_namespace::CHECK,
    &daemon_socket_mounted::CHECK,
    &runtime_socket_mounted::CHECK,
    &sensitive_host_mount::CHECK,
    &shared_mount_propagation::CHECK,
    &writable_root_filesystem::CHECK,
    &host_device_exposed::CHECK,
    &gpu_or_cdi_device_requested::CHECK,
    &device_cgroup_rules_widened::CHECK,
    &privileged_group_added::CHECK,
    &dangerous_sysctl::CHECK,
    &sshd_in_container::CHECK,
    &privileged_exec::CHECK,
    &root_exec::CHECK,
    &secret_in_environment::CHECK,
    &default_bridge_used::CHECK,
    &port_on_all_addresses::CHECK,
    &privileged_host_port::CHECK,
    &unneeded_port_published::CHECK,
    &no_memory_limit::CHECK,
    &no_cpu_limit::CHECK,
    &no_pids_limit::CHECK,
    &ulimits_overridden::CHECK,
    &oom_kill_disabled::CHECK,
    &cgroup_parent_changed::CHECK,
    &unbounded_restart::CHECK,
    &no_runtime_healthcheck::CHECK,
    &stale_image::CHECK,
    &container_logs_discarded::CHECK,
    &logs_on_writable_layer::CHECK,
    &unbounded_container_log::CHECK,
    &unknown_runtime::CHECK,
    &kernel_differs_from_engine::CHECK,
];
