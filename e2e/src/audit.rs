//! The program under test, and what its report says.

use crate::docker::output;
use crate::trouble::ensure;
use crate::{Ground, Trouble};
use serde_json::Value;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Arguments of an audit before the engine's address.
pub(crate) const JSON_AUDIT: [&str; 4] = ["audit", "--format", "json", "--host"];

/// `setpriv` arguments for a user without rights, files and groups.
pub(crate) const NOBODY: [&str; 5] =
    ["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--"];

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

    /// An audit that saves its facts.
    ///
    /// # Errors
    /// It ended with an error or printed no report.
    pub fn audit_saving(&self, host: &str, facts: &Path) -> Result<Audit, Trouble> {
        let mut command = self.command();
        command.args(JSON_AUDIT).arg(host).arg("--save-facts").arg(facts);
        Audit::parse(&output(&mut command)?)
    }

    /// How an audit ends that may not succeed: its exit code and both outputs.
    ///
    /// # Errors
    /// It could not start, or a signal ended it.
    pub fn audit_end(&self, host: &str) -> Result<End, Trouble> {
        End::of(self.command().args(JSON_AUDIT).arg(host))
    }

    /// [`audit`](Self::audit) by a prepared command: in a namespace, with variables, under another user.
    ///
    /// # Errors
    /// It ended with an error or printed no report.
    pub fn audit_by(&self, command: &mut Command, host: &str) -> Result<Audit, Trouble> {
        Audit::parse(&output(command.args(JSON_AUDIT).arg(host))?)
    }

    /// The program before its arguments, as a user with no rights at all would run it:
    /// from a copy in the ground's folder, which everybody may enter.
    ///
    /// # Errors
    /// It could not be copied.
    pub fn command_of_nobody(&self, ground: &Ground) -> Result<Command, Trouble> {
        let mut command = Command::new("setpriv");
        command.args(NOBODY).arg(self.copy_to(ground)?);
        isolate(&mut command);
        command.env("HOME", "/nonexistent");
        Ok(command)
    }

    /// A copy of the program that everybody may run.
    ///
    /// # Errors
    /// It could not be copied.
    pub fn copy_to(&self, ground: &Ground) -> Result<PathBuf, Trouble> {
        let copy = ground.path("seaworthy");
        fs::copy(&self.binary, &copy).map_err(Trouble::file(&copy))?;
        fs::set_permissions(&copy, Permissions::from_mode(0o755)).map_err(Trouble::file(&copy))?;
        Ok(copy)
    }

    /// The program with the ground's folder `run` at `/run`.
    pub fn command_over_run(&self, ground: &Ground) -> Command {
        self.through(ground, &self.binary)
    }

    /// The program in a mount namespace where `folder` shows the whole machine.
    pub fn below(&self, folder: &Path) -> Command {
        let mut command = Command::new("unshare");
        let script = "mount --rbind / \"$0\" && exec \"$@\"";
        command.args(["--mount", "--propagation=private", "sh", "-c", script]);
        command.arg(folder).arg(&self.binary);
        isolate(&mut command);
        command
    }

    /// Another program with the ground's folder `run` at `/run`, to run this one.
    pub fn through(&self, ground: &Ground, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new("unshare");
        ground.over_run(&mut command).arg(program.as_ref());
        isolate(&mut command);
        command
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
    command.env_remove("XDG_RUNTIME_DIR");
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

impl End {
    /// Runs a command to its end.
    ///
    /// # Errors
    /// It could not start, or a signal ended it.
    pub fn of(command: &mut Command) -> Result<Self, Trouble> {
        let finished = command
            .stdin(Stdio::null())
            .output()
            .map_err(|source| Trouble::Spawn { program: "seaworthy".to_owned(), source })?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (stdout, stderr) = (text(&finished.stdout), text(&finished.stderr));
        let code = finished.status.code();
        let code = code.ok_or_else(|| Trouble::Wrong(format!("{}: {stderr}", finished.status)))?;
        Ok(Self { code, stdout, stderr })
    }

    /// The report on standard output, of a run that ended well.
    ///
    /// # Errors
    /// It ended with another code than 0 or printed no report.
    pub fn audit(&self) -> Result<Audit, Trouble> {
        ensure(self.code == 0, || format!("exit {}: {}", self.code, self.stderr))?;
        Audit::parse(&self.stdout)
    }
}

/// A report, ready to be asked.
#[derive(Debug, Clone)]
pub struct Audit {
    report: Value,
}

impl Audit {
    /// Reads a JSON report.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(printed: &str) -> Result<Self, Trouble> {
        let what = "the report of seaworthy audit".to_owned();
        let report =
            serde_json::from_str(printed).map_err(|source| Trouble::Json { what, source })?;
        Ok(Self { report })
    }

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

    /// The one result of a check about the subject of that name.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn result(&self, check: &str, subject: &str) -> Result<&Value, Trouble> {
        let named = |result: &&Value| result["id"] == check && result["subject"]["name"] == subject;
        let mut found = self.results().filter(named);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(Trouble::Wrong(format!("no {check} of {subject}"))),
            _ => Err(Trouble::Wrong(format!("several {check} of {subject}"))),
        }
    }

    /// Everything judged.
    pub fn results(&self) -> impl Iterator<Item = &Value> {
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
