//! Whether a container lives in a namespace of the host, by whichever way.

use seaworthy_core::facts::{ContainerFacts, NamespaceMode, SharedNamespace};
use seaworthy_core::findings::{Evidence, Undecided};

use crate::Context;

/// What was seen of one namespace.
pub(crate) struct HostNamespace {
    /// It is the host's.
    pub(crate) shared: bool,
    /// ` through a, b` when other containers lie between, else empty.
    pub(crate) through: String,
    /// The mode that decides, or the kernel's word.
    pub(crate) evidence: Evidence,
}

/// Follows `container:` references, after asking the kernel where it may be asked.
pub(crate) fn host_namespace(
    container: &ContainerFacts,
    context: &Context<'_>,
    which: SharedNamespace,
) -> Result<HostNamespace, Undecided> {
    let kind = match which {
        SharedNamespace::Network => "net",
        SharedNamespace::Pid => "pid",
        SharedNamespace::Ipc => "ipc",
        SharedNamespace::Uts => "uts",
    };
    let in_kernel = shared_in_kernel(container, context, kind);
    match (container.namespace_chain(which, context.engine), in_kernel) {
        (Ok(chain), in_kernel) => Ok(HostNamespace {
            shared: is_host(&chain.mode)? || in_kernel.is_some(),
            through: match chain.through.as_slice() {
                [] => String::new(),
                names => format!(" through {}", names.join(", ")),
            },
            evidence: match in_kernel {
                Some(evidence) if *chain.mode != NamespaceMode::Host => evidence,
                _ => Evidence::from(&chain.mode),
            },
        }),
        (Err(_), Some(evidence)) => {
            Ok(HostNamespace { shared: true, through: String::new(), evidence })
        }
        (Err(undecided), None) => Err(undecided),
    }
}

/// Evidence that the kernel has the container in the daemon's own namespace.
pub(crate) fn shared_in_kernel(
    container: &ContainerFacts,
    context: &Context<'_>,
    kind: &str,
) -> Option<Evidence> {
    let inside = container.live()?.namespaces.get(kind)?.value()?;
    let daemon = context.daemon().ok()?.namespaces.get(kind)?.value()?;
    (inside == daemon).then(|| {
        Evidence::new(
            format!("{kind} namespace"),
            format!("{inside}, as the daemon's"),
            format!("/proc/PID/ns/{kind}"),
        )
    })
}

/// Podman's `ns:PATH` joins whatever the path names: PID 1's is the host's.
fn is_host(mode: &NamespaceMode) -> Result<bool, Undecided> {
    match mode {
        NamespaceMode::Host => Ok(true),
        NamespaceMode::Named(name) => match name.strip_prefix("ns:") {
            Some(path) if path.starts_with("/proc/1/ns/") => Ok(true),
            Some(path) => Err(Undecided::unknown(format!("whose namespace {path} is: not seen"))),
            None => Ok(false),
        },
        _ => Ok(false),
    }
}
