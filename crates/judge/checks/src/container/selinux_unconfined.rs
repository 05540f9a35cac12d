//! Judged by the label that the process has, never by whether some security
//! option is set.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};
use seaworthy_core::findings::Change;

pub(crate) const CHECK: Check = Check {
    id: "selinux-unconfined",
    title: "container not confined by SELinux",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.3"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo, FactGroup::HostFiles],
    explanation: include_str!("selinux_unconfined.md"),
    fix: Fix {
        summary: "Start the daemon with SELinux support and remove label=disable and --privileged.",
        commands: &["docker run --security-opt label=type:container_t IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

/// Types of processes that SELinux lets do what root may do.
const UNCONFINED: &[&str] = &[
    "spc_t",
    "unconfined_t",
    "unconfined_service_t",
    "container_runtime_t",
    "docker_t",
    "init_t",
    "initrc_t",
    "kernel_t",
];

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let enforcing = selinux_in_force(context)?;
    let label = match container.live().map(|live| &live.lsm_label) {
        Some(label @ Observed::Known { .. }) => label.clone(),
        _ => chosen(container, context)?,
    };
    let label = label.seen_or("SELinux label", String::new())?;
    let kind = label.split(':').nth(2).unwrap_or_default();
    if kind.is_empty() || UNCONFINED.contains(&kind) {
        let daemon = Change::DaemonKey { key: "selinux-enabled".to_owned(), value: true.into() };
        return Ok(fail("no SELinux type confines it")
            .because(&label)
            .fix(Remedy::from(CHECK.fix).change(daemon)));
    }
    if !enforcing {
        return Ok(fail("SELinux is permissive on this host: it logs and stops nothing")
            .because(&label)
            .rated(Severity::Low, "the host is at fault, the label is right"));
    }
    Ok(pass().because(&label))
}

/// Whether SELinux enforces; ends the check where the kernel does not use it.
fn selinux_in_force(context: &Context<'_>) -> Result<bool, Undecided> {
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
