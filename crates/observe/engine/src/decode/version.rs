//! `GET /version`.

use std::collections::BTreeMap;

use seaworthy_core::facts::EngineVersion;
use serde::Deserialize;

use super::Decoding;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Component {
    name: String,
    #[serde(default)]
    version: String,
}

/// Reads the answer.
pub(crate) fn version(
    bytes: &[u8],
    decoding: &Decoding,
) -> Result<EngineVersion, serde_json::Error> {
    let mut top = decoding.document(bytes)?;
    let components = top.take_with("/version Components", |components: Vec<Component>| {
        let named = components.into_iter().map(|component| (component.name, component.version));
        Some(named.collect::<BTreeMap<_, _>>())
    });
    let mut platform = top.object("/version Platform");
    Ok(EngineVersion {
        version: top.word("/version Version"),
        api_version: top.word("/version ApiVersion"),
        min_api_version: top.take("/version MinAPIVersion"),
        components: components.value().cloned().unwrap_or_default(),
        os: top.word("/version Os"),
        arch: top.word("/version Arch"),
        kernel: top.take("/version KernelVersion"),
        build_time: top.take("/version BuildTime"),
        platform: platform.take("/version Platform.Name"),
    })
}
