//! How the kernel was built.

use std::sync::LazyLock;

use seaworthy_core::findings::{Risk, Severity};
use seaworthy_kernel::{Class, Kind};

use super::option;
use crate::{Check, FactGroup, Family, Fix, Judge, Row, Section};

pub(crate) const CHECK: Check = Check {
    id: "kernel-config-weak",
    title: "kernel is built weaker than it could be",
    severity: Severity::Medium,
    section: Section::Kernel,
    cis: &[],
    tags: &["kernel"],
    reads: &[FactGroup::Kernel],
    explanation: include_str!("kernel_config_weak.md"),
    fix: Fix {
        summary: "Run a kernel that is built so; the fragment holds all that this one lacks, for those who build their own.",
        commands: &["seaworthy audit --only kernel --fragment kconfig"],
        risk: Risk::Review,
    },
    judge: Judge::Family(Family { rows, judge: option::judge, spelled: Some(option::spelled) }),
};

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    option::rows(|each| each.kind() == Kind::Config && each.class != Class::Containers)
});

fn rows() -> &'static [Row] {
    &ROWS
}
