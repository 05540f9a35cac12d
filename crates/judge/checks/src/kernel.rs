//! Checks of the kernel: tables whose rows are judged alike.

use crate::Check;

mod kernel_parameter_weak;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[&kernel_parameter_weak::CHECK];
