//! With the host's process ids a container sees, signals and may trace what runs
//! on the host.

use seaworthy_core::facts::{ContainerFacts, SharedNamespace};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::host_namespace::host_namespace;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-pid-namespace",
    title: "container shares host PID namespace",
    severity: Severity::High,
    section: Section::Containers,
    cis: &["5.16"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::DaemonProcess],
    explanation: include_str!("host_pid_namespace.md"),
    fix: Fix {
        summary: "Leave --pid=host out; join one container's processes with --pid=container:NAME where that is enough.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let seen = host_namespace(container, context, SharedNamespace::Pid)?;
    if !seen.shared {
        return Ok(pass().because(seen.evidence));
    }
    let verdict = fail(format!("sees the host's processes{}", seen.through)).because(seen.evidence);
    let capabilities = container.effective(context.info().ok()).capabilities();
    let can = |names: &[&str]| {
        capabilities.as_ref().is_ok_and(|held| {
            held.value().is_some_and(|held| names.iter().any(|name| held.contains(*name)))
        })
    };
    if can(&["ALL", "SYS_PTRACE", "SYS_ADMIN"]) {
        return Ok(
            verdict.rated(Severity::Critical, "its capabilities let it enter those processes")
        );
    }
    Ok(verdict)
}
