//! Checks of an engine and its daemon.

use crate::Check;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[];
