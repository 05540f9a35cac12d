//! Checks of a Swarm.

use crate::Check;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[];
