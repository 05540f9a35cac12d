//! View `defence-matrix`, format 1: class of kernel bug or attack against what
//! stops it here.
//!
//! Names never change within format 1 and nothing that is null is left out;
//! fields may be added. The JSON Schema is `docs/schema/defence-matrix-1.json`.

mod text;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::v1::{Evidence, Report};

/// Value of [`DefenceMatrix::format`].
pub const FORMAT: &str = "seaworthy-defence-matrix/1";

/// Name of the view in a report.
pub const VIEW: &str = "defence-matrix";

/// JSON Schema of the format, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../../docs/schema/defence-matrix-1.json");

/// What stops which class of attack on this machine.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct DefenceMatrix {
    /// [`FORMAT`].
    pub format: String,
    /// Why a shared kernel makes this matter.
    pub why: String,
    /// Kernel release that was judged; empty when unknown.
    pub kernel: String,
    /// Running containers whose facts the columns seccomp, capabilities and
    /// user namespace rest on.
    pub containers: usize,
    /// Columns, in order.
    pub defenders: Vec<Defender>,
    /// Rows.
    pub classes: Vec<Class>,
}

/// Who may stop an attack.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defender {
    /// The kernel's self-protection.
    #[default]
    Kernel,
    /// SELinux.
    Selinux,
    /// AppArmor.
    Apparmor,
    /// System-call filters.
    Seccomp,
    /// Capabilities taken away.
    Capabilities,
    /// User namespaces.
    UserNamespace,
}

impl Defender {
    /// All, in the order of the columns.
    pub const ALL: [Self; 6] = [
        Self::Kernel,
        Self::Selinux,
        Self::Apparmor,
        Self::Seccomp,
        Self::Capabilities,
        Self::UserNamespace,
    ];

    /// Heading of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Selinux => "SELinux",
            Self::Apparmor => "AppArmor",
            Self::Seccomp => "seccomp",
            Self::Capabilities => "caps",
            Self::UserNamespace => "userns",
        }
    }
}

/// A class of bug or attack.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Class {
    /// Kebab-case id.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// What the attacker does.
    pub attack: String,
    /// One cell a defender, in the order of [`DefenceMatrix::defenders`].
    pub cells: Vec<Cell>,
}

/// Whether one defender stops one class.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Cell {
    /// Who.
    pub defender: Defender,
    /// Whether.
    pub state: Defence,
    /// Absent because this kind of defence cannot stop this class anywhere, not
    /// because something is switched off here.
    pub by_design: bool,
    /// In one sentence.
    pub because: String,
    /// Facts.
    pub evidence: Vec<Evidence>,
}

/// How far a defence stands.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defence {
    /// It stands.
    Present,
    /// Some of it, or for some containers.
    Partly,
    /// It does not.
    Absent,
    /// Facts are missing.
    #[default]
    Unknown,
}

impl Defence {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Partly => "partly",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
        }
    }
}

impl DefenceMatrix {
    /// The view of a report, when it has one of this format.
    pub fn of(report: &Report) -> Option<Self> {
        let view = report.views.get(VIEW)?;
        (view.get("format").and_then(Value::as_str) == Some(FORMAT))
            .then(|| Self::deserialize(view).ok())
            .flatten()
    }
}

impl Cell {
    /// Class of its element: how it stands.
    pub(in crate::report) fn class(&self) -> &'static str {
        if self.by_design { "cannot" } else { self.state.as_str() }
    }
}
