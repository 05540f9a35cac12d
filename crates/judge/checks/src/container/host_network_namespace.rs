//! `--network host`, or a place in the network of a container that has it.

use seaworthy_core::facts::{ContainerFacts, SharedNamespace};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::host_namespace::host_namespace;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-network-namespace",
    title: "container shares host network namespace",
    severity: Severity::High,
    section: Section::Containers,
    cis: &["5.10"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::DaemonProcess],
    explanation: include_str!("host_network_namespace.md"),
    fix: Fix {
        summary: "Put it on a network of its own and publish the ports that others need.",
        commands: &[
            "docker network create web",
            "docker run --network web --publish 127.0.0.1:8080:80 IMAGE",
        ],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let seen = host_namespace(container, context, SharedNamespace::Network)?;
    if seen.shared {
        let message = format!("uses the host's network{}", seen.through);
        return Ok(fail(message).because(seen.evidence));
    }
    Ok(pass().because(seen.evidence))
}
