//! With the containerd image store, rules made for the data root no longer cover
//! the layers.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "containerd-image-store-root",
    title: "image layers live outside the Docker data root",
    severity: Severity::Low,
    section: Section::Operations,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::HostFiles],
    explanation: include_str!("containerd_image_store_root.md"),
    fix: Fix {
        summary: "Give containerd's root a partition, audit rules and backups of its own.",
        commands: &["findmnt --target /var/lib/containerd"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Where containerd keeps its data unless its configuration says otherwise.
const CONTAINERD_ROOT: &str = "/var/lib/containerd";

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let info = context.info()?;
    let status = info.driver_status.seen_or_default("storage driver status")?;
    let snapshotter = |(key, value): &(String, String)| {
        key == "driver-type" && value.starts_with("io.containerd.snapshotter")
    };
    if !status.iter().any(snapshotter) {
        return Err(Undecided::not_applicable("image layers live in the data root"));
    }
    let address = info.containerd_address.seen("containerd address")?;
    if address.contains("/docker/containerd/") {
        return Ok(pass().because(&address));
    }
    let host = context.host()?;
    host.mounts.seen("mounts")?;
    let mount = |path: &str| host.mount_of(path).map_or("/", |mount| mount.path.as_str());
    let layers = Evidence::new(
        "layers",
        format!("{CONTAINERD_ROOT}, mounted at {}", mount(CONTAINERD_ROOT)),
        "containerd's default, mountinfo",
    );
    let root = info.root_dir.value().map_or("/var/lib/docker", String::as_str);
    let data = Evidence::new(
        "data root",
        format!("{root}, mounted at {}", mount(root)),
        "/info DockerRootDir, mountinfo",
    );
    let verdict = if mount(CONTAINERD_ROOT) == mount("/") {
        fail(format!("layers fill the system partition from {CONTAINERD_ROOT}, not from {root}"))
    } else {
        pass()
    };
    Ok(verdict.because(&address).because(layers).because(data).confidence(Confidence::Medium))
}
