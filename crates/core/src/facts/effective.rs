//! One rule for which view of a container decides.

use std::collections::BTreeSet;

use super::{
    CapabilitySets, ContainerFacts, ContainerSettings, EngineInfo, LiveFacts, NamespaceMode,
    Observed, SeccompChoice,
};
use crate::findings::Undecided;

/// Capabilities that moby gives a container unless told otherwise.
const DEFAULT_CAPABILITIES: [&str; 14] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// A container with the kernel's word before the engine's, and the engine's
/// before the request's.
#[derive(Clone, Copy, Debug)]
pub struct Effective<'a> {
    container: &'a ContainerFacts,
    live: Option<&'a LiveFacts>,
    info: Option<&'a EngineInfo>,
}

/// What filters a container's system calls.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SeccompState {
    /// Nothing.
    Unconfined,
    /// A profile that stops nothing.
    AllowsEverything,
    /// The engine's own profile.
    Builtin,
    /// Some other profile.
    Custom,
    /// A filter, of which only its presence is known.
    Filtered,
}

impl ContainerFacts {
    /// The view that decides, given what the engine says of itself.
    pub fn effective<'a>(&'a self, info: Option<&'a EngineInfo>) -> Effective<'a> {
        Effective { container: self, live: self.live(), info }
    }

    /// What the engine says alone, to compare with the kernel.
    pub fn configured_only<'a>(&'a self, info: Option<&'a EngineInfo>) -> Effective<'a> {
        Effective { container: self, live: None, info }
    }

    /// The engine's record, else the request.
    pub fn settings(&self) -> Result<&ContainerSettings, Undecided> {
        self.configured
            .as_deref()
            .or(self.requested.as_deref())
            .ok_or_else(|| Undecided::unknown("the container could not be inspected"))
    }

    /// The kernel's view of a running container; one that does not run has none.
    pub fn running(&self) -> Result<&LiveFacts, Undecided> {
        if self.configured.is_none() && self.requested.is_some() {
            return Err(Undecided::not_applicable("the container was not started yet"));
        }
        if !*self.state.running.seen_or("running", false)? {
            return Err(Undecided::not_applicable("the container does not run"));
        }
        match &self.live {
            Observed::Known { value, .. } => Ok(value),
            Observed::Absent => Err(Undecided::unknown("kernel's view: not set")),
            Observed::Unreadable(reason) => {
                Err(Undecided::unknown(format!("kernel's view: {reason}")))
            }
        }
    }

    /// The kernel's view, when it was read.
    pub fn live(&self) -> Option<&LiveFacts> {
        self.live.value().map(Box::as_ref)
    }
}

impl Effective<'_> {
    /// Whether all protection is off.
    pub fn privileged(&self) -> Result<bool, Undecided> {
        Ok(*self.container.settings()?.privileged.seen_or("privileged", false)?)
    }

    /// Capabilities that the container can ever have, without `CAP_`.
    pub fn capabilities(&self) -> Result<Observed<BTreeSet<String>>, Undecided> {
        if let Some(Observed::Known { value, source }) = self.live.map(|live| &live.capabilities) {
            return Ok(Observed::known(CapabilitySets::names(value.bounding), source.clone()));
        }
        let settings = self.container.settings()?;
        if self.privileged()? {
            return Ok(Observed::known(
                BTreeSet::from(["ALL".to_owned()]),
                "HostConfig.Privileged",
            ));
        }
        let added = settings.cap_add.seen_or_default("added capabilities")?;
        let dropped = settings.cap_drop.seen_or_default("dropped capabilities")?;
        Ok(Observed::known(
            configured_capabilities(&added, &dropped),
            "HostConfig.CapAdd, HostConfig.CapDrop",
        ))
    }

    /// What filters its system calls.
    pub fn seccomp(&self) -> Result<Observed<SeccompState>, Undecided> {
        let chosen = self.chosen_seccomp();
        let Some(live) = self.live else { return chosen };
        let Observed::Known { value: mode, source } = &live.seccomp_mode else { return chosen };
        if *mode == 0 {
            return Ok(Observed::known(SeccompState::Unconfined, source.clone()));
        }
        if let Some(Observed::Known { value, source }) = live.oci.value().map(|spec| &spec.seccomp)
            && value.allows_everything()
        {
            return Ok(Observed::known(SeccompState::AllowsEverything, source.clone()));
        }
        match chosen {
            Ok(Observed::Known { value: SeccompState::Unconfined, .. }) | Err(_) => {
                Ok(Observed::known(SeccompState::Filtered, source.clone()))
            }
            other => other,
        }
    }

    fn chosen_seccomp(&self) -> Result<Observed<SeccompState>, Undecided> {
        let settings = self.container.settings()?;
        let options = settings.security.seen_or_default("security options")?;
        let source = "HostConfig.SecurityOpt";
        Ok(match &options.seccomp {
            Some(SeccompChoice::Unconfined) => Observed::known(SeccompState::Unconfined, source),
            Some(SeccompChoice::Custom(profile)) if profile.allows_everything() => {
                Observed::known(SeccompState::AllowsEverything, source)
            }
            Some(SeccompChoice::Custom(_)) => Observed::known(SeccompState::Custom, source),
            Some(SeccompChoice::Builtin) => Observed::known(SeccompState::Builtin, source),
            None if self.privileged()? => {
                Observed::known(SeccompState::Unconfined, "HostConfig.Privileged")
            }
            None => self.engine_seccomp()?,
        })
    }

    fn engine_seccomp(&self) -> Result<Observed<SeccompState>, Undecided> {
        let info = self.info.ok_or_else(|| {
            Undecided::unknown("the engine's default seccomp profile is not known")
        })?;
        if !*info.security_option("seccomp").seen("engine security options")? {
            return Ok(Observed::known(SeccompState::Unconfined, "/info SecurityOptions"));
        }
        let state = match info.security_detail("seccomp", "profile") {
            Some("unconfined") => SeccompState::Unconfined,
            Some("default" | "builtin") | None => SeccompState::Builtin,
            Some(_) => SeccompState::Custom,
        };
        Ok(Observed::known(state, "/info SecurityOptions"))
    }

    /// Whether a program can gain privileges by running another.
    pub fn no_new_privileges(&self) -> Result<Observed<bool>, Undecided> {
        if let Some(live) = self.live
            && live.no_new_privileges.is_known()
        {
            return Ok(live.no_new_privileges.clone());
        }
        let options = self.container.settings()?.security.seen_or_default("security options")?;
        if let Some(on) = options.no_new_privileges {
            return Ok(Observed::known(on, "HostConfig.SecurityOpt"));
        }
        match self.info.map(|info| info.security_option("no-new-privileges")) {
            Some(Observed::Known { value: true, source }) => Ok(Observed::known(true, source)),
            _ => Ok(Observed::known(false, "HostConfig.SecurityOpt")),
        }
    }

    /// Whether the container's root is root of the engine's user namespace.
    ///
    /// `Ok(true)` when ids are mapped away from the host's.
    pub fn remapped(&self) -> Result<Observed<bool>, Undecided> {
        if let Some(Observed::Known { value, source }) = self.live.map(|live| &live.uid_map) {
            // An empty map is a namespace whose ids nobody has mapped yet.
            let apart = !value.is_empty() && !value.iter().any(super::IdMapRange::is_identity);
            return Ok(Observed::known(apart, source.clone()));
        }
        let mode = self.container.settings()?.userns_mode.seen_or_default("user namespace")?;
        if *mode == NamespaceMode::Host {
            return Ok(Observed::known(false, "HostConfig.UsernsMode"));
        }
        // Podman's `auto`, `keep-id`, `nomap` and `private` each make a namespace.
        if matches!(*mode, NamespaceMode::Private | NamespaceMode::Named(_)) {
            return Ok(Observed::known(true, "HostConfig.UsernsMode"));
        }
        let info = self
            .info
            .ok_or_else(|| Undecided::unknown("the engine was not asked about user namespaces"))?;
        let remap = *info.security_option("userns").seen("engine security options")?;
        let rootless = *info.security_option("rootless").seen("engine security options")?;
        Ok(Observed::known(remap || rootless, "/info SecurityOptions"))
    }
}

fn configured_capabilities(added: &[String], dropped: &[String]) -> BTreeSet<String> {
    if added.iter().any(|name| name == "ALL") && dropped.is_empty() {
        return BTreeSet::from(["ALL".to_owned()]);
    }
    let mut set: BTreeSet<String> = if added.iter().any(|name| name == "ALL") {
        CapabilitySets::names((1 << 41) - 1)
    } else if dropped.iter().any(|name| name == "ALL") {
        BTreeSet::new()
    } else {
        DEFAULT_CAPABILITIES.iter().map(|name| (*name).to_owned()).collect()
    };
    for name in dropped {
        set.remove(name);
    }
    set.extend(added.iter().filter(|name| *name != "ALL").cloned());
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn dropping_all_and_adding_one_leaves_one() {
        assert_eq!(
            configured_capabilities(&names(&["NET_ADMIN"]), &names(&["ALL"])),
            BTreeSet::from(["NET_ADMIN".to_owned()])
        );
        assert_eq!(configured_capabilities(&[], &[]).len(), 14);
        assert_eq!(configured_capabilities(&names(&["ALL"]), &names(&["SYS_ADMIN"])).len(), 40);
    }

    #[test]
    fn the_kernel_overrules_the_engine() {
        let settings = ContainerSettings {
            privileged: Observed::known(false, "HostConfig.Privileged"),
            ..Default::default()
        };
        let live = LiveFacts {
            seccomp_mode: Observed::known(0, "/proc/PID/status"),
            ..Default::default()
        };
        let container = ContainerFacts {
            configured: Some(Box::new(settings)),
            live: Observed::known(Box::new(live), "/proc/PID"),
            ..Default::default()
        };
        assert_eq!(
            container.effective(None).seccomp().unwrap().value(),
            Some(&SeccompState::Unconfined)
        );
    }
}
