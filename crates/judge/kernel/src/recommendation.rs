//! One recommendation, as a constant.

use seaworthy_core::findings::Severity;

use crate::{Architecture, Architectures, Kind, Probe, Version, Want};

/// What an option of the kernel should be.
///
/// Built by the functions of this module and narrowed by its methods, so that a
/// row of the table reads like a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Recommendation {
    /// What it is about.
    pub probe: Probe,
    /// What it should be.
    pub want: Want,
    /// What the profiles `strict` and `kspp` want, when that is more.
    pub strict: Option<Want>,
    /// Id that differs from the one that the name gives.
    pub own_id: &'static str,
    /// Title that differs from the one that name and want give.
    pub own_title: &'static str,
    /// How bad a failure is.
    pub severity: Severity,
    /// Class of bug that it stops or of surface that it closes.
    pub class: Class,
    /// First version that has it.
    pub since: Option<Version>,
    /// First version that no longer has it.
    pub until: Option<Version>,
    /// Where it exists.
    pub architectures: Architectures,
    /// Exists only with patches that mainline does not have.
    pub is_patch: bool,
    /// The name before a version, oldest last.
    pub was: &'static [(&'static str, Version)],
    /// It matters only when all of these hold.
    pub given: &'static [Alternative],
    /// What decides at run time when it says anything, first one first.
    pub live: &'static [Alternative],
    /// What decides when this says nothing: the default of the build.
    pub otherwise: &'static [Alternative],
    /// Each of these is as good.
    pub or: &'static [Alternative],
    /// Who asks for it.
    pub sources: &'static [Source],
    /// Who asks for the opposite, and why this table does not.
    pub dispute: &'static str,
    /// Why.
    pub why: &'static str,
    /// What stops working, empty when nothing does.
    pub breaks: &'static str,
    /// Not advised on a container host, for what it breaks.
    pub is_withheld: bool,
    /// Severity on a container host, and why it matters more there.
    pub raised: Option<(Severity, &'static str)>,
    /// System calls without which the surface cannot be reached.
    pub calls: &'static [&'static str],
}

/// Something else that decides, or that is as good.
#[derive(Clone, Copy, Debug)]
pub struct Alternative {
    /// Where to look.
    pub probe: Probe,
    /// What it should be.
    pub want: Want,
}

/// The class of bug or attack that a recommendation is about.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Class {
    /// Corrupted kernel memory is noticed, or cannot be written.
    SelfProtection,
    /// Control flow and the kernel's own code.
    CodeInjection,
    /// The kernel's stacks.
    Stack,
    /// The kernel's allocators.
    Heap,
    /// Copies between kernel and user memory.
    UserCopy,
    /// Addresses and contents that leak.
    InformationLeak,
    /// Flaws of the processor.
    Hardware,
    /// Memory that devices reach.
    DeviceMemory,
    /// Modules, and code that replaces the kernel.
    Modules,
    /// Mandatory access control and seccomp.
    AccessControl,
    /// BPF, io_uring, user namespaces and other powerful interfaces.
    Interfaces,
    /// Interfaces that only debugging needs.
    Debugging,
    /// File systems.
    FileSystems,
    /// Network protocols and line disciplines.
    Protocols,
    /// Old binary interfaces.
    OldInterfaces,
    /// Parameters of the network.
    Network,
    /// Processes' memory and files.
    Userspace,
    /// What containers need to be confined.
    Containers,
}

impl Class {
    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SelfProtection => "kernel self-protection",
            Self::CodeInjection => "code injection and control flow",
            Self::Stack => "kernel stack",
            Self::Heap => "kernel heap",
            Self::UserCopy => "user copy",
            Self::InformationLeak => "information leak",
            Self::Hardware => "processor flaw",
            Self::DeviceMemory => "device memory",
            Self::Modules => "modules and kernel replacement",
            Self::AccessControl => "access control",
            Self::Interfaces => "powerful interface",
            Self::Debugging => "debugging interface",
            Self::FileSystems => "file system",
            Self::Protocols => "protocol",
            Self::OldInterfaces => "old interface",
            Self::Network => "network",
            Self::Userspace => "process memory and files",
            Self::Containers => "container feature",
        }
    }
}

/// Who asks for an option.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Source {
    /// Kernel Self Protection Project, recommended settings.
    Kspp,
    /// CLIP OS, kernel configuration.
    ClipOs,
    /// The kernel's own documentation: help of the option, admin guide, hw-vuln.
    Kernel,
    /// CIS Distribution Independent Linux.
    Cis,
    /// Kernels of several large distributions have it so.
    Distributions,
    /// Docker, its documentation and its check of a kernel's configuration.
    Docker,
}

impl Source {
    /// The word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kspp => "KSPP",
            Self::ClipOs => "CLIP OS",
            Self::Kernel => "kernel documentation",
            Self::Cis => "CIS Distribution Independent Linux",
            Self::Distributions => "distributions",
            Self::Docker => "Docker",
        }
    }
}

/// An option of the build.
pub(crate) const fn config(name: &'static str, want: Want, severity: Severity) -> Recommendation {
    Recommendation::new(Probe::Config(name), want, severity)
}

/// A parameter of the command line.
pub(crate) const fn boot(name: &'static str, want: Want, severity: Severity) -> Recommendation {
    Recommendation::new(Probe::CommandLine(name), want, severity)
}

/// A run-time parameter.
pub(crate) const fn sysctl(name: &'static str, want: Want, severity: Severity) -> Recommendation {
    Recommendation::new(Probe::Sysctl(name), want, severity)
}

/// A flaw of the processor.
pub(crate) const fn flaw(name: &'static str, severity: Severity) -> Recommendation {
    Recommendation::new(Probe::Vulnerability(name), Want::Mitigated, severity)
}

/// Something else that decides or is as good.
pub(crate) const fn alt(probe: Probe, want: Want) -> Alternative {
    Alternative { probe, want }
}

impl Recommendation {
    const fn new(probe: Probe, want: Want, severity: Severity) -> Self {
        Self {
            probe,
            want,
            strict: None,
            own_id: "",
            own_title: "",
            severity,
            class: Class::SelfProtection,
            since: None,
            until: None,
            architectures: Architectures::EVERY,
            is_patch: false,
            was: &[],
            given: &[],
            live: &[],
            otherwise: &[],
            or: &[],
            sources: &[],
            dispute: "",
            why: "",
            breaks: "",
            is_withheld: false,
            raised: None,
            calls: &[],
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.probe.kind()
    }

    /// Its name as the kernel spells it now.
    pub const fn name(&self) -> &'static str {
        self.probe.name()
    }

    pub(crate) const fn id(mut self, id: &'static str) -> Self {
        self.own_id = id;
        self
    }

    pub(crate) const fn titled(mut self, title: &'static str) -> Self {
        self.own_title = title;
        self
    }

    pub(crate) const fn since(mut self, major: u16, minor: u16) -> Self {
        self.since = Some(Version::new(major, minor));
        self
    }

    pub(crate) const fn until(mut self, major: u16, minor: u16) -> Self {
        self.until = Some(Version::new(major, minor));
        self
    }

    pub(crate) const fn on(mut self, architectures: Architectures) -> Self {
        self.architectures = architectures;
        self
    }

    pub(crate) const fn only(self, architecture: Architecture) -> Self {
        self.on(Architectures::only(architecture))
    }

    pub(crate) const fn patch(mut self) -> Self {
        self.is_patch = true;
        self
    }

    pub(crate) const fn was(mut self, names: &'static [(&'static str, Version)]) -> Self {
        self.was = names;
        self
    }

    pub(crate) const fn given(mut self, all: &'static [Alternative]) -> Self {
        self.given = all;
        self
    }

    pub(crate) const fn live(mut self, first: &'static [Alternative]) -> Self {
        self.live = first;
        self
    }

    pub(crate) const fn otherwise(mut self, next: &'static [Alternative]) -> Self {
        self.otherwise = next;
        self
    }

    pub(crate) const fn or(mut self, any: &'static [Alternative]) -> Self {
        self.or = any;
        self
    }

    pub(crate) const fn strictly(mut self, want: Want) -> Self {
        self.strict = Some(want);
        self
    }

    pub(crate) const fn by(mut self, sources: &'static [Source]) -> Self {
        self.sources = sources;
        self
    }

    pub(crate) const fn but(mut self, dispute: &'static str) -> Self {
        self.dispute = dispute;
        self
    }

    pub(crate) const fn why(mut self, why: &'static str) -> Self {
        self.why = why;
        self
    }

    pub(crate) const fn breaks(mut self, what: &'static str) -> Self {
        self.breaks = what;
        self
    }

    pub(crate) const fn withheld(mut self, what: &'static str) -> Self {
        self.breaks = what;
        self.is_withheld = true;
        self
    }

    pub(crate) const fn shared(mut self, severity: Severity, why: &'static str) -> Self {
        self.raised = Some((severity, why));
        self
    }

    pub(crate) const fn reached_by(mut self, calls: &'static [&'static str]) -> Self {
        self.calls = calls;
        self
    }
}
