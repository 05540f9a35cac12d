//! Lets the observers look, one after the other, and puts their facts together.

use std::path::Path;

use seaworthy_core::facts::{EngineFacts, FORMAT, Facts, Observed, Problem};
use seaworthy_engine::{Endpoint, EndpointError, EngineChoice, Environment, Limits, endpoints};

use super::EngineArguments;
use crate::clock::Clock;

/// Everything about this machine and its engines.
///
/// An engine that the user named and that does not answer is an error; one that
/// was only looked for is a problem in the report, and the rest goes on.
pub(super) fn observe(
    arguments: &EngineArguments,
    root: &Path,
    clock: Clock,
) -> anyhow::Result<Facts> {
    let mut problems = Vec::new();
    let engines = engines(arguments, root, &mut problems)?;
    Ok(Facts {
        format: FORMAT.to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        collected: clock.rfc3339(),
        host: Observed::default(),
        engines,
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

fn silent(endpoint: &Endpoint, error: &seaworthy_engine::EngineError) -> Problem {
    Problem::new(endpoint.to_string(), error.to_string()).hint(error.hint())
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
