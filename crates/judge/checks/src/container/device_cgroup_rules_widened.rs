//! A rule admits devices that --device does not show; with MKNOD, which every
//! container has, the node is made inside.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "device-cgroup-rules-widened",
    title: "device rules open more than needed",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &[],
    tags: &["escape"],
    reads: &[FactGroup::Containers],
    explanation: include_str!("device_cgroup_rules_widened.md"),
    fix: Fix {
        summary: "Replace the rule by --device for the one device that is needed.",
        commands: &["docker inspect --format '{{json .HostConfig.DeviceCgroupRules}}' CONTAINER"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let rules = container.settings()?.device_cgroup_rules.seen_or_default("device rules")?;
    let Some(worst) = rules.iter().map(|rule| severity(rule)).max() else {
        return Ok(pass().because(&rules));
    };
    let why = match worst {
        Severity::Critical => "they admit disks or memory of the host",
        Severity::High => "they admit every number of a kind of device",
        _ => "they admit devices that --device does not show",
    };
    Ok(fail(format!("its device rules say {}", rules.join(", "))).because(&rules).rated(worst, why))
}

/// How bad a rule `TYPE MAJOR:MINOR ACCESS` is.
fn severity(rule: &str) -> Severity {
    let mut words = rule.split_whitespace();
    let kind = words.next().unwrap_or_default();
    let major = words.next().and_then(|numbers| numbers.split(':').next()).unwrap_or_default();
    match (kind, major) {
        ("a" | "b", _) => Severity::Critical,
        // 1 holds /dev/mem and /dev/port, 10 /dev/kvm and /dev/fuse.
        ("c", "1" | "*") => Severity::Critical,
        ("c", "10") => Severity::High,
        _ => Severity::Medium,
    }
}
