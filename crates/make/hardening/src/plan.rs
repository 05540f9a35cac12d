//! Gathers what findings propose.

use std::collections::BTreeMap;

use seaworthy_core::facts::{DaemonProcess, Facts, joined_daemon};
use seaworthy_core::findings::{Change, Finding, Outcome, Risk};

use crate::json_edit::set_key;

/// File that new audit rules go to.
const AUDIT_FILE: &str = "/etc/audit/rules.d/60-seaworthy.rules";

/// Everything that would put the findings right, by risk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Steps in the order to take them: safe ones first.
    pub steps: Vec<Step>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is done.
    pub kind: StepKind,
    /// What it may break.
    pub risk: Risk,
    /// Ids of the checks that ask for it.
    pub checks: Vec<String>,
}

/// A change of a file, or a command to type.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// A file with this text becomes one with that text.
    File {
        /// Path.
        path: String,
        /// Text before; `None` for a new file.
        before: Option<String>,
        /// Text after.
        after: String,
    },
    /// A command for root.
    Command {
        /// As typed.
        command: String,
    },
    /// Something that only a person can put right.
    Note {
        /// What to do.
        text: String,
    },
}

/// The plan for all failures that nobody accepted.
pub fn plan(facts: &Facts, findings: &[Finding]) -> Plan {
    let open =
        |finding: &&Finding| finding.verdict.outcome() == Outcome::Fail && finding.waived.is_none();
    let daemon = facts.engines.iter().find_map(|engine| joined_daemon(facts, engine));
    let mut plan = Plan::default();
    let mut daemon_text = daemon.and_then(|daemon| daemon.file.text.value().cloned());
    for risk in [Risk::Safe, Risk::Restarts, Risk::Review] {
        let wanted: Vec<&Finding> =
            findings.iter().filter(open).filter(|finding| finding.remedy().risk == risk).collect();
        let proposals = Proposals::of(&wanted);
        plan.daemon_keys(&proposals, daemon, &mut daemon_text, risk);
        plan.unit_directives(&proposals, risk);
        plan.audit_rules(&proposals, risk);
        plan.permissions(&proposals, risk);
        plan.advice(&wanted, risk);
    }
    plan
}

/// Changes of one risk by what they change, each with the checks that ask.
#[derive(Default)]
struct Proposals<'a> {
    keys: BTreeMap<&'a str, (&'a serde_json::Value, Vec<&'a str>)>,
    modes: BTreeMap<&'a str, (u32, Vec<&'a str>)>,
    owners: BTreeMap<&'a str, (&'a str, Vec<&'a str>)>,
    rules: BTreeMap<&'a str, Vec<&'a str>>,
    directives: BTreeMap<(&'a str, &'a str), Directives<'a>>,
}

/// Lines for one section of one unit.
#[derive(Default)]
struct Directives<'a> {
    lines: Vec<&'a str>,
    checks: Vec<&'a str>,
}

impl<'a> Proposals<'a> {
    fn of(findings: &[&'a Finding]) -> Self {
        let mut all = Self::default();
        for finding in findings {
            for change in &finding.remedy().changes {
                all.add(change, &finding.header.id);
            }
        }
        all
    }

    fn add(&mut self, change: &'a Change, check: &'a str) {
        match change {
            Change::DaemonKey { key, value } => {
                self.keys.entry(key).or_insert((value, Vec::new())).1.push(check)
            }
            Change::Mode { path, mode } => {
                let entry = self.modes.entry(path).or_insert((*mode, Vec::new()));
                entry.0 &= mode;
                entry.1.push(check);
            }
            Change::Owner { path, owner } => {
                self.owners.entry(path).or_insert((owner, Vec::new())).1.push(check)
            }
            Change::AuditRule { rule } => self.rules.entry(rule).or_default().push(check),
            Change::UnitDirective { unit, section, line } => {
                let entry = self.directives.entry((unit, section)).or_default();
                entry.lines.push(line);
                entry.checks.push(check);
            }
        }
    }
}

impl Plan {
    fn push(
        &mut self,
        kind: StepKind,
        risk: Risk,
        checks: impl IntoIterator<Item = impl Into<String>>,
    ) {
        let mut checks: Vec<String> = checks.into_iter().map(Into::into).collect();
        checks.sort_unstable();
        checks.dedup();
        self.steps.push(Step { kind, risk, checks });
    }

    /// A key that is also a flag must be changed where the flag stands: both
    /// at once stop the daemon's next start.
    fn daemon_keys(
        &mut self,
        proposals: &Proposals<'_>,
        daemon: Option<&DaemonProcess>,
        text: &mut Option<String>,
        risk: Risk,
    ) {
        let path = daemon.map_or("/etc/docker/daemon.json", |daemon| &daemon.file.path);
        let before = text.clone();
        let mut checks = Vec::new();
        for (key, (value, by)) in &proposals.keys {
            if daemon.is_some_and(|daemon| is_flag(daemon, key)) {
                let note = format!(
                    "`{key}` is given as a flag of the daemon: set it to {value} there, or move it to {path}"
                );
                self.push(StepKind::Note { text: note }, risk, by.iter().copied());
                continue;
            }
            match set_key(text.as_deref().unwrap_or_default(), key, value) {
                Ok(edited) => {
                    *text = Some(edited);
                    checks.extend(by.iter().copied());
                }
                Err(error) => self.push(
                    StepKind::Note { text: format!("{path} is {error}: mend it first") },
                    risk,
                    by.iter().copied(),
                ),
            }
        }
        if let Some(after) = text.clone()
            && !checks.is_empty()
        {
            self.push(StepKind::File { path: path.to_owned(), before, after }, risk, checks);
        }
    }

    fn unit_directives(&mut self, proposals: &Proposals<'_>, risk: Risk) {
        for ((unit, section), Directives { lines, checks }) in &proposals.directives {
            let after = format!("[{section}]\n{}\n", lines.join("\n"));
            let path = format!("/etc/systemd/system/{unit}.d/60-seaworthy.conf");
            self.push(StepKind::File { path, before: None, after }, risk, checks.iter().copied());
            self.push(
                StepKind::Command { command: "systemctl daemon-reload".to_owned() },
                risk,
                checks.iter().copied(),
            );
        }
    }

    fn audit_rules(&mut self, proposals: &Proposals<'_>, risk: Risk) {
        if proposals.rules.is_empty() {
            return;
        }
        let after: String = proposals.rules.keys().map(|rule| format!("{rule}\n")).collect();
        let checks: Vec<&str> = proposals.rules.values().flatten().copied().collect();
        self.push(
            StepKind::File { path: AUDIT_FILE.to_owned(), before: None, after },
            risk,
            checks.iter().copied(),
        );
        self.push(StepKind::Command { command: "augenrules --load".to_owned() }, risk, checks);
    }

    fn permissions(&mut self, proposals: &Proposals<'_>, risk: Risk) {
        for (path, (owner, checks)) in &proposals.owners {
            self.push(
                StepKind::Command { command: format!("chown {owner} {}", quoted(path)) },
                risk,
                checks.iter().copied(),
            );
        }
        for (path, (mode, checks)) in &proposals.modes {
            self.push(
                StepKind::Command { command: format!("chmod {mode:04o} {}", quoted(path)) },
                risk,
                checks.iter().copied(),
            );
        }
    }

    /// Findings without a change that a program can make keep their advice, once
    /// a check.
    fn advice(&mut self, findings: &[&Finding], risk: Risk) {
        let mut said: Vec<(&str, &str)> = Vec::new();
        for finding in findings.iter().filter(|finding| finding.remedy().changes.is_empty()) {
            let (id, summary) = (finding.header.id.as_str(), finding.remedy().summary.as_str());
            if !said.contains(&(id, summary)) {
                said.push((id, summary));
                self.push(StepKind::Note { text: summary.to_owned() }, risk, [id]);
            }
            for command in &finding.remedy().commands {
                self.push(StepKind::Command { command: command.clone() }, risk, [id]);
            }
        }
    }
}

fn is_flag(daemon: &DaemonProcess, key: &str) -> bool {
    let source = |config: &seaworthy_core::facts::DaemonConfig| match config.get(key) {
        seaworthy_core::facts::Observed::Known { source, .. } => source.as_str().starts_with("--"),
        _ => false,
    };
    source(&daemon.now) || source(&daemon.after_restart)
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '_' | '-');
    if path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
