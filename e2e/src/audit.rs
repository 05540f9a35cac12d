//! The program under test, and what its report says.

use crate::docker::output;
use crate::trouble::ensure;
use crate::{Ground, Trouble};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The `seaworthy` binary.
#[derive(Debug, Clone)]
pub struct Seaworthy {
    binary: PathBuf,
}

impl Seaworthy {
    pub(crate) fn new(binary: &Path) -> Self {
        Self { binary: binary.to_owned() }
    }

    /// A command that runs it, free of the person's settings.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        isolate(&mut command);
        command
    }

    /// The same in the network namespace of a ground.
    pub fn command_in(&self, ground: &Ground) -> Command {
        let mut command = ground.enter(&self.binary);
        isolate(&mut command);
        command
    }

    /// `seaworthy audit --host HOST --format json`.
    ///
    /// # Errors
    /// It ended with an error or printed no report.
    pub fn audit(&self, host: &str) -> Result<Audit, Trouble> {
        self.audit_by(&mut self.command(), host)
    }

    /// How an audit ends that may not succeed: its exit code and both outputs.
    ///
    /// # Errors
    /// It could not start, or a signal ended it.
    pub fn audit_end(&self, host: &str) -> Result<End, Trouble> {
        let finished = self
            .command()
            .args(["audit", "--host", host, "--format", "json"])
            .stdin(Stdio::null())
            .output()
            .map_err(|source| Trouble::Spawn { program: "seaworthy".to_owned(), source })?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (stdout, stderr) = (text(&finished.stdout), text(&finished.stderr));
        let code = finished.status.code();
        let code = code.ok_or_else(|| Trouble::Wrong(format!("{}: {stderr}", finished.status)))?;
        Ok(End { code, stdout, stderr })
    }

    /// [`audit`](Self::audit) by a prepared command: in a namespace, with variables, under another user.
    ///
    /// # Errors
    /// It ended with an error or printed no report.
    pub fn audit_by(&self, command: &mut Command, host: &str) -> Result<Audit, Trouble> {
        let printed = output(command.args(["audit", "--host", host, "--format", "json"]))?;
        let what = "the report of seaworthy audit".to_owned();
        let report =
            serde_json::from_str(&printed).map_err(|source| Trouble::Json { what, source })?;
        Ok(Audit { report })
    }
}

/// Neither variables nor a settings file of the machine reach the program.
fn isolate(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("DOCKER_") || text.starts_with("SEAWORTHY_") {
            command.env_remove(&name);
        }
    }
    command.env("XDG_CONFIG_HOME", "/nonexistent").env("NO_COLOR", "1");
}

/// How a run of the binary ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Exit code.
    pub code: i32,
    /// Data.
    pub stdout: String,
    /// Talk.
    pub stderr: String,
}

/// A report, ready to be asked.
#[derive(Debug, Clone)]
pub struct Audit {
    report: Value,
}

impl Audit {
    /// The whole report.
    pub fn report(&self) -> &Value {
        &self.report
    }

    /// Every verdict of a check, with the name of its subject.
    pub fn verdicts(&self, check: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.results()
            .filter(|result| result["id"] == check)
            .map(|result| (text(&result["subject"]["name"]), text(&result["verdict"])))
            .collect()
    }

    /// Asserts the one verdict of a check about the subject of that name.
    ///
    /// # Errors
    /// There is none, there are several, or it is another one.
    pub fn expect(&self, check: &str, subject: &str, verdict: &str) -> Result<(), Trouble> {
        let all = self.verdicts(check);
        let named: Vec<&str> = all
            .iter()
            .filter(|(name, _)| name == subject)
            .map(|(_, verdict)| verdict.as_str())
            .collect();
        ensure(named == [verdict], || {
            format!("{check} of {subject}: expected {verdict}, got {named:?} (all: {all:?})")
        })
    }

    /// Asserts that a check says this of every subject to which it applies, and that there
    /// is one.
    ///
    /// # Errors
    /// There is none or one differs.
    pub fn expect_all(&self, check: &str, verdict: &str) -> Result<(), Trouble> {
        let all = self.verdicts(check);
        let applies = |said: &str| said != "not-applicable" || verdict == "not-applicable";
        let mut applying = all.iter().filter(|(_, said)| applies(said)).peekable();
        let agrees = applying.peek().is_some() && applying.all(|(_, said)| said == verdict);
        ensure(agrees, || format!("{check}: expected {verdict}, got {all:?}"))
    }

    /// Asserts several checks of one subject, and reports every one that differs.
    ///
    /// # Errors
    /// As [`expect`](Self::expect), for all of them together.
    pub fn expect_each(
        &self,
        checks: &[&str],
        subject: &str,
        verdict: &str,
    ) -> Result<(), Trouble> {
        let wrong = checks.iter().filter_map(|check| self.expect(check, subject, verdict).err());
        let wrong: Vec<String> = wrong.map(|trouble| trouble.to_string()).collect();
        ensure(wrong.is_empty(), || wrong.join("; "))
    }

    /// Asserts that the text is nowhere in the report.
    ///
    /// # Errors
    /// It is.
    pub fn expect_nowhere(&self, text: &str) -> Result<(), Trouble> {
        let found = self.report.to_string().contains(text);
        ensure(!found, || format!("the report contains {text:?}"))
    }

    fn results(&self) -> impl Iterator<Item = &Value> {
        self.report["results"].as_array().into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::Audit;
    use serde_json::json;

    fn audit() -> Audit {
        let result = |name: &str, verdict: &str| json!({"id": "privileged-container", "verdict": verdict, "subject": {"name": name}});
        Audit { report: json!({"results": [result("bad", "fail"), result("good", "pass")]}) }
    }

    #[test]
    fn a_verdict_is_found_by_check_and_subject() {
        audit().expect("privileged-container", "bad", "fail").unwrap();
        assert!(audit().expect("privileged-container", "bad", "pass").is_err());
        assert!(audit().expect("privileged-container", "absent", "fail").is_err());
        assert!(audit().expect("absent", "bad", "fail").is_err());
    }

    #[test]
    fn all_that_differ_are_told() {
        let trouble = audit().expect_each(&["privileged-container", "absent"], "good", "fail");
        let text = trouble.unwrap_err().to_string();
        assert!(text.contains("absent of good") && text.contains("privileged-container of good"));
        assert!(audit().expect_nowhere("good").is_err());
        audit().expect_nowhere("elsewhere").unwrap();
    }

    #[test]
    fn all_of_nothing_does_not_hold() {
        assert!(audit().expect_all("absent", "pass").is_err());
        assert!(audit().expect_all("privileged-container", "pass").is_err());
    }
}
