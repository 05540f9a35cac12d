//! A shared mount passes on what is mounted inside to the host.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-mount-propagated",
        title: "container mounts over folders of the host",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("mount_propagated.md"),
        fix: Fix {
            summary: "Use private or rslave propagation.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "a mount of the host with shared propagation; SYS_ADMIN; mount let through by the filter and AppArmor",
    closed_by: "mount it private (the default)",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let mounts = inside.host_mounts()?;
    let shared =
        mounts.iter().find(|each| matches!(each.mount.propagation.as_str(), "shared" | "rshared"));
    let propagated = match shared {
        Some(each) => {
            let text =
                format!("{} at {}, {}", each.path, each.mount.destination, each.mount.propagation);
            Link::open(Evidence::new("propagation", text, "Mounts"))
                .closed_by(format!("Mount {} with rslave or private propagation", each.path))
        }
        None => Link::Closed(Evidence::new("shared mounts", "none", "Mounts")),
    };
    Ok(inside.chain(&PATH).needs(propagated).needs(inside.mounts()).leads(
        "mounts a file system of its own inside the shared folder → the host sees it there → runs or trusts its files",
    ))
}
