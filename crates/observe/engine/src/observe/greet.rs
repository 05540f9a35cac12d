//! Who answers, and in which version.

use hyper::header::{HeaderMap, SERVER};
use seaworthy_core::facts::{EngineKind, EngineVersion};

use crate::EngineError;
use crate::api::{ApiVersion, OLDEST, negotiate};
use crate::decode::{self, Decoding};
use crate::transport::Client;

/// What is known of an engine before it is asked anything of substance.
#[derive(Debug)]
pub(super) struct Greeting {
    pub(super) kind: EngineKind,
    pub(super) api: ApiVersion,
    pub(super) version: Result<EngineVersion, EngineError>,
}

/// Asks `/_ping` and `/version`, both of which every engine answers without a
/// version in the path. A proxy may refuse either of them; one is enough.
pub(super) async fn greet(client: &Client) -> Result<Greeting, EngineError> {
    let ping = match client.document("/_ping").await {
        Ok(answer) => Ok(answer.headers),
        Err(refused @ EngineError::Status { .. }) => Err(refused),
        Err(silent) => return Err(silent),
    };
    let version = version(client).await;
    let newest = ping
        .as_ref()
        .ok()
        .and_then(|headers| header(headers, "api-version"))
        .or_else(|| version.as_ref().ok().map(|version| version.api_version.as_str()))
        .and_then(|text| text.parse::<ApiVersion>().ok());
    let kind = kind(ping.as_ref().ok(), version.as_ref().ok());
    let oldest = version.as_ref().ok().and_then(|version| {
        version.min_api_version.value().and_then(|text| text.parse::<ApiVersion>().ok())
    });
    match (newest, ping, version) {
        (Some(newest), _, version) => {
            Ok(Greeting { kind, api: negotiate(newest, oldest), version })
        }
        (None, _, Err(refused @ EngineError::Status { status: 401 | 403, .. }))
        | (None, Err(refused @ EngineError::Status { status: 400 | 401 | 403 | 500.., .. }), _) => {
            Err(refused)
        }
        (None, _, Ok(version)) if !version.version.is_empty() => {
            Ok(Greeting { kind, api: OLDEST, version: Ok(version) })
        }
        _ => Err(EngineError::NotAnEngine { endpoint: client.endpoint().to_string() }),
    }
}

async fn version(client: &Client) -> Result<EngineVersion, EngineError> {
    let answer = client.document("/version").await?;
    let decoding = Decoding::new(EngineKind::Docker, OLDEST);
    decode::version(&answer.body, &decoding)
        .map_err(|source| EngineError::Json { path: "/version".to_owned(), source })
}

fn kind(headers: Option<&HeaderMap>, version: Option<&EngineVersion>) -> EngineKind {
    let podman = headers.is_some_and(|headers| {
        headers.contains_key("libpod-api-version")
            || header(headers, SERVER.as_str()).is_some_and(|name| name.starts_with("Libpod/"))
    }) || version
        .is_some_and(|version| version.components.contains_key("Podman Engine"));
    if podman { EngineKind::Podman } else { EngineKind::Docker }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
