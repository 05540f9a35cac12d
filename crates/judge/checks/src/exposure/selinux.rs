//! SELinux: whether it is in force, and which label a container gets.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::Undecided;

use crate::Context;

/// Types of processes that SELinux lets do what root may do.
pub(crate) const UNCONFINED: &[&str] = &[
    "spc_t",
    "unconfined_t",
    "unconfined_service_t",
    "container_runtime_t",
    "docker_t",
    "init_t",
    "initrc_t",
    "kernel_t",
];

/// Whether SELinux enforces; ends the check where the kernel does not use it.
pub(crate) fn selinux_in_force(context: &Context<'_>) -> Result<bool, Undecided> {
    let none = || Err(Undecided::not_applicable("the kernel does not use SELinux"));
    match context.host().ok().map(|host| &host.lsm.selinux_enforcing) {
        Some(Observed::Known { value, .. }) => Ok(*value),
        Some(Observed::Absent) => none(),
        Some(Observed::Unreadable(_)) | None => {
            let told = context.info()?.security_option("selinux");
            if *told.seen("engine security options")? { Ok(true) } else { none() }
        }
    }
}

/// The label of the running process, else the one that was chosen for it.
pub(crate) fn label_of(
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<Observed<String>, Undecided> {
    match container.live().map(|live| &live.lsm_label) {
        Some(label @ Observed::Known { .. }) => Ok(label.clone()),
        _ => chosen(container, context),
    }
}

/// The engine's record, else what follows from the options of a request.
fn chosen(
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<Observed<String>, Undecided> {
    let settings = container.settings()?;
    if container.configured.is_some() {
        return Ok(settings.process_label.clone());
    }
    let options = settings.security.seen_or_default("security options")?;
    let kind = options.labels.iter().find_map(|label| label.strip_prefix("type:"));
    let off = options.label_disabled() || *settings.privileged.seen_or("privileged", false)?;
    let told = context.info()?.security_option("selinux");
    let label = match kind {
        _ if off || !*told.seen("engine security options")? => String::new(),
        Some(kind) => format!("::{kind}"),
        None => "::container_t".to_owned(),
    };
    Ok(Observed::known(label, "HostConfig.SecurityOpt"))
}
