//! How the kernel was started.

use std::sync::LazyLock;

use seaworthy_core::findings::{Risk, Severity};
use seaworthy_kernel::Kind;

use super::option;
use crate::{Check, FactGroup, Family, Fix, Judge, Row, Section};

pub(crate) const CHECK: Check = Check {
    id: "kernel-command-line-weak",
    title: "kernel is started weaker than it could be",
    severity: Severity::Medium,
    section: Section::Kernel,
    cis: &[],
    tags: &["kernel"],
    reads: &[FactGroup::Kernel],
    explanation: include_str!("kernel_command_line_weak.md"),
    fix: Fix {
        summary: "Change the boot loader's configuration and start the machine again; the fragment holds all that is missing.",
        commands: &["seaworthy audit --only kernel --fragment cmdline"],
        risk: Risk::Review,
    },
    judge: Judge::Family(Family { rows, judge: option::judge, spelled: Some(option::spelled) }),
};

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| option::rows(|each| each.kind() == Kind::CommandLine));

fn rows() -> &'static [Row] {
    &ROWS
}
