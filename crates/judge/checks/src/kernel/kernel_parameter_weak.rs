//! Run-time parameters that keep a kernel flaw from becoming an escape.

use std::sync::LazyLock;

use seaworthy_core::findings::{Risk, Severity};
use seaworthy_kernel::Kind;

use super::option;
use crate::{Check, FactGroup, Family, Fix, Judge, Row, Section};

pub(crate) const CHECK: Check = Check {
    id: "kernel-parameter-weak",
    title: "kernel parameter is weaker than it could be",
    severity: Severity::Medium,
    section: Section::Kernel,
    cis: &[],
    tags: &["kernel"],
    reads: &[FactGroup::Kernel],
    explanation: include_str!("kernel_parameter_weak.md"),
    fix: Fix {
        summary: "Set the parameter now and in a file of /etc/sysctl.d.",
        commands: &["seaworthy audit --only kernel --fragment sysctl"],
        risk: Risk::Review,
    },
    judge: Judge::Family(Family { rows, judge: option::judge, spelled: Some(option::spelled) }),
};

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| option::rows(|each| each.kind() == Kind::Sysctl));

fn rows() -> &'static [Row] {
    &ROWS
}
