//! Checks of the machine.

use crate::Check;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[];
