//! Checks of a Swarm, asked on a manager.

use crate::Check;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[];
