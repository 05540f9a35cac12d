//! With the host's UTS namespace a container that may set names renames the host.

use seaworthy_core::facts::{ContainerFacts, SharedNamespace};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::host_namespace::host_namespace;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-uts-namespace",
    title: "container shares host UTS namespace",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.21"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::DaemonProcess],
    explanation: include_str!("host_uts_namespace.md"),
    fix: Fix {
        summary: "Leave --uts=host out; give the container a name with --hostname.",
        commands: &["docker run --hostname web IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let seen = host_namespace(container, context, SharedNamespace::Uts)?;
    if !seen.shared {
        return Ok(pass().because(seen.evidence));
    }
    let message = format!("shares the host's name{}", seen.through);
    let verdict = fail(message).because(seen.evidence);
    let capabilities = container.effective(context.info().ok()).capabilities();
    let may_rename = capabilities.is_ok_and(|held| {
        held.value().is_some_and(|held| held.contains("SYS_ADMIN") || held.contains("ALL"))
    });
    if may_rename {
        return Ok(verdict.rated(Severity::Medium, "its capabilities let it rename the host"));
    }
    Ok(verdict)
}
