//! A container that fills its disk should not fill the host's.

use seaworthy_core::facts::{HostFacts, MountPoint, Observed};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::place::Place;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "data-root-on-system-partition",
    title: "container data shares the system partition",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &["1.1.1"],
    tags: &["availability"],
    reads: &[FactGroup::HostFiles, FactGroup::EngineInfo],
    explanation: include_str!("data_root_on_system_partition.md"),
    fix: Fix {
        summary: "Put the data root on a file system of its own, mounted with nodev.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Host(judge),
};

const CONTAINERD_ROOT: &str = "/var/lib/containerd";

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    host.mounts.seen("mounts")?;
    let root = Place::DataRoot.spots(host, context)?;
    let mut paths: Vec<String> = root
        .into_iter()
        .map(|spot| spot.path)
        .filter(|path| host.located(path) != Observed::Absent)
        .collect();
    if paths.is_empty() {
        return Err(Undecided::not_applicable("no engine keeps data on this machine"));
    }
    if keeps_images_in_containerd(context)? {
        paths.push(CONTAINERD_ROOT.to_owned());
    }
    let system = host.mount_of("/").ok_or_else(|| Undecided::unknown("no mount at /"))?;
    let (mut shared, mut evidence) = (Vec::new(), Vec::new());
    for path in &paths {
        let mount = host.mount_of(path).unwrap_or(system);
        evidence.push(Evidence::new(path.as_str(), described(mount), "/proc/1/mountinfo"));
        if mount.device == system.device {
            shared.push(path.as_str());
        }
    }
    let verdict = match shared.as_slice() {
        [] => pass(),
        shared => fail(format!("{} shares its file system with /", shared.join(" and "))),
    };
    Ok(evidence.into_iter().fold(verdict, Verdict::because))
}

/// With the containerd image store, images and container layers do not lie
/// below the engine's data root.
fn keeps_images_in_containerd(context: &Context<'_>) -> Result<bool, Undecided> {
    let Some(engine) = context.engine else { return Ok(false) };
    let Observed::Known { value: info, .. } = &engine.info else { return Ok(false) };
    let status = info.driver_status.seen_or_default("storage driver status")?;
    Ok(status.iter().any(|(_, value)| value.starts_with("io.containerd.snapshotter")))
}

fn described(mount: &MountPoint) -> String {
    let dev = if mount.has("nodev") { "nodev" } else { "no nodev" };
    format!("on {} ({} {}, {dev})", mount.path, mount.fs_type, mount.source)
}
