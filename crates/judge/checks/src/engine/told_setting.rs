//! What the engine itself says of a key of its configuration: when the file is newer than
//! the process, this and not the file tells what is in force.

use std::collections::BTreeSet;

use seaworthy_core::facts::{EngineFacts, EngineInfo};
use serde_json::{Value, json};

/// Keys that the API tells of.
pub(crate) const TOLD: [&str; 8] = [
    "authorization-plugins",
    "debug",
    "experimental",
    "icc",
    "insecure-registries",
    "live-restore",
    "log-driver",
    "registry-mirrors",
];

/// The value in force, spelled as the file would. `None` when the engine does not tell.
pub(crate) fn told(engine: &EngineFacts, key: &str) -> Option<Value> {
    let info = engine.info.value();
    match key {
        "authorization-plugins" => info?.authorization_plugins.value().map(|all| json!(all)),
        "debug" => info?.debug.value().map(|on| json!(on)),
        "experimental" => info?.experimental.value().map(|on| json!(on)),
        "icc" => icc(engine),
        "insecure-registries" => insecure(info?),
        "live-restore" => info?.live_restore.value().map(|on| json!(on)),
        "log-driver" => info?.logging_driver.value().map(|name| json!(name)),
        "registry-mirrors" => info?.mirrors.value().map(|all| json!(all)),
        _ => None,
    }
}

/// An option of the network that the daemon makes at its start.
fn icc(engine: &EngineFacts) -> Option<Value> {
    let mut options = engine.networks.value()?.iter().filter_map(|network| network.options.value());
    let of_default = |name: &str| format!("com.docker.network.bridge.{name}");
    let bridge = options
        .find(|all| all.get(&of_default("default_bridge")).map(String::as_str) == Some("true"))?;
    bridge.get(&of_default("enable_icc")).map(|word| json!(word == "true"))
}

/// Names and ranges; the engine adds its own address to what it was told.
fn insecure(info: &EngineInfo) -> Option<Value> {
    let ranges = info.insecure_registry_cidrs.value()?.iter();
    let ranges = ranges.filter(|range| !["127.0.0.0/8", "::1/128"].contains(&range.as_str()));
    let names = info.registries.value()?.iter().filter(|index| !index.secure);
    let all: BTreeSet<&String> = ranges.chain(names.map(|index| &index.name)).collect();
    Some(json!(all))
}
