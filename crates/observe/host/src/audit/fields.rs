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

/// Records of a system call and of the paths it was given: who changed what.
const NEEDED_KINDS: [u32; 2] = [1300, 1302];

/// The fields that decide what is watched.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Fields {
    pub(super) action: Action,
    /// `exit`, `exclude` …; only `exit` watches paths, and it is what `-w` means.
    pub(super) list: String,
    /// Kind of record that the rule is about, `AUDIT_…` of `linux/audit.h`.
    pub(super) kind: Option<u32>,
    /// Only some system calls.
    pub(super) some_calls: bool,
    pub(super) path: Option<String>,
    pub(super) folder: Option<String>,
    pub(super) permissions: Option<String>,
    /// Fields that narrow the rule, such as `auid>=1000`, as text.
    pub(super) others: Vec<String>,
}

impl Fields {
    /// The rule, when it is about a path or silences all paths.
    pub(super) fn rule(self, text: String) -> Option<AuditRule> {
        let recursive = self.folder.is_some();
        let Some(path) = self.folder.as_ref().or(self.path.as_ref()) else {
            return self.silence(text);
        };
        (!path.is_empty() && matches!(self.list.as_str(), "" | "exit")).then(|| AuditRule {
            path: trimmed(path).to_owned(),
            recursive,
            // auditctl(8): without -p every kind of access is watched.
            permissions: self.permissions.clone().unwrap_or_else(|| "rwxa".to_owned()),
            records: self.action == Action::Always,
            narrowed: self.some_calls || !self.others.is_empty(),
            text,
        })
    }

    /// A task that is never audited has no events at all, and what is excluded is
    /// not written, whatever rules say; `never,exit` counts where it stands.
    fn silence(&self, text: String) -> Option<AuditRule> {
        let never = self.action == Action::Never && self.kind.is_none();
        let path = match self.list.as_str() {
            _ if !self.others.is_empty() => return None,
            "task" if never => "",
            "exclude" if self.kind.is_some_and(|kind| NEEDED_KINDS.contains(&kind)) => "",
            "exit" if never && !self.some_calls => "/",
            _ => return None,
        };
        let (path, permissions) = (path.to_owned(), "rwxa".to_owned());
        Some(AuditRule { path, recursive: true, permissions, text, ..AuditRule::default() })
    }
}

fn trimmed(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() { "/" } else { trimmed }
}
