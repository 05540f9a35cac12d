//! Where an attacker stands who took over the program of a container.

mod devices;
mod files;
mod filter;
mod identity;
mod kernel;
mod mandatory;
mod mounted;
mod namespaces;
mod network;
mod sockets;
mod trees;

use seaworthy_core::facts::{ContainerFacts, ContainerSettings, Effective, LiveFacts};
use seaworthy_core::findings::Undecided;

pub(super) use devices::Wanted;
pub(super) use mandatory::Act;

use super::EscapePath;
use super::chain::Chain;
use crate::Context;

/// A container seen from inside: each method is one condition of a way out.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    pub(super) container: &'a ContainerFacts,
    pub(super) context: &'a Context<'a>,
    pub(super) settings: &'a ContainerSettings,
    effective: Effective<'a>,
}

impl<'a> Inside<'a> {
    /// Undecided for a container of which nothing is known.
    pub(super) fn of(
        container: &'a ContainerFacts,
        context: &'a Context<'a>,
    ) -> Result<Self, Undecided> {
        Ok(Self {
            container,
            context,
            settings: container.settings()?,
            effective: container.effective(context.info().ok()),
        })
    }

    /// The conditions of one way out, none of them yet.
    pub(super) fn chain(&self, path: &'static EscapePath) -> Chain {
        Chain::of(path)
    }

    fn live(&self) -> Option<&'a LiveFacts> {
        self.container.live()
    }

    /// All protection is off.
    pub(super) fn is_privileged(&self) -> bool {
        self.settings.privileged.value() == Some(&true)
    }

    /// What to leave out so that a protection comes back.
    fn without(&self, option: &str) -> String {
        if self.is_privileged() {
            "Run it without --privileged".to_owned()
        } else {
            format!("Remove {option}")
        }
    }
}
