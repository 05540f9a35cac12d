//! Every service of the host that listens is a way in beside the containers.

use std::collections::BTreeSet;

use seaworthy_core::facts::{HostFacts, ListeningSocket};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "listening-services",
    title: "services of the host listen on the network",
    severity: Severity::Low,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("listening_services.md"),
    fix: Fix {
        summary: "Stop what is not needed, and bind the rest to the address that its clients use.",
        commands: &["ss --listening --tcp --udp --processes --numeric"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

/// Programs that hold a published port for a container; its own check looks at
/// those.
const PORT_HOLDERS: [&str; 4] = ["docker-proxy", "rootlesskit", "rootlessport", "conmon"];

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let sockets = host.os.listeners.seen("listening sockets")?;
    let open: Vec<&ListeningSocket> = sockets
        .iter()
        .filter(|socket| !socket.loopback && !PORT_HOLDERS.contains(&name(socket)))
        .collect();
    let (own, held) =
        (open.len(), sockets.iter().filter(|s| PORT_HOLDERS.contains(&name(s))).count());
    let verdict = if open.is_empty() {
        pass()
    } else {
        let names: BTreeSet<&str> = open.iter().map(|socket| shown(socket)).collect();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        let what = if own == 1 { "1 socket is" } else { &format!("{own} sockets are") };
        review(format!("{what} open to the network: {names}"))
    };
    let counts = format!(
        "{own} open to the network, {} on loopback, {held} for published ports",
        sockets.iter().filter(|socket| socket.loopback).count()
    );
    let verdict = verdict.because(Evidence::new("sockets", counts, sockets.source.as_ref()));
    Ok(open.iter().fold(verdict, |verdict, socket| {
        let fact = format!("{} {}", socket.protocol, socket.address);
        let program = match (socket.program.as_str(), socket.container.as_str()) {
            ("", _) => "program not seen".to_owned(),
            (program, "") => program.to_owned(),
            (program, container) => {
                format!("{program} in container {}", container.get(..12).unwrap_or(container))
            }
        };
        verdict.because(Evidence::new(fact, program, sockets.source.as_ref()))
    }))
}

fn name(socket: &ListeningSocket) -> &str {
    let program = socket.program.strip_suffix(" (deleted)").unwrap_or(&socket.program);
    program.rsplit('/').next().unwrap_or_default()
}

fn shown(socket: &ListeningSocket) -> &str {
    match name(socket) {
        "" => "an unseen program",
        name => name,
    }
}
