//! Checks of one container.

use crate::Check;

mod privileged_container;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[&privileged_container::CHECK];
