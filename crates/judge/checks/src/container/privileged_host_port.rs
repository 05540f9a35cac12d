//! Ports below the kernel's limit, 1024 unless the host says otherwise, are
//! reserved for root's services.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "privileged-host-port",
    title: "privileged host port published",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.8"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::HostFiles],
    explanation: include_str!("privileged_host_port.md"),
    fix: Fix {
        summary: "Publish an ordinary port and let the load balancer or proxy before it keep the low one.",
        commands: &["docker run --publish 127.0.0.1:8443:443 IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

const PORT_START: &str = "net.ipv4.ip_unprivileged_port_start";

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let ports = container.settings()?.ports.seen_or_default("published ports")?;
    let start = first_ordinary_port(context);
    let low: Vec<String> = ports
        .iter()
        .filter(|port| port.host_port > 0 && u32::from(port.host_port) < start.0)
        .map(|port| format!("{}/{}", port.host_port, port.protocol))
        .collect();
    let limit = Evidence::new("first ordinary port", start.0.to_string(), start.1);
    if low.is_empty() {
        return Ok(pass().because(&ports).because(limit));
    }
    Ok(fail(format!("holds host port {}", low.join(", ")))
        .because(Evidence::new("privileged ports", low.join(", "), ports.source.as_ref()))
        .because(limit))
}

/// The first port that needs no privilege on the engine's host, and who says so.
fn first_ordinary_port(context: &Context<'_>) -> (u32, &'static str) {
    let told = context.host().ok().and_then(|host| host.sysctls.get(PORT_START)?.value());
    match told.and_then(|value| value.trim().parse().ok()) {
        Some(port) => (port, PORT_START),
        None => (1024, "the kernel's default"),
    }
}
