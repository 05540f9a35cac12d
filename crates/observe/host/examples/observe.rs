//! Observes this machine and prints the facts:
//! `cargo run -p seaworthy-host --example observe -- [--self | --isolation] [ROOT [PEER-PID | CONTAINER-ID[:PID]]…]`.

use std::io::Write;
use std::time::Instant;

use seaworthy_core::facts::{ContainerFacts, ContainerState, Facts, Observed};
use seaworthy_host::{Depth, HostOptions, Probe, observe, observe_containers, observe_self};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if_eq("--self").is_some() {
        let host = observe_self(&mut Vec::new())?;
        let facts = Facts { host: Observed::known(host, "/"), ..Facts::default() };
        serde_json::to_writer(std::io::stdout().lock(), &facts)?;
        return Ok(());
    }
    let deep = arguments.next_if_eq("--isolation").is_some();
    let root = arguments.next().unwrap_or_else(|| "/".to_owned());
    let (ids, peers): (Vec<String>, Vec<String>) = arguments.partition(|word| word.len() >= 64);
    let options = HostOptions {
        root: root.into(),
        engine_peers: peers.iter().map(|pid| pid.parse()).collect::<Result<_, _>>()?,
        probe: Probe::OwnListeners,
        depth: if deep { Depth::Isolation } else { Depth::Audit },
        ..HostOptions::default()
    };
    let mut problems = Vec::new();
    let begun = Instant::now();
    let facts = observe(&options, &mut problems)?;
    let host = begun.elapsed();
    let running = |word: String| {
        let (id, pid) = word.split_once(':').unwrap_or((&word, ""));
        let pid = pid.parse().map_or(Observed::Absent, |pid| Observed::known(pid, "arguments"));
        let running = Observed::known(true, "arguments");
        ContainerFacts {
            id: id.to_owned(),
            state: ContainerState { running, pid, ..ContainerState::default() },
            ..ContainerFacts::default()
        }
    };
    let mut containers: Vec<ContainerFacts> = ids.into_iter().map(running).collect();
    let daemons = facts.daemons.value().map_or(&[][..], Vec::as_slice);
    let begun = Instant::now();
    observe_containers(&options, daemons, &mut containers, &mut problems)?;
    let inside = begun.elapsed();
    let out = std::io::stdout().lock();
    serde_json::to_writer_pretty(
        out,
        &serde_json::json!({ "host": facts, "containers": containers }),
    )?;
    writeln!(std::io::stderr(), "host {host:?}, containers {inside:?}, problems: {problems:#?}")?;
    Ok(())
}
