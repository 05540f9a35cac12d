//! Judged by the label that the process has, never by whether some security
//! option is set.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::selinux::{UNCONFINED, label_of, selinux_in_force};
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

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let enforcing = selinux_in_force(context)?;
    let label = label_of(container, context)?;
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
