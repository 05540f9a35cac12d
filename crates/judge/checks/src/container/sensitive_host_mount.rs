//! Paths of the host by what they hold: the path itself, a folder above it, a
//! part of it; read-only counts less, not nothing.

use seaworthy_core::facts::{
    ContainerFacts, HostMount, Observed, PathRelation, normal_host_path, relate,
};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::sensitive_path::sensitivity;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "sensitive-host-mount",
    title: "sensitive host path mounted",
    severity: Severity::High,
    section: Section::Containers,
    cis: &["5.6"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::HostFiles, FactGroup::EngineInfo],
    explanation: include_str!("sensitive_host_mount.md"),
    fix: Fix {
        summary: "Mount a volume, or only the one file that is needed, read-only.",
        commands: &["docker inspect --format '{{json .Mounts}}' CONTAINER"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let mounts = container.host_mounts(context.engine, context.host().ok())?;
    let mut found: Vec<(Severity, &HostMount<'_>, &str)> = mounts
        .iter()
        .filter_map(|each| {
            let (severity, holds) = sensitivity(&each.path, each.mount.writable)
                .or_else(|| data_root(each, context))?;
            Some((severity, each, holds))
        })
        .collect();
    found.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.path.cmp(&other.1.path)));
    let Some((severity, worst, holds)) = found.first().copied() else { return Ok(pass()) };
    let evidence = found.iter().map(|(_, each, _)| shown(each));
    let verdict = evidence
        .fold(fail(format!("{} of the host is mounted: {holds}", worst.path)), Verdict::because);
    let why =
        format!("{} {}", if worst.mount.writable { "writable:" } else { "read-only:" }, holds);
    Ok(match container.effective(context.info().ok()).remapped() {
        Ok(Observed::Known { value: true, .. })
            if severity > Severity::Medium && !worst.path.starts_with("/home/") =>
        {
            verdict
                .rated(Severity::Medium, "ids are mapped: it meets the files as an ordinary user")
        }
        _ => verdict.rated(severity, why),
    })
}

/// The folder where this engine keeps its data, wherever that is.
fn data_root(mount: &HostMount<'_>, context: &Context<'_>) -> Option<(Severity, &'static str)> {
    let root = normal_host_path(context.info().ok()?.root_dir.value()?);
    let severity = if mount.mount.writable { Severity::Critical } else { Severity::High };
    (relate(&mount.path, &root) != PathRelation::Apart)
        .then_some((severity, "images, volumes and files of every container"))
}

fn shown(mount: &HostMount<'_>) -> Evidence {
    let mode = if mount.mount.writable { "writable" } else { "read-only" };
    let text = format!("{} at {}, {mode}", mount.path, mount.mount.destination);
    Evidence::new(mount.route.as_str(), text, "Mounts")
}
