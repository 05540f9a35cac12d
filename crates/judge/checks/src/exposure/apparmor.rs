//! AppArmor: whether the kernel has it, and which profile a container gets.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::Undecided;

use crate::Context;

/// Ends the check on a kernel without AppArmor, where the question does not
/// arise for a container; checks of the host name the missing module once.
pub(crate) fn kernel_has_apparmor(context: &Context<'_>) -> Result<(), Undecided> {
    let none = || Err(Undecided::not_applicable("the kernel has no AppArmor"));
    match context.host().ok().map(|host| &host.lsm.apparmor) {
        Some(Observed::Known { value: true, .. }) => Ok(()),
        Some(Observed::Known { value: false, .. } | Observed::Absent) => none(),
        Some(Observed::Unreadable(_)) | None => {
            let told = context.info()?.security_option("apparmor");
            if *told.seen("engine security options")? { Ok(()) } else { none() }
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

/// The engine's record, else what follows from the options.
fn chosen(
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<Observed<String>, Undecided> {
    let settings = container.settings()?;
    if container.configured.is_some() {
        let recorded = settings.apparmor_profile.seen_or_default("AppArmor profile")?;
        if !recorded.is_empty() || container.is_running() {
            return Ok(settings.apparmor_profile.clone());
        }
    }
    let options = settings.security.seen_or_default("security options")?;
    if let Some(profile) = &options.apparmor {
        return Ok(Observed::known(profile.clone(), "HostConfig.SecurityOpt"));
    }
    if *settings.privileged.seen_or("privileged", false)? {
        return Ok(Observed::known("unconfined".to_owned(), "HostConfig.Privileged"));
    }
    let told = context.info()?.security_option("apparmor");
    let default = if *told.seen("engine security options")? { "the engine's default" } else { "" };
    Ok(Observed::known(default.to_owned(), "/info SecurityOptions"))
}
