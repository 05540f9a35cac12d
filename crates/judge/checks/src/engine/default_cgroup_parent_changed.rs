//! Containers in a cgroup that nobody looks after escape the limits set where
//! containers are expected.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, pass, review};
use serde_json::Value;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "default-cgroup-parent-changed",
    title: "unexpected default cgroup parent",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.11"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("default_cgroup_parent_changed.md"),
    fix: Fix {
        summary: "Remove cgroup-parent unless the cgroup is meant to hold containers.",
        commands: &["systemctl restart docker"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let parent = setting::text(context, "cgroup-parent", "")?;
    if ["", "/docker", "system.slice", "user.slice"].contains(&parent.now.as_str()) {
        return Ok(parent.on(pass()));
    }
    let verdict = review(format!(
        "all containers go to cgroup {}: does it exist, and does it have the limits you expect",
        parent.now
    ));
    Ok(parent.on(verdict.fix(set_key(
        context,
        "Remove `cgroup-parent` unless that cgroup is meant for containers.",
        "cgroup-parent",
        Value::Null,
    ))))
}
