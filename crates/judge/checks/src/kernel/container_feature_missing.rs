//! What containers need from the kernel to be confined, or to run at all.

use std::sync::LazyLock;

use seaworthy_core::findings::{Risk, Severity};
use seaworthy_kernel::Class;

use super::option;
use crate::{Check, FactGroup, Family, Fix, Judge, Row, Section};

pub(crate) const CHECK: Check = Check {
    id: "container-feature-missing",
    title: "kernel lacks what containers need",
    severity: Severity::Medium,
    section: Section::Kernel,
    cis: &[],
    tags: &["kernel"],
    reads: &[FactGroup::Kernel],
    explanation: include_str!("container_feature_missing.md"),
    fix: Fix {
        summary: "Run a kernel that has it, as those of the distributions do; the fragment holds all that this one lacks, for those who build their own.",
        commands: &["seaworthy audit --only kernel --fragment kconfig"],
        risk: Risk::Review,
    },
    judge: Judge::Family(Family { rows, judge: option::judge, spelled: Some(option::spelled) }),
};

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| option::rows(|each| each.class == Class::Containers));

fn rows() -> &'static [Row] {
    &ROWS
}
