//! From a profile to what the engine hands to the runtime on one machine for
//! one container.

use std::collections::BTreeSet;

use super::{Architecture, Architectures, Argument, Profile, Selection};
use crate::abi::Abi;
use crate::action::Action;
use crate::version::KernelVersion;

/// Capabilities that Docker leaves to a container unless told otherwise.
pub const DEFAULT_CAPABILITIES: [&str; 14] = [
    "CAP_AUDIT_WRITE",
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_MKNOD",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_RAW",
    "CAP_SETFCAP",
    "CAP_SETGID",
    "CAP_SETPCAP",
    "CAP_SETUID",
    "CAP_SYS_CHROOT",
];

/// Capabilities that Podman leaves to a container unless told otherwise.
pub(super) const PODMAN_CAPABILITIES: [&str; 11] = [
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_NET_BIND_SERVICE",
    "CAP_SETFCAP",
    "CAP_SETGID",
    "CAP_SETPCAP",
    "CAP_SETUID",
    "CAP_SYS_CHROOT",
];

/// What decides which rules of a profile are used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Environment {
    /// The machine's own ABI.
    pub native: Abi,
    /// The machine's kernel.
    pub kernel: KernelVersion,
    /// Bounding set of the container, `CAP_SYS_ADMIN`.
    pub capabilities: BTreeSet<String>,
}

impl Environment {
    /// A container with Docker's default capabilities.
    pub fn docker_default(native: Abi, kernel: KernelVersion) -> Self {
        let capabilities = DEFAULT_CAPABILITIES.into_iter().map(str::to_owned).collect();
        Self { native, kernel, capabilities }
    }

    /// The excludes win; then everything that `includes` asks for must be there.
    fn selects(&self, includes: &Selection, excludes: &Selection) -> bool {
        let has = |name: &String| self.capabilities.contains(name);
        let is_here = |name: &String| name == self.native.engine_name();
        let excluded = excludes.architectures.iter().any(is_here)
            || excludes.capabilities.iter().any(has)
            || excludes.kernel.is_some_and(|least| self.kernel >= least);
        let included = (includes.architectures.is_empty()
            || includes.architectures.iter().any(is_here))
            && includes.capabilities.iter().all(has)
            && includes.kernel.is_none_or(|least| self.kernel >= least);
        !excluded && included
    }
}

/// A profile without circumstances: `linux.seccomp` of an OCI specification.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Resolved {
    /// For calls without a rule.
    pub default_action: Action,
    /// The error number that the profile gives for them, whatever the action.
    pub default_errno: Option<u16>,
    /// The ABIs that the filter is for.
    pub architectures: Vec<Architecture>,
    /// Rules that are used.
    pub rules: Vec<ResolvedRule>,
}

/// A rule that is used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResolvedRule {
    /// Its number in the profile, from 1.
    pub number: usize,
    /// Call names.
    pub names: Vec<String>,
    /// What happens with them.
    pub action: Action,
    /// Conditions on arguments.
    pub arguments: Vec<Argument>,
}

impl Profile {
    /// The rules that apply in an environment.
    pub fn resolve(&self, environment: &Environment) -> Resolved {
        let architectures = match &self.architectures {
            Architectures::Listed(listed) => listed.clone(),
            Architectures::Mapped(map) => {
                let native = Architecture::Known(environment.native);
                let entry = map.iter().find(|(architecture, _)| *architecture == native);
                entry.map_or_else(Vec::new, |(own, others)| {
                    std::iter::once(own).chain(others).cloned().collect()
                })
            }
        };
        self.resolved(architectures, |includes, excludes| environment.selects(includes, excludes))
    }

    /// The profile as it is: for one that an engine has resolved already.
    pub(crate) fn as_resolved(&self) -> Resolved {
        let architectures = match &self.architectures {
            Architectures::Listed(listed) => listed.clone(),
            Architectures::Mapped(_) => Vec::new(),
        };
        self.resolved(architectures, |_, _| true)
    }

    /// Whether it depends on machine, kernel or capabilities.
    pub fn is_conditional(&self) -> bool {
        let empty = Selection::default();
        matches!(self.architectures, Architectures::Mapped(_))
            || self.rules.iter().any(|rule| rule.includes != empty || rule.excludes != empty)
    }

    fn resolved(
        &self,
        architectures: Vec<Architecture>,
        selects: impl Fn(&Selection, &Selection) -> bool,
    ) -> Resolved {
        let rules = (1..)
            .zip(&self.rules)
            .filter(|(_, rule)| selects(&rule.includes, &rule.excludes))
            .map(|(number, rule)| ResolvedRule {
                number,
                names: rule.names.clone(),
                action: rule.action,
                arguments: rule.arguments.clone(),
            })
            .collect();
        Resolved {
            default_action: self.default_action,
            default_errno: self.default_errno,
            architectures,
            rules,
        }
    }
}
