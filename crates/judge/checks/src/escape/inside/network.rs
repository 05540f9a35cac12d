//! Which addresses of the host it reaches.

use seaworthy_core::facts::{ListeningSocket, NamespaceMode, Observed, SharedNamespace};
use seaworthy_core::findings::Evidence;

use super::Inside;
use crate::escape::chain::Link;
use crate::exposure::address::is_loopback;
use crate::exposure::host_namespace::host_namespace;

impl Inside<'_> {
    /// Its network reaches an address on which something of the host listens.
    ///
    /// From a network of its own the host answers on every address but its
    /// loopback; isolation between networks is between containers.
    pub(in crate::escape) fn reaches(&self, address: &str) -> Link {
        let seen = match host_namespace(self.container, self.context, SharedNamespace::Network) {
            Ok(seen) => seen,
            Err(undecided) => return undecided.into(),
        };
        if seen.shared {
            return Link::open(Evidence::new("network", "the host's", seen.evidence.source))
                .closed_by("Remove --network=host");
        }
        let chain = self.container.namespace_chain(SharedNamespace::Network, self.context.engine);
        if chain.is_ok_and(|chain| *chain.mode == NamespaceMode::None) {
            return Link::Closed(Evidence::new("network", "none", seen.evidence.source));
        }
        let text = if is_loopback(address) {
            format!("its own, from which {address} cannot be reached")
        } else {
            format!("its own, with a route to the host's {address}")
        };
        Link::when(!is_loopback(address), Evidence::new("network", text, seen.evidence.source))
    }

    /// It has a network at all.
    pub(in crate::escape) fn has_network(&self) -> Link {
        match self.container.namespace_chain(SharedNamespace::Network, self.context.engine) {
            Ok(chain) => {
                let evidence = Evidence::from(&chain.mode);
                Link::when(*chain.mode != NamespaceMode::None, evidence)
            }
            Err(undecided) => undecided.into(),
        }
    }

    /// Services that listen on loopback in its network namespace.
    pub(in crate::escape) fn loopback_services(&self) -> Link {
        const FACT: &str = "services on loopback";
        let Some(live) = self.live() else {
            return Link::Unseen(format!("{FACT}: the container does not run here"));
        };
        let listeners = match live.view.listeners.seen(FACT) {
            Ok(listeners) => listeners,
            // In the host's network they are the host's, which an audit reads anyway.
            Err(undecided) => {
                return self.host_loopback_services(FACT).unwrap_or_else(|| undecided.into());
            }
        };
        let local: Vec<&str> = listeners
            .iter()
            .filter_map(|line| line.split_once(' ').map(|(_, address)| address))
            .filter(|address| is_loopback(address))
            .collect();
        let text = if local.is_empty() { "none".to_owned() } else { local.join(", ") };
        Link::when(!local.is_empty(), Evidence::new(FACT, text, listeners.source.as_ref()))
    }

    /// Services of others on the loopback of the machine; none when they were
    /// not seen.
    fn host_loopback_services(&self, fact: &str) -> Option<Link> {
        let Observed::Known { value, source } = &self.host()?.os.listeners else { return None };
        let foreign = |socket: &&ListeningSocket| {
            socket.loopback
                && (socket.container.is_empty() || socket.container != self.container.id)
        };
        let named = |socket: &ListeningSocket| match socket.program.rsplit('/').next() {
            None | Some("") => socket.address.clone(),
            Some(program) => format!("{} ({program})", socket.address),
        };
        let found: Vec<String> = value.iter().filter(foreign).map(named).collect();
        let text = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
        Some(Link::when(!found.is_empty(), Evidence::new(fact, text, source.as_str())))
    }
}
