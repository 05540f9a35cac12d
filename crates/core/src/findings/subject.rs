//! What a finding is about.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Kind of a subject.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// The machine.
    Host,
    /// A kernel option, sysctl or command-line parameter.
    KernelOption,
    /// An engine daemon.
    Engine,
    /// A container.
    Container,
    /// An image.
    Image,
    /// A network.
    Network,
    /// A Swarm cluster, node or service.
    Swarm,
    /// A file.
    File,
    /// A component inside an image.
    Package,
    /// The policy file itself.
    Policy,
}

impl SubjectKind {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::KernelOption => "kernel-option",
            Self::Engine => "engine",
            Self::Container => "container",
            Self::Image => "image",
            Self::Network => "network",
            Self::Swarm => "swarm",
            Self::File => "file",
            Self::Package => "package",
            Self::Policy => "policy",
        }
    }
}

/// One thing that a verdict is about.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Subject {
    /// Kind.
    pub kind: SubjectKind,
    /// Name for people, `web`. Empty when there is no such subject, as in "no
    /// container": a check gives a result even then.
    pub name: String,
    /// Id of this instance, empty when it has none.
    pub id: String,
    /// Name that survives recreation; goes into the fingerprint.
    pub stable_name: String,
    /// Labels, for selectors.
    pub labels: Vec<(String, String)>,
}

impl Subject {
    /// A subject whose name is stable.
    pub fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        let name = name.into();
        Self { kind, stable_name: name.clone(), name, id: String::new(), labels: Vec::new() }
    }

    /// Stands for "there is none of this kind".
    pub fn none(kind: SubjectKind) -> Self {
        Self::new(kind, "")
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() {
            return write!(f, "no {}", self.kind.as_str());
        }
        write!(f, "{} {}", self.kind.as_str(), self.name)
    }
}
