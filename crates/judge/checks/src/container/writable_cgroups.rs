//! The engine mounts `/sys/fs/cgroup` read-only; an option or `--privileged`
//! makes it writable, and with version 1 that is a way out.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "writable-cgroups",
    title: "container may write its control groups",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &[],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo],
    explanation: include_str!("writable_cgroups.md"),
    fix: Fix {
        summary: "Remove writable-cgroups=true; a container that must run systemd gets a user namespace first.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let seen = match in_kernel(container) {
        Some(seen) => seen,
        None => as_configured(container)?,
    };
    let (writable, evidence) = seen;
    if !writable {
        return Ok(pass().because(evidence));
    }
    let verdict = fail("it can write below /sys/fs/cgroup").because(evidence);
    let version = context.info().ok().and_then(|info| info.cgroup_version.value());
    Ok(match version.map(String::as_str) {
        Some("1") => verdict
            .rated(Severity::Critical, "release_agent of version 1 runs a program on the host"),
        _ => verdict,
    })
}

/// Whether any control group mount of the running container is writable.
fn in_kernel(container: &ContainerFacts) -> Option<(bool, Evidence)> {
    let mounts = container.live()?.mounts.value()?;
    let groups =
        mounts.iter().filter(|mount| matches!(mount.fs_type.as_str(), "cgroup" | "cgroup2"));
    let writable: Vec<&str> =
        groups.filter(|mount| !mount.has("ro")).map(|mount| mount.path.as_str()).collect();
    let text = if writable.is_empty() { "none".to_owned() } else { writable.join(", ") };
    let evidence = Evidence::new("writable cgroup mounts", text, "/proc/PID/mountinfo");
    Some((!writable.is_empty(), evidence))
}

fn as_configured(container: &ContainerFacts) -> Result<(bool, Evidence), Undecided> {
    let settings = container.settings()?;
    let privileged = settings.privileged.seen_or("privileged", false)?;
    if *privileged {
        return Ok((true, Evidence::from(&privileged)));
    }
    let options = settings.security.seen_or_default("security options")?;
    let writable = options.writable_cgroups == Some(true);
    let text = if writable { "true" } else { "false" };
    Ok((writable, Evidence::new("writable-cgroups", text, options.source.as_ref())))
}
