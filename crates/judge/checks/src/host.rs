//! Checks of the machine.

use crate::Check;

mod account_without_password;
mod audit_rule_missing;
mod certificate_eku_wrong;
mod certificate_expired;
mod certificate_folder_readable;
mod certificate_key_shared;
mod certificate_key_weak;
mod certificate_san_missing;
mod client_context_without_tls;
mod core_dumps_kept;
mod data_root_noexec;
mod data_root_on_system_partition;
mod engine_file_access;
mod engine_unit_overridden;
mod environment_file_without_effect;
mod host_not_hardened;
mod lsm_missing;
mod mount_options_weak;
mod no_time_synchronisation;
mod place;
mod process_list_visible;
mod published_ports_bypass_firewall;
mod rare_kernel_modules_loadable;
mod registries_conf_insecure;
mod root_path_writable;
mod rootless_prerequisites_missing;
mod runtime_socket_exposed;
mod ssh_server_weak;
mod subordinate_ids_overlap;
mod sudo_rule;
mod sudo_runs_engine_client;
mod sudo_without_password;
mod unqualified_search_registries;
mod untrusted_daemon_user;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &data_root_on_system_partition::CHECK,
    &untrusted_daemon_user::CHECK,
    &sudo_runs_engine_client::CHECK,
    &audit_rule_missing::CHECK,
    &host_not_hardened::CHECK,
    &engine_file_access::CHECK,
    &certificate_eku_wrong::CHECK,
    &certificate_expired::CHECK,
    &certificate_folder_readable::CHECK,
    &certificate_key_shared::CHECK,
    &certificate_key_weak::CHECK,
    &certificate_san_missing::CHECK,
    &client_context_without_tls::CHECK,
    &engine_unit_overridden::CHECK,
    &environment_file_without_effect::CHECK,
    &lsm_missing::CHECK,
    &registries_conf_insecure::CHECK,
    &rootless_prerequisites_missing::CHECK,
    &runtime_socket_exposed::CHECK,
    &subordinate_ids_overlap::CHECK,
    &unqualified_search_registries::CHECK,
    &ssh_server_weak::CHECK,
    &sudo_without_password::CHECK,
    &account_without_password::CHECK,
    &root_path_writable::CHECK,
    &mount_options_weak::CHECK,
    &data_root_noexec::CHECK,
    &published_ports_bypass_firewall::CHECK,
    &core_dumps_kept::CHECK,
    &no_time_synchronisation::CHECK,
    &rare_kernel_modules_loadable::CHECK,
    &process_list_visible::CHECK,
];
