//! A group that means power on the host gives a program without root that power,
//! as soon as a socket or a device of it is mounted.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::engine_socket::Sockets;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "privileged-group-added",
    title: "container joins a privileged host group",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &[],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::HostFiles, FactGroup::DaemonProcess],
    explanation: include_str!("privileged_group_added.md"),
    fix: Fix {
        summary: "Leave --group-add out for groups that own the engine's socket, disks or root's files.",
        commands: &["docker inspect --format '{{json .HostConfig.GroupAdd}}' CONTAINER"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

/// Numbers that mean the same on every Linux: root, disk, kmem (Debian), shadow.
const POWERFUL: &[(u32, &str)] = &[(0, "root"), (6, "disk"), (15, "kmem"), (42, "shadow")];

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let groups = container.settings()?.group_add.seen_or_default("additional groups")?;
    let engine = engine_group(context);
    let powerful: Vec<String> = groups
        .iter()
        .filter_map(|group| match group.parse::<u32>() {
            Ok(gid) if Some(gid) == engine => {
                Some(format!("{gid}, which owns the engine's socket"))
            }
            Ok(gid) => {
                let (_, name) = POWERFUL.iter().find(|(known, _)| *known == gid)?;
                Some(format!("{gid} ({name})"))
            }
            Err(_) => POWERFUL.iter().any(|(_, name)| name == group).then(|| group.clone()),
        })
        .collect();
    if powerful.is_empty() {
        return Ok(pass().because(&groups));
    }
    let verdict = fail(format!("its program is in group {}", powerful.join(", "))).because(&groups);
    let host = context.host().ok();
    let sockets = Sockets::of_engine(context);
    let has_socket = container
        .host_mounts(context.engine, host)?
        .iter()
        .any(|mount| sockets.reached_by(mount, host).is_some());
    if has_socket {
        return Ok(verdict.rated(Severity::High, "the engine's socket is mounted as well"));
    }
    Ok(verdict)
}

/// Group that owns the engine's socket on this host.
fn engine_group(context: &Context<'_>) -> Option<u32> {
    let host = context.host().ok()?;
    let socket = host.files.get("/run/docker.sock").and_then(|file| file.value());
    socket.map(|file| file.gid).or_else(|| {
        host.groups.value()?.iter().find(|group| group.name == "docker").map(|group| group.gid)
    })
}
