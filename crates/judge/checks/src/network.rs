//! Checks of one network.

use crate::Check;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[];
