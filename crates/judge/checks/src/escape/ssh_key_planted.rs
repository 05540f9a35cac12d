//! A key in the right file is a login.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-ssh-key-planted",
        title: "container writes login keys of the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("ssh_key_planted.md"),
        fix: Fix {
            summary: "Mount the path read-only, or leave the mount out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "`/root/.ssh`, `/root`, `/home/*/.ssh` or the like mounted writable; root of the host inside; SELinux allows it",
    closed_by: "mount it read-only, or leave it out",
    known_as: "CDK mount evaluation (SSH keys)",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_written(&["/root/.ssh/**", "/root", "/home/*/.ssh/**", "/home"])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!(
            "adds a key to the authorized keys below {} → logs in over SSH on the host",
            path.path
        )))
}
