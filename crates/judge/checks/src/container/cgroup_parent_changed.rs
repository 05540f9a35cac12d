//! Another parent means other limits; whether they are meant, a person must say.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "cgroup-parent-changed",
    title: "unexpected cgroup parent",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.25"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::DaemonProcess],
    explanation: include_str!("cgroup_parent_changed.md"),
    fix: Fix {
        summary: "Leave --cgroup-parent out unless the named group exists and carries limits.",
        commands: &["docker inspect --format '{{.HostConfig.CgroupParent}}' CONTAINER"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let parent = container.settings()?.cgroup_parent.seen_or_default("cgroup parent")?;
    let name = parent.trim_matches('/');
    let default =
        context.daemon().ok().and_then(|daemon| daemon.now.text("cgroup-parent").value().cloned());
    let is_default = default.is_some_and(|default| default.trim_matches('/') == name)
        || matches!(
            name.split('/').next(),
            Some("docker" | "system.slice" | "user.slice" | "machine.slice")
        )
        || name.starts_with("kubepods")
        || (name.is_empty() && parent.is_empty());
    if is_default {
        return Ok(pass().because(&parent));
    }
    let mut verdict = review(format!("runs below control group {}", *parent)).because(&parent);
    if let Some(limits) = container.live().map(|live| &live.limits) {
        let text = |limit: &Observed<u64>| match limit {
            Observed::Known { value, .. } => value.to_string(),
            Observed::Absent => "none".to_owned(),
            Observed::Unreadable(reason) => reason.to_string(),
        };
        let limits = format!("memory {}, processes {}", text(&limits.memory), text(&limits.pids));
        verdict = verdict.because(Evidence::new("limits in force", limits, "cgroup"));
    }
    if name.is_empty() {
        verdict = verdict.rated(Severity::Medium, "the root group has no limits");
    }
    Ok(verdict)
}
