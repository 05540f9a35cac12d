//! When host facts may be believed to be about the engine that was asked.

use super::{ContainerFacts, DaemonProcess, EngineFacts, Facts, HostFacts, ImageFacts};

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
    let host = facts.host.value()?;
    let daemons = host.daemons.value()?;
    // 0 stands for a process of another PID namespace.
    let peer = engine.peer.value().map(|peer| peer.pid).filter(|pid| *pid > 0);
    if let Some(daemon) = daemons.iter().find(|daemon| Some(daemon.pid) == peer) {
        return Some(daemon);
    }
    let address = engine.endpoint.strip_prefix("unix://")?;
    // Below `--root /host` the host's /run is ours at /host/run.
    let address = address.strip_prefix(host.root.trim_end_matches('/')).unwrap_or(address);
    // A daemon inside a container has a /run of its own.
    daemons
        .iter()
        .filter(|daemon| daemon.container.is_none())
        .find(|daemon| listens_on(daemon, address))
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

impl EngineFacts {
    /// The image that a container runs, by id, else by name for a request.
    /// `None` when the engine no longer has it or was not asked.
    pub fn image_of(&self, container: &ContainerFacts) -> Option<&ImageFacts> {
        let images = self.images.value()?;
        match container.image_id.value() {
            Some(id) => images.iter().find(|image| bare_id(&image.id) == bare_id(id)),
            None => self.image_named(&container.image),
        }
    }

    /// The image that a name means now; a name without tag means `latest`.
    pub fn image_named(&self, name: &str) -> Option<&ImageFacts> {
        let wanted = familiar_name(name);
        self.images.value()?.iter().find(|image| {
            image.tags.iter().any(|tag| familiar_name(tag) == wanted)
                || image.digests.iter().any(|digest| familiar_name(digest) == wanted)
        })
    }
}

/// An id without the name of its hash, which some engines leave out.
pub(crate) fn bare_id(id: &str) -> &str {
    id.strip_prefix("sha256:").unwrap_or(id)
}

/// `docker.io/library/nginx` and `nginx` are both `nginx:latest`.
fn familiar_name(name: &str) -> String {
    let short = name.strip_prefix("docker.io/").unwrap_or(name);
    let short = short.strip_prefix("library/").unwrap_or(short);
    let last = short.rsplit('/').next().unwrap_or(short);
    if last.contains([':', '@']) { short.to_owned() } else { format!("{short}:latest") }
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
    fn a_socket_below_the_root_prefix_is_the_hosts() {
        let mut facts = facts(77, "/run/docker.sock");
        facts.host.value_mut().unwrap().root = "/host".into();
        assert_eq!(engine(0, "unix:///host/run/docker.sock").locality(&facts), Locality::Proven);
    }

    #[test]
    fn a_daemon_inside_a_container_does_not_own_the_hosts_socket() {
        let mut facts = facts(77, "/run/docker.sock");
        let daemons = facts.host.value_mut().unwrap().daemons.value_mut().unwrap();
        daemons[0].container = Some("4f".repeat(32));
        assert_eq!(engine(1, "unix:///run/docker.sock").locality(&facts), Locality::Unproven);
        assert_eq!(engine(77, "unix:///run/docker.sock").locality(&facts), Locality::Proven);
    }

    #[test]
    fn a_daemon_may_be_process_1_but_never_process_0() {
        let first = facts(1, "/run/docker.sock");
        assert_eq!(engine(1, "unix:///elsewhere.sock").locality(&first), Locality::Proven);
        let unseen = facts(0, "/run/docker.sock");
        assert_eq!(engine(0, "unix:///elsewhere.sock").locality(&unseen), Locality::Unproven);
    }

    #[test]
    fn a_remote_engine_is_not_this_host() {
        let facts = facts(77, "/run/docker.sock");
        let remote = EngineFacts { endpoint: "tcp://build:2376".into(), ..Default::default() };
        assert_eq!(remote.locality(&facts), Locality::Unproven);
        assert_eq!(engine(78, "unix:///run/other.sock").locality(&facts), Locality::Unproven);
    }

    #[test]
    fn an_image_is_found_under_every_spelling() {
        let image = ImageFacts {
            id: "sha256:ab".into(),
            tags: vec!["nginx:latest".into()],
            ..Default::default()
        };
        let engine = EngineFacts {
            images: Observed::known(vec![image], "/images/json"),
            ..Default::default()
        };
        for name in ["nginx", "docker.io/library/nginx", "nginx:latest"] {
            assert!(engine.image_named(name).is_some(), "{name}");
        }
        assert!(engine.image_named("registry:5000/nginx").is_none());
        let container = ContainerFacts {
            image: "other".into(),
            image_id: Observed::known("ab".into(), "Image"),
            ..Default::default()
        };
        assert!(engine.image_of(&container).is_some());
    }
}
