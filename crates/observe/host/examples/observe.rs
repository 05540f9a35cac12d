//! Observes this machine and prints the facts:
//! `cargo run -p seaworthy-host --example observe -- [ROOT [PEER-PID…]]`.

use std::io::Write;

use seaworthy_host::{HostOptions, Probe, observe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().unwrap_or_else(|| "/".to_owned());
    let options = HostOptions {
        root: root.into(),
        engine_peers: arguments.map(|pid| pid.parse()).collect::<Result<_, _>>()?,
        probe: Probe::OwnListeners,
        ..HostOptions::default()
    };
    let mut problems = Vec::new();
    let begun = std::time::Instant::now();
    let facts = observe(&options, &mut problems)?;
    let elapsed = begun.elapsed();
    serde_json::to_writer_pretty(std::io::stdout().lock(), &facts)?;
    writeln!(std::io::stderr(), "{elapsed:?}, problems: {problems:#?}")?;
    Ok(())
}
