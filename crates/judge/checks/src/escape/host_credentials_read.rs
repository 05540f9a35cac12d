//! A read-only mount of a key is a key.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-credentials-read",
        title: "container reads keys of the host",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_credentials_read.md"),
        fix: Fix {
            summary: "Leave the mount out; hand over the one secret that is needed, as a secret.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "a folder with private keys, password hashes or tokens mounted read-only; root of the host inside",
    closed_by: "leave out the mount",
    known_as: "CDK mount evaluation",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_read(&[
        "/root/.ssh/**",
        "/home/*/.ssh/**",
        "/etc/ssh/**",
        "/etc/shadow/**",
        "/root/.docker/**",
        "/root/.kube/**",
        "/etc/kubernetes/**",
        "/var/lib/kubelet",
        "/etc/docker",
    ])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!("reads keys or password hashes in {} → logs in to the host", path.path)))
}
