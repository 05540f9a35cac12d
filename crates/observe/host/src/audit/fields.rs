//! What a rule says, from whichever form it was read.

use seaworthy_core::facts::AuditRule;

/// Which way a rule decides.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Action {
    /// Events are recorded.
    #[default]
    Always,
    /// Events are not.
    Never,
}

/// The fields that decide what is watched.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Fields {
    pub(super) action: Action,
    /// `exit`, `exclude` …; only `exit` watches paths.
    pub(super) list: String,
    pub(super) path: Option<String>,
    pub(super) folder: Option<String>,
    pub(super) permissions: Option<String>,
    /// Fields that narrow the rule, such as `auid>=1000`, as text.
    pub(super) others: Vec<String>,
}

impl Fields {
    /// The rule, when it is about a path.
    pub(super) fn rule(self, text: String) -> Option<AuditRule> {
        let recursive = self.folder.is_some();
        let path = self.folder.or(self.path)?;
        let records = self.action == Action::Always && self.list != "exclude";
        Some(AuditRule {
            path: trimmed(&path).to_owned(),
            recursive,
            // auditctl(8): without -p every kind of access is watched.
            permissions: self.permissions.unwrap_or_else(|| "rwxa".to_owned()),
            records,
            text,
        })
    }
}

fn trimmed(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() { "/" } else { trimmed }
}
