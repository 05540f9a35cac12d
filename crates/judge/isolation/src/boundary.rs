//! What parts a column from the host: told by processes, never by a name alone.

use seaworthy_core::facts::{IdMapRange, LiveFacts, NamespaceMode};
use seaworthy_core::report::isolation::{Boundary, BoundaryKind, Reading};
use seaworthy_core::report::v1::Evidence;

use crate::compare::Place;

/// Monitors that run a virtual machine.
const MONITORS: &[&str] =
    &["qemu-system", "qemu-kvm", "firecracker", "cloud-hypervisor", "dragonball", "stratovirt"];
/// Words in the name of a runtime that starts each container in a machine.
const MACHINE_RUNTIMES: &[&str] = &["kata", "firecracker", "krun", "urunc", "sysbox-vm"];
const GVISOR: &[&str] = &["runsc", "gvisor"];

/// A process that looked at itself and does not know where it is: a sandbox says
/// who it is, a container shows by its root and by what is covered in `/proc`.
pub(crate) fn inside(own: &LiveFacts) -> Boundary {
    if let Some(log) = own.boundary.kernel_log.value().filter(|log| log.contains("gVisor")) {
        return Boundary {
            kind: BoundaryKind::Gvisor,
            shares_kernel: Reading::known(false, "the sandbox answers its system calls"),
            evidence: vec![seen("kernel log", log, "/dev/kmsg")],
        };
    }
    let mounts = own.mounts.value().map_or(&[][..], Vec::as_slice);
    let root = mounts.iter().rev().find(|mount| mount.path == "/");
    let layered = root.filter(|root| root.fs_type.contains("overlay"));
    let covered =
        mounts.iter().find(|mount| mount.path.starts_with("/proc/") && mount.fs_type == "tmpfs");
    let map = own.uid_map.value();
    let mapped = map.is_some_and(|map| !map.iter().any(IdMapRange::is_identity));
    let mut evidence: Vec<Evidence> = Vec::new();
    evidence.extend(layered.map(|root| seen("root", &root.fs_type, "/proc/self/mountinfo")));
    evidence.extend(covered.map(|mount| seen("covered", &mount.path, "/proc/self/mountinfo")));
    let kind = match (evidence.is_empty(), mapped) {
        (true, _) => return process(own),
        (false, true) => BoundaryKind::UserNamespaceContainer,
        (false, false) => BoundaryKind::Container,
    };
    Boundary {
        kind,
        shares_kernel: Reading::unknown("from inside a machine looks like a machine"),
        evidence,
    }
}

/// A process of the host.
pub(crate) fn process(own: &LiveFacts) -> Boundary {
    let evidence = own.boundary.exe.value().map(|exe| seen("executable", exe, "/proc/PID/exe"));
    Boundary {
        kind: BoundaryKind::Process,
        shares_kernel: Reading::known(true, "it is a process of this kernel"),
        evidence: evidence.into_iter().collect(),
    }
}

/// A container, which may be a machine in disguise.
pub(crate) fn container(place: &Place<'_>) -> Boundary {
    let signs = Signs::of(place);
    if let Some(sandbox) = signs.gvisor() {
        return Boundary {
            kind: BoundaryKind::Gvisor,
            shares_kernel: Reading::known(false, "the sandbox answers its system calls"),
            evidence: sandbox,
        };
    }
    if let Some(machine) = signs.machine() {
        return Boundary {
            kind: BoundaryKind::MicroVm,
            shares_kernel: Reading::known(false, "a guest kernel answers its system calls"),
            evidence: machine,
        };
    }
    if let Some(doubt) = signs.unproven() {
        return Boundary {
            kind: BoundaryKind::Unknown,
            shares_kernel: Reading::unknown(
                "the runtime's name promises another kernel; run as root to see its processes",
            ),
            evidence: doubt,
        };
    }
    plain(place)
}

/// Namespaces only; how much they part depends on the ids.
fn plain(place: &Place<'_>) -> Boundary {
    let shares = Reading::known(true, "an OCI runtime without a kernel of its own");
    let info = place.info();
    let rootless = info.map(|info| info.security_option("rootless"));
    if rootless.as_ref().and_then(|option| option.value()) == Some(&true) {
        return Boundary {
            kind: BoundaryKind::RootlessContainer,
            shares_kernel: shares,
            evidence: vec![seen("rootless", "true", "/info SecurityOptions")],
        };
    }
    let remapped = place.container.effective(info).remapped();
    let (kind, evidence) = match Reading::from(remapped) {
        Reading { value: Some(apart), source, .. } => {
            let kind =
                if apart { BoundaryKind::UserNamespaceContainer } else { BoundaryKind::Container };
            (kind, vec![seen("ids apart from the host's", &apart.to_string(), &source)])
        }
        Reading { unknown, .. } => {
            let why = unknown.unwrap_or_default();
            (BoundaryKind::Container, vec![seen("ids apart from the host's", "unknown", &why)])
        }
    };
    Boundary { kind, shares_kernel: shares, evidence }
}

/// Everything that may tell of another kernel.
struct Signs<'a> {
    live: Option<&'a LiveFacts>,
    /// Name of the OCI runtime and the program that the engine runs for it.
    runtime: String,
}

impl<'a> Signs<'a> {
    fn of(place: &Place<'a>) -> Self {
        let settings = place.container.settings().ok();
        let named = settings.and_then(|settings| settings.runtime.value());
        let info = place.info();
        let default = info.and_then(|info| info.default_runtime.value());
        let name = named.filter(|name| !name.is_empty()).or(default).cloned().unwrap_or_default();
        let program = info
            .and_then(|info| info.runtimes.value())
            .and_then(|runtimes| runtimes.get(&name))
            .cloned()
            .unwrap_or_default();
        Self { live: place.live(), runtime: format!("{name} {program}").trim().to_owned() }
    }

    fn exe(&self) -> Option<&'a str> {
        self.live?.boundary.exe.value().map(String::as_str)
    }

    /// The nearest ancestor with one of these words in its file name. The path
    /// of an ancestor is the host's: no image can choose it.
    fn ancestor(&self, words: &[&str]) -> Option<&'a str> {
        let ancestors = self.live?.boundary.ancestors.value()?;
        ancestors.iter().map(String::as_str).find(|path| names(path, words))
    }

    fn promises(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.runtime.contains(word))
    }

    fn gvisor(&self) -> Option<Vec<Evidence>> {
        let live = self.live?;
        if let Some(log) = live.boundary.kernel_log.value().filter(|log| log.contains("gVisor")) {
            return Some(vec![seen("kernel log", log, "dmesg, from inside")]);
        }
        if let Some(path) = self.ancestor(GVISOR) {
            return Some(vec![seen("ancestor", path, "/proc/PID/exe"), self.runtime_seen()]);
        }
        // The image chooses its own program's name, the host its runtime's.
        let exe = self.exe().filter(|exe| names(exe, GVISOR) && self.promises(GVISOR))?;
        Some(vec![seen("executable", exe, "/proc/PID/exe"), self.runtime_seen()])
    }

    fn machine(&self) -> Option<Vec<Evidence>> {
        let live = self.live?;
        if let Some(path) = self.ancestor(MACHINE_RUNTIMES) {
            return Some(vec![seen("ancestor", path, "/proc/PID/exe"), self.runtime_seen()]);
        }
        if !self.promises(MACHINE_RUNTIMES) {
            return None;
        }
        if let Some(exe) = self.exe().filter(|exe| names(exe, MONITORS)) {
            return Some(vec![seen("executable", exe, "/proc/PID/exe"), self.runtime_seen()]);
        }
        let holds = live.boundary.holds_kvm.value() == Some(&true);
        holds.then(|| vec![seen("/dev/kvm", "held open", "/proc/PID/fd"), self.runtime_seen()])
    }

    /// A name that promises a kernel, where no process could be looked at.
    fn unproven(&self) -> Option<Vec<Evidence>> {
        let blind = self.exe().is_none()
            && self.live.is_none_or(|live| !live.boundary.ancestors.is_known());
        (blind && (self.promises(GVISOR) || self.promises(MACHINE_RUNTIMES)))
            .then(|| vec![self.runtime_seen()])
    }

    fn runtime_seen(&self) -> Evidence {
        seen("runtime", &self.runtime, "HostConfig.Runtime, /info Runtimes")
    }
}

/// Whether the file name at the end of a path begins with, or as a shim's
/// holds, one of the words.
fn names(path: &str, words: &[&str]) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    words.iter().any(|word| {
        file.starts_with(word) || (file.starts_with("containerd-shim") && file.contains(word))
    })
}

pub(crate) fn seen(fact: &str, value: &str, source: &str) -> Evidence {
    Evidence { fact: fact.to_owned(), value: value.to_owned(), source: source.to_owned() }
}

/// Whether a mode joins the host.
pub(crate) fn is_host(mode: &NamespaceMode) -> bool {
    *mode == NamespaceMode::Host
}
