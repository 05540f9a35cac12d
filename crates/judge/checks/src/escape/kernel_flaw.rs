//! Flaws of the kernel that a container can reach with the rights it has.
//!
//! One kernel serves all: what is wrong in it is wrong for every container, and
//! what differs is who gets at it.

mod table;

use std::sync::LazyLock;

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::flaw::{self, Part};
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, ContainerFamily, Context, Fix, Judge, Row, Section};

pub(super) use table::FLAWS;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-kernel-flaw",
        title: "container reaches a known flaw of the kernel",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("kernel_flaw.md"),
        fix: Fix {
            summary: "Update the kernel and restart the host.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::ContainerFamily(ContainerFamily { rows, judge }),
    },
    needs: "",
    closed_by: "update the kernel",
    known_as: "",
};

fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| flaw::rows(FLAWS));
    &ROWS
}

fn judge(
    row: &Row,
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<Verdict, Undecided> {
    let flaw = FLAWS.get(row.index).ok_or_else(|| Undecided::unknown("no such flaw"))?;
    let inside = Inside::of(container, context)?;
    let part =
        inside.kernel_release().map(|(version, source)| Part { name: "kernel", version, source });
    flaw::judge(flaw, part, container, context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_sound() {
        flaw::ranges_are_sound(FLAWS);
    }
}
