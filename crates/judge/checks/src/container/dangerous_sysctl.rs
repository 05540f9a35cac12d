//! Parameters of the container's own namespaces that switch a protection off, and
//! any that are not of a namespace.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "dangerous-sysctl",
    title: "kernel parameter weakens container",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("dangerous_sysctl.md"),
    fix: Fix {
        summary: "Remove the --sysctl, or set the value that protects.",
        commands: &["docker inspect --format '{{json .HostConfig.Sysctls}}' CONTAINER"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let sysctls = container.settings()?.sysctls.seen_or_default("sysctls")?;
    let bad: Vec<(Severity, String)> = sysctls
        .iter()
        .filter_map(|(name, value)| {
            let name = name.replace('/', ".");
            let (severity, why) = danger(&name, value.trim())?;
            Some((severity, format!("{name}={value} {why}")))
        })
        .collect();
    let Some((severity, worst)) = bad.iter().max_by_key(|(severity, _)| *severity) else {
        return Ok(pass().because(&sysctls));
    };
    let verdict = fail(worst.clone()).rated(*severity, "rated by the worst parameter");
    let shown =
        bad.iter().map(|(_, text)| Evidence::new("sysctl", text.as_str(), "HostConfig.Sysctls"));
    Ok(shown.fold(verdict, Verdict::because))
}

/// What a parameter gives away at a value.
fn danger(name: &str, value: &str) -> Option<(Severity, &'static str)> {
    let namespaced = ["net.", "fs.mqueue.", "kernel.msg", "kernel.shm", "kernel.sem"];
    if !namespaced.iter().any(|start| name.starts_with(start)) {
        return (name != "kernel.domainname" && name != "kernel.hostname")
            .then_some((Severity::High, "is a parameter of the whole host"));
    }
    let last = name.rsplit('.').next().unwrap_or_default();
    let why = match (last, value) {
        ("accept_source_route", "1") => "lets senders choose the way of packets",
        ("accept_redirects", "1") => "lets neighbours change its routes",
        ("rp_filter", "0") => "accepts packets with forged senders",
        ("route_localnet", "1") => "lets the network reach its services on 127.0.0.1",
        ("tcp_syncookies", "0") => "gives in to a flood of connections",
        ("proxy_arp", "1") => "answers for addresses of others",
        ("ip_forward" | "forwarding", "1") => "makes it a router between its networks",
        ("icmp_echo_ignore_broadcasts", "0") => "answers broadcast pings",
        _ => return None,
    };
    let severity = if last == "route_localnet" { Severity::Medium } else { Severity::Low };
    Some((severity, why))
}
