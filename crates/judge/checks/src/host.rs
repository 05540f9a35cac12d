//! Checks of the machine.

use crate::Check;

mod audit_rule_missing;
mod data_root_on_system_partition;
mod engine_file_access;
mod place;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &data_root_on_system_partition::CHECK,
    &audit_rule_missing::CHECK,
    &engine_file_access::CHECK,
];
