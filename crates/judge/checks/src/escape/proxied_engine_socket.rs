//! A relay that hands TCP connections to the engine's socket makes every
//! network a way to it.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-proxied-engine-socket",
        title: "container reaches a proxy to the engine socket",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("proxied_engine_socket.md"),
        fix: Fix {
            summary: "Stop the process that hands TCP connections to the engine socket, or bind it to loopback.",
            commands: &[],
            risk: Risk::Review,
        },
        judge: Judge::Container(judge),
    },
    needs: "a process of the host hands TCP connections to the engine socket; the container has a network that reaches its address",
    closed_by: "stop the relay, or let it listen on loopback",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let proxies = context.host()?.proxies.seen("proxies of the engine socket")?;
    let links = proxies.iter().flat_map(|proxy| {
        let exe = proxy.exe.as_str();
        proxy.listens.iter().map(move |address| {
            let text = format!("{exe} hands {address} to {}", proxy.socket);
            Link::all([
                Link::open(Evidence::new("proxy", text, "/proc")).closed_by(format!(
                    "Stop {exe} on the host, or bind it to an address that containers do not reach"
                )),
                inside.reaches(address),
            ])
        })
    });
    let nothing = Evidence::new("proxies of the engine socket", "none", proxies.source.as_ref());
    Ok(inside.chain(&PATH).needs(Link::any(links, nothing)).leads(
        "calls the engine's API through the proxy → asks for a container with the host's root → is root on the host",
    ))
}
