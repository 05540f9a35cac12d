//! An image, as its configuration and history describe it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EnvVar, Healthcheck, Observed};

/// One image of an engine.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ImageFacts {
    /// Id, `sha256:…`.
    pub id: String,
    /// Names, empty for an untagged image.
    pub tags: Vec<String>,
    /// `name@sha256:…` under which registries know it.
    pub digests: Vec<String>,
    /// When it was built, RFC 3339.
    pub created: Observed<String>,
    /// Size in bytes.
    pub size: Observed<u64>,
    /// Number of containers made from it.
    pub containers: Observed<u64>,
    /// Machine that its programs are for, as images spell it: `amd64`, `arm64`.
    pub architecture: Observed<String>,
    /// Manifest format knows health checks (Docker) or not (OCI).
    pub manifest_type: Observed<String>,
    /// `user[:group]`, empty for root.
    pub user: Observed<String>,
    /// Health check; absent when the image has none.
    pub healthcheck: Observed<Healthcheck>,
    /// Environment, values replaced by class and length.
    pub env: Observed<Vec<EnvVar>>,
    /// Declared ports, `80/tcp`.
    pub exposed_ports: Observed<Vec<String>>,
    /// Labels; secret-looking values masked.
    pub labels: Observed<BTreeMap<String, String>>,
    /// Build steps, oldest first.
    pub history: Observed<Vec<HistoryEntry>>,
    /// Layer digests (uncompressed), lowest first.
    pub layers: Observed<Vec<String>>,
    /// What is inside; not-collected until the image is inventoried.
    pub contents: Observed<ImageContents>,
}

/// What an inventory of the layers found that a check needs.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ImageContents {
    /// Files with set-uid or set-gid.
    pub setuid: Vec<String>,
    /// Packages installed.
    pub packages: u64,
    /// Vulnerabilities of those packages that a newer version fixes;
    /// not-collected until the inventory was compared with advisories.
    pub fixable_vulnerabilities: Observed<u64>,
    /// Files that hold secrets: path and class.
    pub secrets: Vec<(String, String)>,
}

/// One build step.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct HistoryEntry {
    /// The instruction as the builder recorded it, secret-looking values masked.
    pub created_by: String,
    /// It made no layer.
    pub empty_layer: bool,
    /// Builder's comment.
    pub comment: String,
}

impl ImageFacts {
    /// A name for people: the first tag, else the digest reference, else the id.
    pub fn name(&self) -> &str {
        self.tags.first().or_else(|| self.digests.first()).unwrap_or(&self.id)
    }

    /// A name that survives a rebuild: the first tag, else the id.
    pub fn stable_name(&self) -> &str {
        self.tags.first().unwrap_or(&self.id)
    }
}
