//! Shared memory and message queues of the host, directly or through another
//! container.

use seaworthy_core::facts::{ContainerFacts, SharedNamespace};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::host_namespace::host_namespace;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-ipc-namespace",
    title: "container shares host IPC namespace",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.17"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::DaemonProcess],
    explanation: include_str!("host_ipc_namespace.md"),
    fix: Fix {
        summary: "Leave --ipc=host out; containers that exchange memory share one namespace of their own.",
        commands: &[
            "docker run --name owner --ipc=shareable IMAGE",
            "docker run --ipc=container:owner IMAGE",
        ],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let seen = host_namespace(container, context, SharedNamespace::Ipc)?;
    if seen.shared {
        let message = format!("shares memory and queues with the host{}", seen.through);
        return Ok(fail(message).because(seen.evidence));
    }
    Ok(pass().because(seen.evidence))
}
