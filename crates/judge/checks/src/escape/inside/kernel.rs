//! What the host's kernel allows, and whether it is the container's kernel.

use seaworthy_core::facts::{HostFacts, KernelFacts, Observed};
use seaworthy_core::findings::{Evidence, Undecided};

use super::Inside;
use crate::escape::chain::Link;

/// Programs and shims that give a container a kernel of its own, by the
/// beginning of their name.
const OWN_KERNELS: &[(&str, &str)] = &[
    ("runsc", "gVisor"),
    ("containerd-shim-runsc", "gVisor"),
    ("io.containerd.runsc", "gVisor"),
    ("kata", "a virtual machine (Kata)"),
    ("containerd-shim-kata", "a virtual machine (Kata)"),
    ("io.containerd.kata", "a virtual machine (Kata)"),
    ("urunc", "a virtual machine (urunc)"),
    ("firecracker", "a virtual machine (Firecracker)"),
];

impl<'a> Inside<'a> {
    /// The machine below, when the engine is proven to run on it.
    pub(super) fn host(&self) -> Option<&'a HostFacts> {
        self.context.host().ok()
    }

    /// How the machine's kernel was built and started, when it was observed.
    fn kernel(&self) -> Option<&'a KernelFacts> {
        self.host().map(|host| &host.kernel)
    }

    /// It runs on the host's kernel. A container that no runtime gave a kernel
    /// of its own does, so only that is evidence; what its processes are called
    /// inside is the attacker's word.
    pub(in crate::escape) fn shares_kernel(&self) -> Link {
        let shims = self.live().and_then(|live| live.boundary.ancestors.value());
        let shim = shims.into_iter().flatten().find_map(|exe| Some((exe, own_kernel(exe)?)));
        if let Some((exe, kernel)) = shim {
            return Link::Closed(Evidence::new("kernel", kernel, format!("parent {exe}")));
        }
        let info = self.context.info().ok();
        let default = info.and_then(|info| info.default_runtime.value());
        let chosen = self.settings.runtime.value().filter(|name| !name.is_empty());
        let Some(name) = chosen.or(default) else { return Link::given() };
        let path = info.and_then(|info| info.runtimes.value()).and_then(|all| all.get(name));
        let program = path.filter(|path| !path.is_empty()).unwrap_or(name);
        match own_kernel(program) {
            Some(kernel) => {
                let source = if chosen.is_some() { "HostConfig.Runtime" } else { "/info Runtimes" };
                Link::Closed(Evidence::new("kernel", format!("{kernel}: {program}"), source))
            }
            None => Link::given(),
        }
    }

    /// systemd runs the host: given unless it was seen that it does not.
    pub(in crate::escape) fn systemd_runs(&self) -> Link {
        match self.host().map(|host| &host.systemd_runs) {
            Some(Observed::Known { value: false, source }) => {
                Link::Closed(Evidence::new("systemd", "does not run", source.as_str()))
            }
            _ => Link::given(),
        }
    }

    /// A switch of the kernel that is open unless somebody set it.
    ///
    /// The values in `closed` close it. One that was not seen counts as not
    /// set, which makes the verdict less sure.
    pub(in crate::escape) fn unless_sysctl(&self, name: &str, closed: &[&str]) -> Link {
        match self.host().and_then(|host| host.sysctls.get(name)) {
            Some(Observed::Known { value, source }) => {
                let holds = !closed.contains(&value.as_str());
                Link::when(holds, Evidence::new(name, value.as_str(), source.as_str()))
            }
            Some(Observed::Absent) => Link::given(),
            Some(Observed::Unreadable(_)) | None => Link::given().unsure(),
        }
    }

    /// The kernel was built with something; one whose configuration was not
    /// seen counts as built with it, less surely.
    pub(in crate::escape) fn built_with(&self, option: &str) -> Link {
        self.built(option, true)
    }

    /// The kernel was built without something that stands in the way.
    pub(in crate::escape) fn built_without(&self, option: &str) -> Link {
        self.built(option, false)
    }

    fn built(&self, option: &str, wanted: bool) -> Link {
        match self.kernel().map(|kernel| &kernel.config) {
            Some(Observed::Known { value, source }) => {
                let on = value.is_on(option);
                let text = value.options.get(option).map_or("not set", String::as_str);
                if on == wanted {
                    Link::given()
                } else {
                    Link::Closed(Evidence::new(option, text, source.as_str()))
                }
            }
            _ => Link::given().unsure(),
        }
    }

    /// Lockdown does not keep root out of the kernel.
    pub(in crate::escape) fn unlocked(&self) -> Link {
        match self.kernel().map(|kernel| &kernel.lockdown) {
            Some(Observed::Known { value, source }) => {
                Link::when(value == "none", Evidence::new("lockdown", &**value, source.as_str()))
            }
            Some(Observed::Absent) => Link::given(),
            Some(Observed::Unreadable(_)) | None => Link::given().unsure(),
        }
    }

    /// Control groups of version 1 or 2.
    pub(in crate::escape) fn cgroup_version(&self, wanted: u8) -> Link {
        let live = self.live().map(|live| &live.controls.version);
        let (version, source) = match live {
            Some(Observed::Known { value, source }) => {
                (value.to_string(), source.as_str().to_owned())
            }
            _ => match self.context.info() {
                Err(undecided) => return undecided.into(),
                Ok(info) => match info.cgroup_version.seen("cgroup version") {
                    Ok(seen) => (seen.value.as_ref().clone(), seen.source.to_string()),
                    Err(undecided) => return undecided.into(),
                },
            },
        };
        let holds = version == wanted.to_string();
        Link::when(holds, Evidence::new("cgroup version", version, source))
    }

    /// The machine has I/O ports of its own.
    pub(in crate::escape) fn x86(&self) -> Link {
        match self.machine() {
            Some("x86_64" | "amd64" | "i386" | "i686" | "386") => Link::given(),
            Some(name) => Link::Closed(Evidence::new("architecture", name, "/version")),
            None => Link::given().unsure(),
        }
    }

    /// Architecture, as the host or the engine names it.
    pub(super) fn machine(&self) -> Option<&'a str> {
        let version = self.context.engine.and_then(|engine| engine.version.value());
        let machine = self.host().and_then(|host| host.architecture.value());
        let told = machine.or_else(|| version.map(|version| &version.arch));
        told.map(String::as_str).filter(|name| !name.is_empty())
    }

    /// The machine runs this distribution, which has changes of its own.
    pub(in crate::escape) fn distribution(&self, id: &str) -> Link {
        const SOURCE: &str = "/etc/os-release";
        match self.host().map(|host| host.os_release.seen("os-release")) {
            None => Link::Unseen("distribution of the host: not seen".to_owned()),
            Some(Err(undecided)) => undecided.into(),
            Some(Ok(release)) => {
                let own = release.get("ID").map_or("", String::as_str);
                Link::when(own == id, Evidence::new("distribution", own, SOURCE))
            }
        }
    }

    /// Release of the kernel that the container shares.
    pub(in crate::escape) fn kernel_release(&self) -> Result<(&'a str, &'a str), Undecided> {
        let release = self.host().map(|host| &host.kernel_release);
        let told = self.context.engine.and_then(|engine| engine.version.value());
        let told = told.map(|version| &version.kernel);
        [release, told]
            .into_iter()
            .flatten()
            .find_map(|release| match release {
                Observed::Known { value, source } => Some((value.as_str(), source.as_str())),
                _ => None,
            })
            .ok_or_else(|| Undecided::unknown("kernel release: not seen"))
    }
}

fn own_kernel(program: &str) -> Option<&'static str> {
    let name = program.rsplit('/').next().unwrap_or(program);
    OWN_KERNELS.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, kernel)| *kernel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_are_told_by_the_runtime() {
        assert_eq!(own_kernel("/usr/local/bin/runsc"), Some("gVisor"));
        assert!(own_kernel("io.containerd.kata.v2").is_some());
        assert_eq!(own_kernel("/usr/bin/runc"), None);
        assert_eq!(own_kernel("io.containerd.runc.v2"), None);
    }
}
