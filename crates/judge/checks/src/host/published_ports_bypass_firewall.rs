//! Docker publishes ports before the rules that people write for the host.

use std::collections::BTreeSet;

use seaworthy_core::facts::{ContainerFacts, FirewallFrontEnd, HostFacts, Observed};
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "published-ports-bypass-firewall",
    title: "published ports pass by the host's firewall",
    severity: Severity::High,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::Containers, FactGroup::DaemonProcess],
    explanation: include_str!("published_ports_bypass_firewall.md"),
    fix: Fix {
        summary: "Publish on one address, or filter in the chain DOCKER-USER.",
        commands: &[
            "docker run --publish 127.0.0.1:8080:80 IMAGE",
            "iptables -I DOCKER-USER -i eth0 ! -s 192.0.2.0/24 -j DROP",
        ],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let containers = context.engine()?.containers.seen("containers")?;
    let open = published(&containers)?;
    if open.is_empty() {
        return Err(Undecided::not_applicable("no port is published on every address"));
    }
    let on = front_ends(host)?;
    if on.is_empty() {
        let none = "no firewall front end is switched on, so there is none to pass by";
        return Err(Undecided::not_applicable(none));
    }
    let daemon = context.daemon()?;
    if daemon.now.flag("iptables").value() == Some(&false) {
        let seen = Evidence::new("iptables", "false", "daemon");
        return Ok(pass().because(seen));
    }
    let names: Vec<&str> = on.iter().map(|each| each.name.as_str()).collect();
    let verdict = decided(host, &on, &names.join(", "));
    let ports = open.into_iter().collect::<Vec<_>>().join(", ");
    let verdict =
        verdict.because(Evidence::new("published on every address", ports, "/containers"));
    Ok(on.iter().fold(verdict, |verdict, front_end| {
        let value =
            if front_end.knows_docker_user { "on, its files name DOCKER-USER" } else { "on" };
        verdict.because(Evidence::new(front_end.name.as_str(), value, front_end.source.as_str()))
    }))
}

/// What the chain holds decides; without a look at it, what the files say.
fn decided(host: &HostFacts, on: &[&FirewallFrontEnd], names: &str) -> Verdict {
    let bypass = format!("rules of {names} for incoming packets do not hold for published ports");
    match &host.hardening.firewall.docker_user_rules {
        Observed::Known { value, source } => {
            let restricting = value.iter().filter(|rule| rule.restricts).count();
            let counts = format!("{restricting} of {} rules restrict", value.len());
            let evidence = Evidence::new("chain DOCKER-USER", counts, source.as_str());
            if restricting == 0 {
                return fail(bypass).because(evidence);
            }
            review(
                "DOCKER-USER has rules; whether they cover the published ports is for you to say",
            )
            .because(evidence)
        }
        _ if on.iter().any(|front_end| front_end.knows_docker_user) => review(
            "files of the firewall name DOCKER-USER; whether they cover the published ports is for you to say",
        ),
        Observed::Absent | Observed::Unreadable(_) => fail(bypass).confidence(Confidence::Medium),
    }
}

fn front_ends(host: &HostFacts) -> Result<Vec<&FirewallFrontEnd>, Undecided> {
    match &host.hardening.firewall.front_ends {
        Observed::Known { value, .. } => Ok(value.iter().filter(|each| each.on).collect()),
        Observed::Absent => Ok(Vec::new()),
        Observed::Unreadable(reason) => Err(Undecided::unknown(format!("firewall: {reason}"))),
    }
}

/// `web 8080/tcp` of running containers.
fn published(containers: &[ContainerFacts]) -> Result<BTreeSet<String>, Undecided> {
    let mut open = BTreeSet::new();
    for container in containers.iter().filter(|container| container.is_running()) {
        let ports = container.settings()?.ports.seen_or_default("published ports")?;
        for port in ports.iter().filter(|port| is_every_address(&port.host_ip)) {
            open.insert(format!("{} {}/{}", container.name, port.host_port, port.protocol));
        }
    }
    Ok(open)
}

fn is_every_address(address: &str) -> bool {
    matches!(address, "" | "0.0.0.0" | "::" | "[::]")
}
