//! The program under test, and what its report says.

use crate::Trouble;
use crate::docker::output;
use crate::trouble::ensure;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The `seaworthy` binary.
#[derive(Debug, Clone)]
pub struct Seaworthy {
    binary: PathBuf,
}

impl Seaworthy {
    pub(crate) fn new(binary: &Path) -> Self {
        Self { binary: binary.to_owned() }
    }

    /// Where it is.
    pub fn binary(&self) -> &Path {
        &self.binary
    }

    /// `seaworthy audit --host HOST --format json`.
    ///
    /// # Errors
    /// It ended with an error or printed no report.
    pub fn audit(&self, host: &str) -> Result<Audit, Trouble> {
        self.audit_by(&mut Command::new(&self.binary), host)
    }

    /// The same by a prepared command: in a namespace, with variables, under another user.
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

    /// Asserts that every verdict of a check is this one, and that there is one.
    ///
    /// # Errors
    /// There is none or one differs.
    pub fn expect_all(&self, check: &str, verdict: &str) -> Result<(), Trouble> {
        let all = self.verdicts(check);
        ensure(!all.is_empty() && all.iter().all(|(_, said)| said == verdict), || {
            format!("{check}: expected {verdict}, got {all:?}")
        })
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
    fn all_of_nothing_does_not_hold() {
        assert!(audit().expect_all("absent", "pass").is_err());
        assert!(audit().expect_all("privileged-container", "pass").is_err());
    }
}
