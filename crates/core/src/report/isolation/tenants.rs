//! What tenants share.

use serde::{Deserialize, Serialize};

/// Tenants, pair by pair.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Tenancy {
    /// Label whose value names the tenant.
    pub label: String,
    /// Tenants, by name.
    pub tenants: Vec<Tenant>,
    /// Running containers without the label: nobody's, and so anybody's.
    pub unassigned: Vec<String>,
    /// Every two tenants, the least separated first.
    pub pairs: Vec<Pair>,
    /// Pairs beyond the limit, judged and not listed.
    pub pairs_left_out: usize,
    /// Whether all tenants may distrust each other; null with fewer than two.
    pub verdict: Option<Fitness>,
    /// In one sentence.
    pub because: String,
}

/// One tenant.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Tenant {
    /// Value of the label.
    pub name: String,
    /// Names of its running containers.
    pub containers: Vec<String>,
}

/// Two tenants.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Pair {
    /// One.
    pub first: String,
    /// The other.
    pub second: String,
    /// Verdict.
    pub verdict: Fitness,
    /// What they share and what not.
    pub shares: Vec<Shared>,
    /// Why not, or what is not known; worst first.
    pub reasons: Vec<String>,
}

/// One thing that two tenants may share.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Shared {
    /// `kernel`, `user-range`, `network`, `files`, `engine-socket`,
    /// `cgroup-parent`, `pid-namespace`, `ipc-namespace`, `image`.
    pub what: String,
    /// Shared or not.
    pub state: SharedState,
    /// Which, in words.
    pub detail: String,
}

/// Whether two tenants share a thing.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SharedState {
    /// They share it.
    Shared,
    /// They do not.
    Apart,
    /// Facts are missing.
    #[default]
    Unknown,
}

/// Fit for tenants that distrust each other.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fitness {
    /// Not so fast: see the reasons.
    NotSoFast,
    /// Facts are missing.
    #[default]
    Unknown,
    /// Fit.
    Fit,
}

impl Fitness {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSoFast => "not so fast",
            Self::Unknown => "unknown",
            Self::Fit => "fit",
        }
    }
}
