//! The engine's word and the kernel's, protection by protection.

use seaworthy_core::facts::{
    CapabilitySets, ContainerFacts, ContainerSettings, Effective, IdMapRange, LiveFacts,
    NamespaceMode, Observed, SeccompState,
};
use seaworthy_core::findings::{Evidence, Undecided};

use crate::Context;
use crate::exposure::host_namespace::shared_in_kernel;

/// One protection, seen from both sides.
pub(super) enum Compared {
    /// The kernel does what the engine says, or more.
    Agrees,
    /// It does less.
    Differs(Evidence),
}

/// Every protection that both sides told of.
pub(super) fn compared_protections(
    container: &ContainerFacts,
    live: &LiveFacts,
    context: &Context<'_>,
) -> Result<Vec<Compared>, Undecided> {
    let settings = container.settings()?;
    let told = container.configured_only(context.info().ok());
    let compared = [
        seccomp(told, live),
        no_new_privileges(told, live),
        capabilities(told, live),
        user_namespace(told, live),
        security_label(settings, live),
        root_file_system(settings, live),
        limit("memory limit", &settings.memory, &live.limits.memory),
        limit("limit of processes", &settings.pids_limit, &live.limits.pids),
        network(container, settings, context),
    ];
    Ok(compared.into_iter().flatten().collect())
}

fn compared(agrees: bool, fact: &str, difference: impl Into<String>) -> Compared {
    if agrees {
        Compared::Agrees
    } else {
        Compared::Differs(Evidence::new(fact, difference, "engine, kernel"))
    }
}

fn seccomp(told: Effective<'_>, live: &LiveFacts) -> Option<Compared> {
    let told = told.seccomp().ok()?;
    let filtered = *told.value()? != SeccompState::Unconfined;
    let mode = *live.seccomp_mode.value()?;
    Some(compared(!filtered || mode != 0, "seccomp", "engine: filtered, kernel: no filter"))
}

fn no_new_privileges(told: Effective<'_>, live: &LiveFacts) -> Option<Compared> {
    let told = told.no_new_privileges().ok()?;
    let agrees = !*told.value()? || *live.no_new_privileges.value()?;
    Some(compared(agrees, "no new privileges", "engine: on, kernel: off"))
}

fn capabilities(told: Effective<'_>, live: &LiveFacts) -> Option<Compared> {
    let told = told.capabilities().ok()?;
    let told = told.value()?;
    let held = CapabilitySets::names(live.capabilities.value()?.bounding);
    let extra: Vec<String> = held.difference(told).cloned().collect();
    let agrees = told.contains("ALL") || extra.is_empty();
    Some(compared(agrees, "capabilities", format!("kernel has in addition {}", extra.join(", "))))
}

fn user_namespace(told: Effective<'_>, live: &LiveFacts) -> Option<Compared> {
    let told = told.remapped().ok()?;
    let identity = live.uid_map.value()?.iter().any(IdMapRange::is_identity);
    let agrees = !*told.value()? || !identity;
    Some(compared(agrees, "user namespace", "engine: ids are mapped, kernel: they are the host's"))
}

fn security_label(settings: &ContainerSettings, live: &LiveFacts) -> Option<Compared> {
    let label = live.lsm_label.value()?;
    let has = label.split(" (").next().unwrap_or_default();
    let profile = settings.apparmor_profile.value().filter(|profile| !profile.is_empty());
    let told =
        profile.or_else(|| settings.process_label.value().filter(|told| !told.is_empty()))?;
    // SELinux programs may change role and categories; the type is what confines.
    let kind = |label: &str| label.split(':').nth(2).map(str::to_owned);
    let agrees =
        told == "unconfined" || told == has || (kind(told).is_some() && kind(told) == kind(has));
    Some(compared(agrees, "security label", format!("engine: {told}, kernel: {has}")))
}

fn root_file_system(settings: &ContainerSettings, live: &LiveFacts) -> Option<Compared> {
    let told = *settings.read_only_root.value()?;
    let root = live.mounts.value()?.iter().rfind(|mount| mount.path == "/")?;
    let agrees = !told || root.has("ro");
    Some(compared(agrees, "root file system", "engine: read-only, kernel: writable"))
}

fn limit(fact: &str, told: &Observed<i64>, live: &Observed<u64>) -> Option<Compared> {
    let told = u64::try_from(*told.value()?).ok().filter(|told| *told > 0)?;
    let (agrees, has) = match live {
        Observed::Known { value, .. } => (*value <= told, value.to_string()),
        Observed::Absent => (false, "none".to_owned()),
        Observed::Unreadable(_) => return None,
    };
    Some(compared(agrees, fact, format!("engine: {told}, kernel: {has}")))
}

fn network(
    container: &ContainerFacts,
    settings: &ContainerSettings,
    context: &Context<'_>,
) -> Option<Compared> {
    let told = settings.network_mode.value()?;
    if matches!(told, NamespaceMode::Host | NamespaceMode::Container(_)) {
        return None;
    }
    container.live()?.namespaces.get("net")?.value()?;
    context.daemon().ok()?.namespaces.get("net")?.value()?;
    let agrees = shared_in_kernel(container, context, "net").is_none();
    Some(compared(agrees, "network namespace", "engine: its own, kernel: the host's"))
}
