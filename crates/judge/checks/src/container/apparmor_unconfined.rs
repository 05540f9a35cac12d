//! Asked only where the kernel has AppArmor; the label of the running process
//! decides before what the engine says it chose.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "apparmor-unconfined",
    title: "container not confined by AppArmor",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.2"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo, FactGroup::HostFiles],
    explanation: include_str!("apparmor_unconfined.md"),
    fix: Fix {
        summary: "Remove apparmor=unconfined and --privileged, so that docker-default or a profile of its own applies.",
        commands: &["docker run --security-opt apparmor=docker-default IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    kernel_has_apparmor(context)?;
    let label = match container.live().map(|live| &live.lsm_label) {
        Some(label @ Observed::Known { .. }) => label.clone(),
        _ => chosen(container, context)?,
    };
    let label = label.seen_or("AppArmor profile", String::new())?;
    let (profile, mode) = label.split_once(" (").unwrap_or((label.as_str(), "enforce)"));
    Ok(match (profile.trim(), mode) {
        ("" | "unconfined", _) => {
            let verdict = fail("no AppArmor profile confines it").because(&label);
            let rootless = context.info().ok().map(|info| info.security_option("rootless"));
            match rootless.as_ref().and_then(Observed::value) {
                Some(true) => {
                    verdict.rated(Severity::Low, "a rootless engine cannot load profiles")
                }
                _ => verdict,
            }
        }
        (name, "complain)") => {
            fail(format!("AppArmor profile {name} only complains and stops nothing"))
                .because(&label)
        }
        _ => pass().because(&label),
    })
}

/// Ends the check on a kernel without AppArmor, where the question does not
/// arise for a container; checks of the host name the missing module once.
fn kernel_has_apparmor(context: &Context<'_>) -> Result<(), Undecided> {
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
