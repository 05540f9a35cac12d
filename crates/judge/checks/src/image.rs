//! Checks of one image.

use crate::Check;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[];
