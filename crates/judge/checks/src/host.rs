//! Checks of the machine.

use crate::Check;

mod audit_rule_missing;
mod certificate_eku_wrong;
mod certificate_expired;
mod certificate_folder_readable;
mod certificate_key_shared;
mod certificate_key_weak;
mod certificate_san_missing;
mod client_context_without_tls;
mod data_root_on_system_partition;
mod engine_file_access;
mod engine_unit_overridden;
mod environment_file_without_effect;
mod host_not_hardened;
mod lsm_missing;
mod place;
mod registries_conf_insecure;
mod rootless_prerequisites_missing;
mod runtime_socket_exposed;
mod subordinate_ids_overlap;
mod sudo_rule;
mod sudo_runs_engine_client;
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
];
