//! A read-only mount of /proc/sys stops who may not mount.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-proc-remounted",
        title: "container makes kernel switches writable again",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("proc_remounted.md"),
        fix: Fix { summary: "Drop SYS_ADMIN.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "SYS_ADMIN; mount let through by the filter and AppArmor",
    closed_by: "remove --cap-add=SYS_ADMIN",
    known_as: "CDK mount-procfs",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    if inside.is_privileged() {
        return Err(Undecided::not_applicable(
            "its /proc/sys is writable already, which escape-core-pattern tells",
        ));
    }
    Ok(inside.chain(&PATH).needs(inside.mounts()).needs(inside.shares_kernel()).leads(
        "mounts /proc/sys writable again → writes a program into core_pattern → crashes a process → the kernel runs it as root on the host",
    ))
}
