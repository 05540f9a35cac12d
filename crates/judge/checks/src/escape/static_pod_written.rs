//! kubelet starts what lies in its folder of manifests, whatever it asks for.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-static-pod-written",
        title: "container writes pods that kubelet runs",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("static_pod_written.md"),
        fix: Fix {
            summary: "Mount the path read-only, or leave the mount out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "`/etc/kubernetes/manifests`, `/etc/kubernetes`, `/var/lib/rancher/k3s/server/manifests` or the like mounted writable; root of the host inside; SELinux allows it",
    closed_by: "mount it read-only, or leave it out",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_written(&[
        "/etc/kubernetes/manifests/**",
        "/etc/kubernetes",
        "/var/lib/rancher/k3s/server/manifests/**",
        "/var/lib/rancher",
        "/var/lib/kubelet",
    ])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!("writes a pod into {} → kubelet runs it privileged on the host", path.path)))
}
