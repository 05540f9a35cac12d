//! Checks of one network.

use crate::Check;

mod default_bridge_icc;
mod lan_attached_network;
mod network_publishes_on_all_addresses;
mod overlay_unencrypted;
mod unprotected_network_gateway;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &default_bridge_icc::CHECK,
    &overlay_unencrypted::CHECK,
    &network_publishes_on_all_addresses::CHECK,
    &unprotected_network_gateway::CHECK,
    &lan_attached_network::CHECK,
];
