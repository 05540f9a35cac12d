//! Checks of one container.

use crate::Check;

mod apparmor_unconfined;
mod capability_danger;
mod configured_user;
mod container_runs_as_root;
mod device_meaning;
mod docker_command;
mod engine_socket;
mod excess_capabilities;
mod exec_history;
mod host_namespace;
mod new_privileges_allowed;
mod privileged_container;
mod seccomp_profile_allows_everything;
mod seccomp_unconfined;
mod selinux_unconfined;
mod sensitive_path;
mod system_paths_unmasked;
mod unenforced_limits;
mod writable_cgroups;

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
];
