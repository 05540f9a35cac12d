//! Which engine is meant.

use super::{Endpoint, EndpointError, Origin, TlsMaterial, address, context, sockets};
use crate::Environment;

/// The context name that stands for "no context".
const DEFAULT_CONTEXT: &str = "default";

/// What the user said on the command line.
#[derive(Clone, Debug, Default)]
pub struct EngineChoice {
    /// `-H`, `--host`.
    pub host: Option<String>,
    /// `--context`.
    pub context: Option<String>,
    /// `--all-engines`.
    pub all: bool,
}

/// The engines to ask, best first; one unless all were asked for.
///
/// The order is the docker CLI's: `--host`; `--context`; `DOCKER_HOST`;
/// `DOCKER_CONTEXT`; the current context of `config.json`; the first socket on
/// which something listens, rootful Docker before rootless before Podman. With
/// `all`, every live socket follows the one that was named.
///
/// # Errors
/// What was named makes no sense, or nothing was named and nothing listens.
pub fn endpoints(
    choice: &EngineChoice,
    environment: &Environment,
) -> Result<Vec<Endpoint>, EndpointError> {
    let named = named(choice, environment)?;
    if !choice.all
        && let Some(endpoint) = named
    {
        return Ok(vec![endpoint]);
    }
    let mut paths = sockets::candidates(environment);
    if choice.all {
        paths.extend(sockets::of_all_users(environment));
    }
    let mut found = sockets::alive(&paths);
    if !choice.all {
        found.truncate(1);
    }
    if let Some(endpoint) = named {
        found.retain(|other| other.address != endpoint.address);
        found.insert(0, endpoint);
    }
    if found.is_empty() { Err(EndpointError::NoneFound { looked: paths }) } else { Ok(found) }
}

fn named(
    choice: &EngineChoice,
    environment: &Environment,
) -> Result<Option<Endpoint>, EndpointError> {
    if let Some(host) = &choice.host {
        return match choice.context {
            Some(_) => Err(EndpointError::Conflict),
            None => of_host(host, Origin::Host, environment).map(Some),
        };
    }
    if let Some(name) = &choice.context
        && name != DEFAULT_CONTEXT
    {
        return context::endpoint(name, environment).map(Some);
    }
    if let Some(host) = environment.variable("DOCKER_HOST") {
        return of_host(host, Origin::DockerHost, environment).map(Some);
    }
    if choice.context.is_some() {
        return Ok(None);
    }
    let name = match environment.variable("DOCKER_CONTEXT") {
        Some(name) => Some(name.to_owned()),
        None => context::current(environment)?,
    };
    match name.filter(|name| name != DEFAULT_CONTEXT) {
        Some(name) => context::endpoint(&name, environment).map(Some),
        None => Ok(None),
    }
}

fn of_host(
    host: &str,
    origin: Origin,
    environment: &Environment,
) -> Result<Endpoint, EndpointError> {
    let tls = TlsMaterial::of_environment(environment);
    let parsed = address::parse(host, tls.is_some())?;
    let tls = match parsed.address {
        // The CLI speaks plain HTTP over a unix socket whatever the variables say.
        super::Address::Unix(_) => None,
        super::Address::Tcp { .. } => {
            tls.or_else(|| parsed.https.then(|| TlsMaterial::of_scheme(environment)))
        }
    };
    Ok(Endpoint { address: parsed.address, tls, origin })
}
