//! Where `container:ID` namespaces really lead.

use super::{ContainerFacts, ContainerSettings, EngineFacts, NamespaceMode, Observed, Seen};
use crate::findings::Undecided;

/// A namespace that containers can share with each other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SharedNamespace {
    /// `NetworkMode`.
    Network,
    /// `PidMode`.
    Pid,
    /// `IpcMode`.
    Ipc,
    /// `UTSMode`; only Podman lets containers share it.
    Uts,
}

/// The mode at the end of a chain of `container:` references.
#[derive(Clone, Debug)]
pub struct NamespaceChain<'a> {
    /// Mode of the container that owns the namespace.
    pub mode: Seen<'a, NamespaceMode>,
    /// Names of the containers joined on the way, nearest first.
    pub through: Vec<&'a str>,
}

impl SharedNamespace {
    fn fact(self) -> &'static str {
        match self {
            Self::Network => "network namespace",
            Self::Pid => "PID namespace",
            Self::Ipc => "IPC namespace",
            Self::Uts => "UTS namespace",
        }
    }

    fn mode(self, settings: &ContainerSettings) -> &Observed<NamespaceMode> {
        match self {
            Self::Network => &settings.network_mode,
            Self::Pid => &settings.pid_mode,
            Self::Ipc => &settings.ipc_mode,
            Self::Uts => &settings.uts_mode,
        }
    }
}

impl ContainerFacts {
    /// Follows `container:` references to the container that owns the
    /// namespace. A circle, or a container that was not seen, is unknown.
    pub fn namespace_chain<'a>(
        &'a self,
        which: SharedNamespace,
        engine: Option<&'a EngineFacts>,
    ) -> Result<NamespaceChain<'a>, Undecided> {
        let mut at = self;
        let mut through: Vec<&Self> = Vec::new();
        loop {
            let mode = which.mode(at.settings()?).seen_or_default(which.fact())?;
            let NamespaceMode::Container(next) = &*mode else {
                let through = through.iter().map(|container| container.name.as_str()).collect();
                return Ok(NamespaceChain { mode, through });
            };
            let found = engine.and_then(|engine| engine.container(next)).ok_or_else(|| {
                Undecided::unknown(format!("{} of container {next}: not seen", which.fact()))
            })?;
            if std::ptr::eq(found, self) || through.iter().any(|seen| std::ptr::eq(*seen, found)) {
                return Err(Undecided::unknown(format!(
                    "{}: containers join each other in a circle",
                    which.fact()
                )));
            }
            through.push(found);
            at = found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(name: &str, mode: &str) -> ContainerFacts {
        let settings = ContainerSettings {
            pid_mode: Observed::known(NamespaceMode::parse(mode), "HostConfig.PidMode"),
            ..Default::default()
        };
        ContainerFacts {
            name: name.into(),
            configured: Some(Box::new(settings)),
            ..Default::default()
        }
    }

    fn engine(containers: Vec<ContainerFacts>) -> EngineFacts {
        EngineFacts {
            containers: Observed::known(containers, "/containers/json"),
            ..Default::default()
        }
    }

    #[test]
    fn a_chain_ends_at_its_owner() {
        let engine = engine(vec![
            container("a", "container:b"),
            container("b", "container:c"),
            container("c", "host"),
        ]);
        let first = engine.container("a").unwrap();
        let chain = first.namespace_chain(SharedNamespace::Pid, Some(&engine)).unwrap();
        assert_eq!(*chain.mode, NamespaceMode::Host);
        assert_eq!(chain.through, ["b", "c"]);
    }

    #[test]
    fn circles_and_gaps_are_unknown() {
        let circle = engine(vec![container("a", "container:b"), container("b", "container:a")]);
        let first = circle.container("a").unwrap();
        assert!(first.namespace_chain(SharedNamespace::Pid, Some(&circle)).is_err());
        let gap = container("a", "container:gone");
        assert!(gap.namespace_chain(SharedNamespace::Pid, Some(&circle)).is_err());
        assert!(gap.namespace_chain(SharedNamespace::Pid, None).is_err());
    }
}
