//! Without a cgroup namespace the container sees the host's whole tree of
//! control groups.

use seaworthy_core::facts::{ContainerFacts, NamespaceMode};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::host_namespace::shared_in_kernel;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-cgroup-namespace",
    title: "container shares host cgroup namespace",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[
        FactGroup::Containers,
        FactGroup::Live,
        FactGroup::DaemonProcess,
        FactGroup::EngineInfo,
    ],
    explanation: include_str!("host_cgroup_namespace.md"),
    fix: Fix {
        summary: "Start it with --cgroupns=private, the default on hosts with control groups of version 2.",
        commands: &["docker run --cgroupns=private IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let mode = container.settings()?.cgroupns_mode.seen_or_default("cgroup namespace")?;
    let message = "sees the control groups of the host";
    if let Some(evidence) = shared_in_kernel(container, context, "cgroup") {
        return Ok(fail(message).because(evidence));
    }
    match &*mode {
        NamespaceMode::Host => Ok(fail(message).because(&mode)),
        NamespaceMode::Default => {
            let info = context.info()?;
            let version = info.cgroup_version.seen("cgroup version")?;
            let verdict = if *version == "1" { fail(message) } else { pass() };
            Ok(verdict.because(&mode).because(&version))
        }
        _ => Ok(pass().because(&mode)),
    }
}
