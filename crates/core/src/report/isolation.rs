//! View `isolation`, format 1: plain process, containers and virtual machine
//! side by side, as measured facts.
//!
//! Names never change within format 1 and nothing that is null is left out;
//! fields may be added. The JSON Schema is `docs/schema/isolation-1.json`.

mod column;
mod page;
mod picture;
mod reach;
mod reading;
mod rows;
mod surroundings;
mod tenants;
mod text;
mod ways;
mod words;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use column::{
    Basis, Boundary, BoundaryKind, Capabilities, Column, ColumnKind, Escape, IdRange, Limits, Lsm,
    Namespace, NamespaceState, Seccomp, User, View,
};
pub use reach::{CallCounts, CallReach, FilterSurvey, Kernel, Paths, Reach, ReachWord};
pub use reading::Reading;
pub use surroundings::{Files, MountReach, Need, Network, Platform, Present, Resource};
pub use tenants::{Fitness, Pair, Shared, SharedState, Tenancy, Tenant};

use super::v1::Report;

/// Value of [`Isolation::format`].
pub const FORMAT: &str = "seaworthy-isolation/1";

/// Name of the view in a report.
pub const VIEW: &str = "isolation";

/// Values of [`Isolation::from`].
pub const INSIDE: &str = "inside";
/// See [`INSIDE`].
pub const OUTSIDE: &str = "outside";

/// JSON Schema of the format, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../../docs/schema/isolation-1.json");

/// How isolated each container is, beside a plain process and a virtual machine.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Isolation {
    /// [`FORMAT`].
    pub format: String,
    /// `outside`: the machine and all that runs on it; `inside`: one process that
    /// looked at itself.
    pub from: String,
    /// The kernel that every column without an own kernel shares.
    pub kernel: Kernel,
    /// The plain process first, then the containers as the engines list them,
    /// a computed hardened container, the virtual machine.
    pub columns: Vec<Column>,
    /// Names of containers that were seen and do not run.
    pub stopped: Vec<String>,
    /// Every distinct system-call filter, decided call by call; columns name
    /// theirs by position.
    pub filters: Vec<FilterSurvey>,
    /// What tenants share.
    pub tenancy: Tenancy,
}

impl Isolation {
    /// The view of a report, when it has one of this format.
    pub fn of(report: &Report) -> Option<Self> {
        let view = report.views.get(VIEW)?;
        (view.get("format").and_then(Value::as_str) == Some(FORMAT))
            .then(|| Self::deserialize(view).ok())
            .flatten()
    }

    /// Columns with something to say.
    fn told(&self) -> Vec<&Column> {
        self.columns.iter().filter(|column| column.basis != Basis::NotMeasured).collect()
    }

    /// Of those, the ones that have all rows: a computed column has numbers only.
    fn whole(&self) -> Vec<&Column> {
        let mut told = self.told();
        told.retain(|column| column.kind != ColumnKind::HardenedContainer);
        told
    }
}
