//! Checks of one network.

use crate::Check;

mod default_bridge_icc;
mod overlay_unencrypted;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[&default_bridge_icc::CHECK, &overlay_unencrypted::CHECK];
