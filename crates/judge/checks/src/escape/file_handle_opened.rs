//! A file handle names a file by inode, whatever is mounted where.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-file-handle-opened",
        title: "container opens files of the host by handle",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("file_handle_opened.md"),
        fix: Fix { summary: "Drop DAC_READ_SEARCH.", commands: &[], risk: Risk::Restarts },
        judge: Judge::Container(judge),
    },
    needs: "DAC_READ_SEARCH; the filter lets open_by_handle_at through; any file of the host mounted, which resolv.conf is",
    closed_by: "remove --cap-add=DAC_READ_SEARCH",
    known_as: "CDK cap-dac-read-search; deepce dac_read_search; known as shocker",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let verdict = inside
        .chain(&PATH)
        .needs(inside.capability("DAC_READ_SEARCH"))
        .needs(inside.call("open_by_handle_at"))
        .needs(inside.mandatory(Act::HostObjects))
        .needs(inside.shares_kernel());
    Ok(verdict.leads("guesses the handle of the host's root folder → opens any of its files → reads keys and password hashes"))
}
