//! Gathers what findings propose.

use std::collections::BTreeMap;

use seaworthy_core::facts::{DaemonConfig, DaemonProcess, Facts, Observed, joined_daemon};
use seaworthy_core::findings::{Change, Finding, Outcome, Risk};
use serde_json::Value;

use crate::json_edit::set_key;

/// File that new audit rules go to.
const AUDIT_FILE: &str = "/etc/audit/rules.d/60-seaworthy.rules";

/// File that new run-time parameters of the kernel go to.
const SYSCTL_FILE: &str = "/etc/sysctl.d/60-seaworthy.conf";

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
    let mut engines = facts.engines.iter().zip(1..);
    let daemon = engines.find_map(|(engine, target)| Some((joined_daemon(facts, engine)?, target)));
    let (daemon, target) = daemon.unzip();
    let mut plan = Plan::default();
    let mut daemon_text = daemon.and_then(|daemon| daemon.file.text.value().cloned());
    for risk in [Risk::Safe, Risk::Restarts, Risk::Review] {
        let wanted: Vec<&Finding> =
            findings.iter().filter(open).filter(|finding| finding.remedy().risk == risk).collect();
        let proposals = Proposals::of(&wanted, target);
        plan.keys_elsewhere(&proposals, risk);
        plan.daemon_keys(&proposals, daemon, &mut daemon_text, risk);
        plan.after_edit(&wanted, risk);
        plan.unit_directives(&proposals, risk);
        plan.audit_rules(&proposals, risk);
        plan.sysctls(&proposals, risk);
        plan.permissions(&proposals, risk);
        plan.advice(&wanted, risk);
    }
    plan
}

/// Changes of one risk by what they change, each with the checks that ask.
#[derive(Default)]
struct Proposals<'a> {
    keys: BTreeMap<&'a str, (&'a Value, Vec<&'a str>)>,
    /// Keys for daemons whose file was not seen: engine, key, value, check.
    elsewhere: Vec<(&'a str, &'a str, &'a Value, &'a str)>,
    modes: BTreeMap<&'a str, (u32, Vec<&'a str>)>,
    owners: BTreeMap<&'a str, (&'a str, Vec<&'a str>)>,
    rules: BTreeMap<&'a str, Vec<&'a str>>,
    sysctls: BTreeMap<&'a str, (&'a str, Vec<&'a str>)>,
    directives: BTreeMap<(&'a str, &'a str), Directives<'a>>,
}

/// Lines for one section of one unit.
#[derive(Default)]
struct Directives<'a> {
    lines: Vec<&'a str>,
    checks: Vec<&'a str>,
}

impl<'a> Proposals<'a> {
    /// `target` is the engine whose daemon's file was seen.
    fn of(findings: &[&'a Finding], target: Option<usize>) -> Self {
        let mut all = Self::default();
        for finding in findings {
            let seen = target.is_some_and(|target| finding.target == 0 || finding.target == target);
            for change in &finding.remedy().changes {
                match change {
                    Change::DaemonKey { key, value } if !seen => {
                        all.elsewhere.push((&finding.subject.name, key, value, &finding.header.id))
                    }
                    _ => all.add(change, &finding.header.id),
                }
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
            Change::Sysctl { name, value } => {
                self.sysctls.entry(name).or_insert((value, Vec::new())).1.push(check)
            }
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

    /// Nothing is known of the file of a daemon that is not proven to run here:
    /// a difference could only pretend.
    fn keys_elsewhere(&mut self, proposals: &Proposals<'_>, risk: Risk) {
        for (engine, key, value, check) in &proposals.elsewhere {
            let whose = if engine.is_empty() { "the engine" } else { engine };
            let text = format!("set `{key}` to {value} in the daemon.json of {whose}");
            self.push(StepKind::Note { text }, risk, [*check]);
        }
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
            if let Some(Observed::Unreadable(reason)) = daemon.map(|daemon| &daemon.file.text) {
                let note =
                    format!("set `{key}` to {value} in {path}, which was not read: {reason}");
                self.push(StepKind::Note { text: note }, risk, by.iter().copied());
                continue;
            }
            let value = joined(text.as_deref(), key, value);
            match set_key(text.as_deref().unwrap_or_default(), key, &value) {
                Ok(edited) if text.as_ref() == Some(&edited) => {}
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

    /// Only safe parameters go into the file: of the others each needs a look, and
    /// a command of its own can be left out.
    fn sysctls(&mut self, proposals: &Proposals<'_>, risk: Risk) {
        if risk != Risk::Safe {
            for (name, (value, checks)) in &proposals.sysctls {
                let command = format!("sysctl -w {}", quoted_setting(name, value));
                self.push(StepKind::Command { command }, risk, checks.iter().copied());
            }
            return;
        }
        if proposals.sysctls.is_empty() {
            return;
        }
        let line = |(name, (value, _)): (&&str, &(&str, Vec<&str>))| format!("{name} = {value}\n");
        let after: String = proposals.sysctls.iter().map(line).collect();
        let checks = || proposals.sysctls.values().flat_map(|(_, checks)| checks.iter().copied());
        let path = SYSCTL_FILE.to_owned();
        self.push(StepKind::File { path, before: None, after }, risk, checks());
        self.push(StepKind::Command { command: "sysctl --system".to_owned() }, risk, checks());
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
    /// for all checks that give the same. Commands made for a subject are there
    /// to type; those of the check itself hold placeholders and are examples.
    fn advice(&mut self, findings: &[&Finding], risk: Risk) {
        let mut by_check: BTreeMap<&str, Advice<'_>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.remedy().changes.is_empty()) {
            by_check.entry(&finding.header.id).or_default().add(finding);
        }
        let mut checks: BTreeMap<Advice<'_>, Vec<&str>> = BTreeMap::new();
        for (id, advice) in by_check {
            checks.entry(advice).or_default().push(id);
        }
        let mut advice: Vec<(Advice<'_>, Vec<&str>)> = checks.into_iter().collect();
        advice.sort_by(|one, other| one.1.cmp(&other.1));
        for (advice, ids) in advice {
            let ids = || ids.iter().copied();
            for text in advice.notes {
                self.push(StepKind::Note { text: text.to_owned() }, risk, ids());
            }
            for command in advice.examples {
                self.push(StepKind::Note { text: format!("  {command}") }, risk, ids());
            }
            for command in advice.commands {
                self.push(StepKind::Command { command: command.to_owned() }, risk, ids());
            }
        }
    }

    /// What makes the edited file take effect, once. Commands of the client are
    /// left out: they are the other way to the same end.
    fn after_edit(&mut self, findings: &[&Finding], risk: Risk) {
        let edits = |finding: &&&Finding| {
            finding.remedy().changes.iter().any(|change| matches!(change, Change::DaemonKey { .. }))
        };
        let mut commands: Vec<&str> = Vec::new();
        for finding in findings.iter().filter(edits) {
            push_new(&mut commands, finding.remedy().commands.iter().map(String::as_str));
        }
        for command in commands.into_iter().filter(|command| !command.starts_with("docker ")) {
            let asks =
                |finding: &&&Finding| finding.remedy().commands.iter().any(|one| one == command);
            let checks: Vec<&str> = findings
                .iter()
                .filter(edits)
                .filter(asks)
                .map(|finding| finding.header.id.as_str())
                .collect();
            self.push(StepKind::Command { command: command.to_owned() }, risk, checks);
        }
    }
}

/// What one check advises, each thing once.
#[derive(Default, Eq, Ord, PartialEq, PartialOrd)]
struct Advice<'a> {
    notes: Vec<&'a str>,
    examples: Vec<&'a str>,
    commands: Vec<&'a str>,
}

impl<'a> Advice<'a> {
    fn add(&mut self, finding: &'a Finding) {
        let made_for_it = finding.verdict.case().is_some_and(|case| case.remedy.is_some());
        let commands = finding.remedy().commands.iter().map(String::as_str);
        push_new(&mut self.notes, [finding.remedy().summary.as_str()]);
        push_new(if made_for_it { &mut self.commands } else { &mut self.examples }, commands);
    }
}

fn push_new<'a>(list: &mut Vec<&'a str>, more: impl IntoIterator<Item = &'a str>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

/// Options that the file has already stay beside the new ones: `log-opts` may
/// hold where logs go.
fn joined(text: Option<&str>, key: &str, value: &Value) -> Value {
    let file: Option<Value> = text.and_then(|text| serde_json::from_str(text).ok());
    match (file.as_ref().and_then(|file| file.get(key)), value) {
        (Some(Value::Object(held)), Value::Object(new)) => {
            let all = held.iter().chain(new);
            Value::Object(all.map(|(key, value)| (key.clone(), value.clone())).collect())
        }
        _ => value.clone(),
    }
}

fn is_flag(daemon: &DaemonProcess, key: &str) -> bool {
    let source = |config: &DaemonConfig| match config.get(key) {
        Observed::Known { source, .. } => source.as_str().starts_with("--"),
        _ => false,
    };
    source(&daemon.now) || source(&daemon.after_restart)
}

/// A parameter with its value as a shell takes them.
fn quoted_setting(name: &str, value: &str) -> String {
    let setting = format!("{name}={value}");
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-=/".contains(letter);
    if setting.chars().all(plain) { setting } else { quoted(&setting) }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use seaworthy_core::facts::{
        DaemonFile, EngineFacts, HostFacts, Listener, PeerCredentials, Reason,
    };
    use seaworthy_core::findings::{Header, Payload, Remedy, Severity, Subject, SubjectKind, fail};

    use super::*;

    fn finding(id: &str, advice: &str) -> Finding {
        let header = Header {
            id: id.to_owned(),
            title: String::new(),
            section: String::new(),
            tags: Vec::new(),
            severity: Severity::Low,
            benchmarks: Vec::new(),
            remedy: Remedy::review(advice),
        };
        let subject = Arc::new(Subject::none(SubjectKind::Host));
        Finding::new(Arc::new(header), subject, fail("x"), Payload::Misconfiguration)
    }

    #[test]
    fn the_same_advice_of_several_checks_is_one_step() {
        let findings = [finding("b", "Do it."), finding("a", "Leave it."), finding("c", "Do it.")];
        let steps = plan(&Facts::default(), &findings).steps;
        let checks: Vec<&[String]> = steps.iter().map(|step| step.checks.as_slice()).collect();
        assert_eq!(checks, [vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]]);
    }

    fn facts(text: Observed<String>) -> Facts {
        let file =
            DaemonFile { path: "/etc/docker/daemon.json".into(), text, ..Default::default() };
        let listeners = Observed::known(Vec::<Listener>::new(), "/proc");
        let daemon = DaemonProcess { pid: 7, file, listeners, ..Default::default() };
        let daemons = Observed::known(vec![daemon], "/proc");
        let engine = |pid| EngineFacts {
            peer: Observed::known(PeerCredentials { pid, uid: 0, gid: 0 }, "SO_PEERCRED"),
            ..Default::default()
        };
        Facts {
            host: Observed::known(HostFacts { daemons, ..Default::default() }, "/"),
            engines: vec![engine(7), engine(8)],
            ..Default::default()
        }
    }

    fn planned(facts: &Facts, target: usize) -> Vec<StepKind> {
        let change = Change::DaemonKey { key: "icc".into(), value: false.into() };
        let header = Header {
            id: "default-bridge-icc".into(),
            title: String::new(),
            section: String::new(),
            tags: Vec::new(),
            severity: Severity::Medium,
            benchmarks: Vec::new(),
            remedy: Remedy::review("").change(change),
        };
        let subject = Arc::new(Subject::new(SubjectKind::Engine, "unix:///run/a.sock"));
        let mut finding =
            Finding::new(Arc::new(header), subject, fail("x"), Payload::Misconfiguration);
        finding.target = target;
        plan(facts, &[finding]).steps.into_iter().map(|step| step.kind).collect()
    }

    #[test]
    fn options_of_the_file_stay_beside_new_ones() {
        let new = serde_json::json!({"max-size": "10m"});
        let text = r#"{"log-opts": {"tag": "x", "max-size": "-1"}}"#;
        let wanted = serde_json::json!({"tag": "x", "max-size": "10m"});
        assert_eq!(joined(Some(text), "log-opts", &new), wanted);
        assert_eq!(joined(Some("{}"), "log-opts", &new), new);
        assert_eq!(joined(None, "log-opts", &new), new);
    }

    #[test]
    fn only_a_file_that_was_read_gets_a_difference() {
        let there = facts(Observed::known("{}".to_owned(), "/etc/docker/daemon.json"));
        assert!(matches!(planned(&there, 1).as_slice(), [StepKind::File { before: Some(_), .. }]));
        let none = facts(Observed::Absent);
        assert!(matches!(planned(&none, 1).as_slice(), [StepKind::File { before: None, .. }]));
        let denied = facts(Observed::Unreadable(Reason::Permission));
        assert!(matches!(planned(&denied, 1).as_slice(), [StepKind::Note { .. }]));
        assert!(matches!(planned(&there, 2).as_slice(), [StepKind::Note { .. }]));
        assert!(matches!(planned(&Facts::default(), 1).as_slice(), [StepKind::Note { .. }]));
        let done = facts(Observed::known("{\"icc\":false}".to_owned(), "/etc/docker/daemon.json"));
        assert_eq!(planned(&done, 1), []);
    }
}
