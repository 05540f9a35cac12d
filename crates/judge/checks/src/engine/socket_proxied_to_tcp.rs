//! A relay in front of the socket opens the API to the network without the daemon
//! knowing or warning.

use crate::exposure::address::is_loopback;
use seaworthy_core::facts::{EngineFacts, ProxyProcess};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "socket-proxied-to-tcp",
    title: "engine socket handed out over TCP by another program",
    severity: Severity::Critical,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::DaemonProcess],
    explanation: include_str!("socket_proxied_to_tcp.md"),
    fix: Fix {
        summary: "Stop the relay; reach the engine over ssh, or put a filtering proxy on a unix socket.",
        commands: &["docker context create remote --docker host=ssh://user@host"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Programs that pass bytes on as they come.
const RELAYS: [&str; 8] =
    ["nc", "nc.openbsd", "nc.traditional", "ncat", "socat", "ssh", "sshd", "systemd-socket-proxyd"];

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let proxies = context.host()?.proxies.seen("programs before the engine socket")?;
    let before: Vec<&ProxyProcess> =
        proxies.iter().filter(|proxy| !proxy.listens.is_empty() && serves(proxy, engine)).collect();
    let Some(worst) = before.iter().find(|proxy| is_relay(proxy)).or_else(|| before.first()) else {
        return Ok(pass());
    };
    let listens = worst.listens.join(", ");
    let verdict = if is_relay(worst) {
        fail(format!("{} passes every connection on {listens} to the engine", name(worst)))
    } else {
        review(format!(
            "{} serves the engine on {listens}: whom does it let in, to do what",
            name(worst)
        ))
    };
    let verdict = before.iter().fold(verdict, |verdict, proxy| {
        verdict.because(Evidence::new(
            "program before the engine socket",
            format!("{} on {}, to {}", proxy.exe, proxy.listens.join(", "), proxy.socket),
            format!("/proc/{}", proxy.pid),
        ))
    });
    let local = before.iter().flat_map(|proxy| &proxy.listens).all(|address| is_loopback(address));
    Ok(if local {
        verdict.rated(Severity::High, "only processes of the machine itself reach loopback")
    } else {
        verdict
    })
}

fn is_relay(proxy: &ProxyProcess) -> bool {
    RELAYS.contains(&name(proxy))
}

fn name(proxy: &ProxyProcess) -> &str {
    proxy.exe.rsplit('/').next().unwrap_or(&proxy.exe)
}

/// Whether the program serves this engine's socket, or one that is not known.
fn serves(proxy: &ProxyProcess, engine: &EngineFacts) -> bool {
    let canonical = |path: &str| {
        let short = path.strip_prefix("/var").filter(|rest| rest.starts_with("/run/"));
        short.unwrap_or(path).to_owned()
    };
    let asked = engine.endpoint.strip_prefix("unix://").unwrap_or_default();
    proxy.socket.is_empty() || asked.is_empty() || canonical(&proxy.socket) == canonical(asked)
}
