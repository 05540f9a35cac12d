//! A file that root inside makes set-user-id is that outside too.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::facts::MountKind;
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-setuid-program-planted",
        title: "container plants set-user-id programs on the host",
        severity: Severity::Medium,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("setuid_program_planted.md"),
        fix: Fix {
            summary: "Mount it read-only, use a volume, or let the container run as an ordinary user.",
            commands: &[],
            risk: Risk::Review,
        },
        judge: Judge::Container(judge),
    },
    needs: "a folder of the host mounted writable, its file system not nosuid; root of the host inside; an ordinary user of the host who reaches the folder",
    closed_by: "mount it read-only",
    known_as: "CDK mount evaluation",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let mounts = inside.host_mounts()?;
    let planted =
        mounts.iter().filter(|each| each.mount.writable && each.mount.kind == MountKind::Bind);
    let planted = planted.map(|each| inside.keeps_setuid(&each.path));
    let nothing = Evidence::new("writable folders of the host", "none", "Mounts");
    Ok(inside
        .chain(&PATH)
        .needs(Link::any(planted, nothing))
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .may_lead("makes a program set-user-id root in the shared folder → a user of the host runs it → that user is root"))
}
