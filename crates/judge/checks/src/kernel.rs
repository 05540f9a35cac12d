//! Checks of the kernel.

use crate::Check;

mod kernel_parameter_weak;
mod kernel_unsupported;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[&kernel_unsupported::CHECK, &kernel_parameter_weak::CHECK];
