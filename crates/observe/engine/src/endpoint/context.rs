//! Docker contexts, read from the docker CLI's own store.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{Endpoint, EndpointError, Origin, TlsMaterial, Verification, address};
use crate::Environment;

/// A file of the user's own, but no configuration of the CLI is larger, and a
/// device or a sparse file in its place must not fill the memory.
const LONGEST_FILE: u64 = 1 << 20;

#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
struct ClientConfig {
    current_context: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Metadata {
    endpoints: Endpoints,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Endpoints {
    docker: Option<DockerEndpoint>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DockerEndpoint {
    #[serde(rename = "Host")]
    host: String,
    #[serde(rename = "SkipTLSVerify")]
    skip_tls_verify: bool,
}

/// The context that `config.json` says is current.
pub(super) fn current(environment: &Environment) -> Result<Option<String>, EndpointError> {
    let Some(folder) = environment.docker_config() else { return Ok(None) };
    let config: Option<ClientConfig> = read_json(&folder.join("config.json"))?;
    Ok(config.map(|config| config.current_context).filter(|name| !name.is_empty()))
}

/// The Docker endpoint of a context.
pub(super) fn endpoint(name: &str, environment: &Environment) -> Result<Endpoint, EndpointError> {
    let folder = environment
        .docker_config()
        .ok_or_else(|| EndpointError::NoHome { name: name.to_owned() })?
        .join("contexts");
    let digest = digest(name);
    let path = folder.join("meta").join(&digest).join("meta.json");
    let metadata: Metadata = read_json(&path)?
        .ok_or_else(|| EndpointError::NoContext { name: name.to_owned(), path: path.clone() })?;
    let docker = metadata
        .endpoints
        .docker
        .filter(|docker| !docker.host.is_empty())
        .ok_or_else(|| EndpointError::NoDockerEndpoint { name: name.to_owned() })?;
    let tls = tls(&folder.join("tls").join(digest).join("docker"), docker.skip_tls_verify);
    let parsed = address::parse(&docker.host, tls.is_some())?;
    let tls = tls.or_else(|| parsed.https.then(|| TlsMaterial::of_scheme(environment)));
    let origin = Origin::Context { name: name.to_owned(), path };
    Ok(Endpoint { address: parsed.address, tls, origin })
}

fn tls(folder: &Path, skip: bool) -> Option<TlsMaterial> {
    let verification = if skip { Verification::DangerouslySkipped } else { Verification::Required };
    let material = TlsMaterial::in_folder(folder, verification);
    (skip || material.ca.is_some() || material.client.is_some()).then_some(material)
}

/// The folder name of a context: SHA-256 of its name, as in the CLI's store.
fn digest(name: &str) -> String {
    Sha256::digest(name.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A JSON file, `None` when there is none.
fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, EndpointError> {
    let failed = |source| EndpointError::Read { path: PathBuf::from(path), source };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    file.take(LONGEST_FILE).read_to_end(&mut bytes).map_err(failed)?;
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|source| EndpointError::Parse { path: PathBuf::from(path), source })
}
