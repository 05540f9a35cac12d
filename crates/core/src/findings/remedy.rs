//! How to put something right.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a remedy may break.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Risk {
    /// Nothing stops working.
    Safe,
    /// A daemon or container restarts.
    Restarts,
    /// A person must look first: something may depend on the old state.
    #[default]
    Review,
}

impl Risk {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Restarts => "restarts",
            Self::Review => "review",
        }
    }
}

/// Advice, commands to type, and changes a program can make.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remedy {
    /// One or two sentences.
    pub summary: String,
    /// Commands to type, in order.
    pub commands: Vec<String>,
    /// The same as changes of files, for a fix plan.
    pub changes: Vec<Change>,
    /// What it may break.
    pub risk: Risk,
}

/// A change that a fix plan can show as a difference.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Set a key of the daemon's configuration file.
    DaemonKey {
        /// Key as the file spells it.
        key: String,
        /// New value; `Null` removes the key.
        value: Value,
    },
    /// Take permission bits away.
    Mode {
        /// Path.
        path: String,
        /// Mode after the change.
        mode: u32,
    },
    /// Give a path to another owner.
    Owner {
        /// Path.
        path: String,
        /// `user:group`.
        owner: String,
    },
    /// Add an audit rule.
    AuditRule {
        /// The rule, as `auditctl` takes it.
        rule: String,
    },
    /// Set a directive in a drop-in of a unit.
    UnitDirective {
        /// `docker.service`.
        unit: String,
        /// Section without brackets.
        section: String,
        /// `Key=Value`.
        line: String,
    },
    /// Set a run-time parameter of the kernel, now and for every start.
    Sysctl {
        /// Dotted name.
        name: String,
        /// New value.
        value: String,
    },
}

impl Remedy {
    /// Advice that a person must weigh.
    pub fn review(summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), ..Self::default() }
    }

    /// The same advice at another risk.
    #[must_use]
    pub fn risk(mut self, risk: Risk) -> Self {
        self.risk = risk;
        self
    }

    /// The same advice with one more command.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.commands.push(command.into());
        self
    }

    /// The same advice with one more change.
    #[must_use]
    pub fn change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }
}
