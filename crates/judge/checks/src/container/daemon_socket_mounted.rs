//! By its name, by its inode under another name, inside a mounted folder, or
//! through a volume that binds it.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::engine_socket::{Sockets, is_docker_name};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-socket-mounted",
    title: "engine control socket mounted in container",
    severity: Severity::Critical,
    section: Section::Containers,
    cis: &["5.32"],
    tags: &["escape"],
    reads: &[
        FactGroup::Containers,
        FactGroup::EngineInfo,
        FactGroup::HostFiles,
        FactGroup::DaemonProcess,
    ],
    explanation: include_str!("daemon_socket_mounted.md"),
    fix: Fix {
        summary: "Remove the mount; give tools that need the API a filtering proxy with the few calls they use.",
        commands: &["docker inspect --format '{{json .Mounts}}' CONTAINER"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let host = context.host().ok();
    let sockets = Sockets::of_engine(context);
    let mounts = container.host_mounts(context.engine, host)?;
    let reached = mounts.iter().find_map(|mount| {
        let named = is_docker_name(&mount.path) || is_docker_name(&mount.mount.destination);
        let socket =
            sockets.reached_by(mount, host).or_else(|| named.then(|| mount.path.clone()))?;
        Some((mount, socket))
    });
    let Some((mount, socket)) = reached else { return Ok(pass()) };
    let message = if mount.path == socket {
        format!("the engine takes orders from it through {socket}")
    } else {
        format!("the engine takes orders from it through {socket} in the mounted {}", mount.path)
    };
    let route = format!("{} at {} ({})", mount.path, mount.mount.destination, mount.route);
    let verdict = fail(message).because(Evidence::new("mount", route, "Mounts"));
    let rootless = context
        .info()
        .ok()
        .is_some_and(|info| info.security_option("rootless").value() == Some(&true));
    if rootless {
        return Ok(verdict.rated(Severity::High, "the engine runs without root: it is one user's"));
    }
    Ok(verdict)
}
