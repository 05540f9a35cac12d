//! containerd, Podman, CRI-O and BuildKit take orders as Docker does, and below
//! its checks.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::engine_socket::{Sockets, is_docker_name, is_runtime_name};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "runtime-socket-mounted",
    title: "container runtime socket mounted in container",
    severity: Severity::Critical,
    section: Section::Containers,
    cis: &[],
    tags: &["escape"],
    reads: &[
        FactGroup::Containers,
        FactGroup::EngineInfo,
        FactGroup::HostFiles,
        FactGroup::DaemonProcess,
    ],
    explanation: include_str!("runtime_socket_mounted.md"),
    fix: Fix {
        summary: "Remove the mount; whoever talks to the runtime is root on the host.",
        commands: &["docker inspect --format '{{json .Mounts}}' CONTAINER"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let host = context.host().ok();
    let own = Sockets::of_engine(context);
    let sockets = Sockets::of_runtimes(context);
    let mounts = container.host_mounts(context.engine, host)?;
    let reached = mounts.iter().find_map(|mount| {
        if let Some(socket) = sockets.reached_by(mount, host) {
            return Some((mount, socket));
        }
        let named = is_runtime_name(&mount.path) || is_runtime_name(&mount.mount.destination);
        let is_own = is_docker_name(&mount.path) || own.reached_by(mount, host).is_some();
        (named && !is_own).then(|| (mount, mount.path.clone()))
    });
    let Some((mount, socket)) = reached else { return Ok(pass()) };
    let message = if mount.path == socket {
        format!("a container runtime takes orders from it through {socket}")
    } else {
        format!(
            "a container runtime takes orders from it through {socket} in the mounted {}",
            mount.path
        )
    };
    let route = format!("{} at {} ({})", mount.path, mount.mount.destination, mount.route);
    Ok(fail(message).because(Evidence::new("mount", route, "Mounts")))
}
