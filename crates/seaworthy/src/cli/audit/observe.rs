//! Lets the observers look, and puts their facts together.

use std::path::Path;

use seaworthy_core::facts::{
    EngineFacts, FORMAT, Facts, HostFacts, MountKind, Observed, Problem, Reason, joined_daemon,
};
use seaworthy_engine::{Endpoint, EndpointError, EngineChoice, Environment, Limits, endpoints};
use seaworthy_host::{
    Ahead, Depth, FilterDump, HostOptions, Probe, RootError, observe_containers,
    observe_own_process,
};

use super::{EngineArguments, FactsArguments};
use crate::clock::Clock;

/// Everything about this machine and its engines.
///
/// An engine that the user named and that does not answer is an error; one that
/// was only looked for is a problem in the report, and the rest goes on.
pub(super) fn observe(
    arguments: &EngineArguments,
    facts: &FactsArguments,
    depth: (Depth, FilterDump),
    clock: Clock,
) -> anyhow::Result<Facts> {
    std::thread::scope(|scope| {
        // Programs are looked for all over the disk: that is done when all the rest is.
        let own = (depth.0 == Depth::Isolation).then(|| scope.spawn(observe_own_process));
        let mut facts = observe_others(arguments, facts, depth, clock)?;
        if let (Some(own), Some(host)) = (own, facts.host.value_mut()) {
            host.own_process = own.join().unwrap_or_default();
        }
        Ok(facts)
    })
}

/// All but this process.
fn observe_others(
    arguments: &EngineArguments,
    facts: &FactsArguments,
    (depth, filter_dump): (Depth, FilterDump),
    clock: Clock,
) -> anyhow::Result<Facts> {
    let mut problems = Vec::new();
    let (engines, ahead) = std::thread::scope(|scope| {
        let ahead = scope.spawn(|| Ahead::look(&facts.root));
        let engines = engines(arguments, &facts.root, &mut problems);
        (engines, ahead.join())
    });
    let engines = engines?;
    let ahead = ahead.map_err(|_| anyhow::anyhow!("observing the machine ended early"))?;
    let options =
        HostOptions { depth, filter_dump, ..host_options(arguments, &facts.root, &engines) };
    let mut facts = Facts {
        format: FORMAT.to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        collected: clock.rfc3339(),
        host: host(ahead, &options, &mut problems),
        engines,
        problems,
    };
    containers(&options, &mut facts);
    Ok(facts)
}

/// This process alone, wherever it runs.
pub(super) fn itself(clock: Clock) -> anyhow::Result<Facts> {
    let mut problems = Vec::new();
    let host = seaworthy_host::observe_self(&mut problems)?;
    Ok(Facts {
        format: FORMAT.to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        collected: clock.rfc3339(),
        host: Observed::known(host, "/proc/self"),
        engines: Vec::new(),
        problems,
    })
}

fn engines(
    arguments: &EngineArguments,
    root: &Path,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<EngineFacts>> {
    let choice = EngineChoice {
        host: arguments.host.clone(),
        context: arguments.context.clone(),
        all: arguments.all_engines,
    };
    let found = match endpoints(&choice, &environment(root)) {
        Ok(found) => found,
        Err(none @ EndpointError::NoneFound { .. }) => {
            problems.push(Problem::new("engine", none.to_string()).hint(none.hint()));
            return Ok(Vec::new());
        }
        Err(error) => return Err(error.into()),
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let mut engines = Vec::new();
    for endpoint in &found {
        match seaworthy_engine::observe(runtime.handle(), endpoint, &limits(arguments), problems) {
            Ok(engine) => engines.push(engine),
            Err(error) if endpoint.asked_for() => return Err(error.into()),
            Err(error) => problems.push(silent(endpoint, &error)),
        }
    }
    Ok(engines)
}

fn host_options(arguments: &EngineArguments, root: &Path, engines: &[EngineFacts]) -> HostOptions {
    let peers = engines.iter().filter_map(|engine| engine.peer.value()).map(|peer| peer.pid);
    HostOptions {
        root: root.to_owned(),
        engine_peers: peers.collect(),
        probe: if arguments.no_probe { Probe::Never } else { Probe::OwnListeners },
        paths: mounted_paths(engines),
        client_certificates: std::env::var("DOCKER_CERT_PATH").into_iter().collect(),
        ..HostOptions::default()
    }
}

fn host(
    ahead: Result<Ahead, RootError>,
    options: &HostOptions,
    problems: &mut Vec<Problem>,
) -> Observed<HostFacts> {
    let root = options.root.display().to_string();
    match ahead {
        Ok(ahead) => Observed::known(ahead.observe(options, problems), root),
        Err(error) => {
            problems.push(Problem::new(root, error.to_string()));
            Observed::Unreadable(Reason::Permission)
        }
    }
}

/// The kernel's view of the containers of every engine that is proven to run
/// here; of any other, `/proc` would tell of strangers.
fn containers(options: &HostOptions, facts: &mut Facts) {
    let daemons: Vec<_> =
        facts.engines.iter().map(|engine| joined_daemon(facts, engine).cloned()).collect();
    for (engine, daemon) in facts.engines.iter_mut().zip(daemons) {
        if let (Some(daemon), Some(containers)) = (daemon, engine.containers.value_mut())
            && let Err(error) = observe_containers(
                options,
                std::slice::from_ref(&daemon),
                containers,
                &mut facts.problems,
            )
        {
            facts
                .problems
                .push(Problem::new(options.root.display().to_string(), error.to_string()));
        }
    }
}

/// What containers mount: checks compare owner and inode with what they know.
fn mounted_paths(engines: &[EngineFacts]) -> Vec<String> {
    let containers = engines.iter().filter_map(|engine| engine.containers.value()).flatten();
    let mounts = containers.filter_map(|container| container.configured.as_ref()?.mounts.value());
    let binds = mounts.flatten().filter(|mount| mount.kind == MountKind::Bind);
    let mut paths: Vec<String> = binds.map(|mount| mount.source.clone()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

fn silent(endpoint: &Endpoint, error: &seaworthy_engine::EngineError) -> Problem {
    Problem::new(endpoint.to_string(), error.explained()).hint(error.hint())
}

fn limits(arguments: &EngineArguments) -> Limits {
    let patience = arguments.patience();
    let usual = Limits::default();
    Limits { request: patience, connect: usual.connect.min(patience), ..usual }
}

/// The part of this process's environment that chooses an engine.
fn environment(root: &Path) -> Environment {
    Environment {
        variables: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect(),
        home: std::env::var_os("HOME").map(Into::into),
        root: root.to_owned(),
    }
}
