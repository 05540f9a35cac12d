//! From the engine's JSON to facts.
//!
//! The answers are untrusted: a field of the wrong type is unreadable by itself
//! and spoils nothing else. A field that the spoken API version does not define is
//! unreadable too; one that it defines and the engine omits is absent.

mod container;
mod events;
mod image;
mod info;
mod network;
mod podman;
mod ports;
mod reader;
mod settings;
mod since;
mod swarm;
#[cfg(test)]
mod tests;
mod version;

pub(crate) use container::{Inspected, exec, inspected, listed_name};
pub(crate) use events::exec_events;
pub(crate) use image::{ListedImage, history, image, unread};
pub(crate) use info::{info, system_time};
pub(crate) use network::{network, plugin, volumes};
pub(crate) use reader::{Decoding, Reader, entries};
pub(crate) use swarm::{cluster, config_name, node, service};
pub(crate) use version::version;
