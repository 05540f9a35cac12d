//! Checks of the kernel: families over the table of `seaworthy-kernel`, and what
//! follows from several of its facts at once.

use crate::Check;

mod container_feature_missing;
mod cpu_vulnerability_open;
mod cpu_vulnerability_unlisted;
mod kernel_command_line_weak;
mod kernel_config_weak;
mod kernel_parameter_weak;
mod kernel_unsupported;
mod option;
mod sibling_thread_leak;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &kernel_unsupported::CHECK,
    &kernel_parameter_weak::CHECK,
    &kernel_config_weak::CHECK,
    &kernel_command_line_weak::CHECK,
    &cpu_vulnerability_open::CHECK,
    &cpu_vulnerability_unlisted::CHECK,
    &sibling_thread_leak::CHECK,
    &container_feature_missing::CHECK,
];
