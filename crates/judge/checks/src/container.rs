//! Checks of one container.

use crate::Check;

mod apparmor_unconfined;
mod capability_danger;
mod configured_user;
mod container_runs_as_root;
mod daemon_socket_mounted;
mod device_meaning;
mod docker_command;
mod engine_socket;
mod excess_capabilities;
mod exec_history;
mod host_cgroup_namespace;
mod host_ipc_namespace;
mod host_namespace;
mod host_network_namespace;
mod host_pid_namespace;
mod host_user_namespace;
mod host_uts_namespace;
mod new_privileges_allowed;
mod privileged_container;
mod runtime_socket_mounted;
mod seccomp_profile_allows_everything;
mod seccomp_unconfined;
mod selinux_unconfined;
mod sensitive_host_mount;
mod sensitive_path;
mod shared_mount_propagation;
mod system_paths_unmasked;
mod unenforced_limits;
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
];
