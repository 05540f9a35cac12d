//! When host facts may be believed to be about the engine that was asked.

use super::{ContainerFacts, DaemonProcess, EngineFacts, Facts, HostFacts};

/// Whether an engine is proven to run on the machine that was observed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Locality {
    /// The socket's peer is a daemon seen here, or a daemon seen here listens on
    /// the very socket that was asked.
    Proven,
    /// Nothing ties the two together: a remote engine, one in a virtual machine,
    /// or host facts that were not collected.
    Unproven,
}

/// The daemon process behind an engine, when that is proven.
///
/// Proof is the socket's peer process id, or a daemon that holds the listening
/// socket of the same path (systemd activation: the peer is then PID 1).
pub fn joined_daemon<'a>(facts: &'a Facts, engine: &EngineFacts) -> Option<&'a DaemonProcess> {
    if engine.info.value().is_some_and(super::EngineInfo::is_desktop) {
        return None;
    }
    let daemons = facts.host.value()?.daemons.value()?;
    let peer = engine.peer.value().map(|peer| peer.pid).filter(|pid| *pid > 1);
    if let Some(daemon) = daemons.iter().find(|daemon| Some(daemon.pid) == peer) {
        return Some(daemon);
    }
    let address = engine.endpoint.split_once("://").map(|(_, rest)| rest)?;
    daemons.iter().find(|daemon| listens_on(daemon, address))
}

fn listens_on(daemon: &DaemonProcess, address: &str) -> bool {
    let canonical = |path: &str| {
        path.strip_prefix("/var/run/")
            .map_or_else(|| path.to_owned(), |rest| format!("/run/{rest}"))
    };
    daemon.listeners.value().into_iter().flatten().any(|listener| {
        listener.family == "unix" && canonical(&listener.address) == canonical(address)
    })
}

/// The host of an engine, when that is proven.
pub fn joined_host<'a>(facts: &'a Facts, engine: &EngineFacts) -> Option<&'a HostFacts> {
    joined_daemon(facts, engine).and_then(|_| facts.host.value())
}

impl EngineFacts {
    /// Whether it runs on the observed machine.
    pub fn locality(&self, facts: &Facts) -> Locality {
        if joined_daemon(facts, self).is_some() { Locality::Proven } else { Locality::Unproven }
    }

    /// A container by id, id prefix of at least 12 digits, or name, as
    /// `container:` modes name them.
    pub fn container(&self, reference: &str) -> Option<&ContainerFacts> {
        self.containers.value()?.iter().find(|container| {
            container.name == reference
                || container.id == reference
                || (reference.len() >= 12 && container.id.starts_with(reference))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Listener, Observed, PeerCredentials};
    use super::*;

    fn facts(pid: u32, path: &str) -> Facts {
        let listener =
            Listener { family: "unix".into(), address: path.into(), ..Default::default() };
        let daemon = DaemonProcess {
            pid,
            listeners: Observed::known(vec![listener], "/proc"),
            ..Default::default()
        };
        let host =
            HostFacts { daemons: Observed::known(vec![daemon], "/proc"), ..Default::default() };
        Facts { host: Observed::known(host, "/"), ..Default::default() }
    }

    fn engine(pid: u32, endpoint: &str) -> EngineFacts {
        let peer = PeerCredentials { pid, uid: 0, gid: 0 };
        EngineFacts {
            peer: Observed::known(peer, "SO_PEERCRED"),
            endpoint: endpoint.into(),
            ..Default::default()
        }
    }

    #[test]
    fn peer_or_socket_path_prove_locality() {
        let facts = facts(77, "/run/docker.sock");
        assert_eq!(engine(77, "unix:///elsewhere.sock").locality(&facts), Locality::Proven);
        assert_eq!(engine(1, "unix:///var/run/docker.sock").locality(&facts), Locality::Proven);
    }

    #[test]
    fn a_remote_engine_is_not_this_host() {
        let facts = facts(77, "/run/docker.sock");
        let remote = EngineFacts { endpoint: "tcp://build:2376".into(), ..Default::default() };
        assert_eq!(remote.locality(&facts), Locality::Unproven);
        assert_eq!(engine(78, "unix:///run/other.sock").locality(&facts), Locality::Unproven);
    }
}
