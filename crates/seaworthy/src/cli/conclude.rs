//! The end of every command that judges: policy, report, exit code.

use std::collections::BTreeMap;

use anyhow::Context as _;
use seaworthy_checks::catalogue;
use seaworthy_core::facts::{Facts, Problem};
use seaworthy_core::findings::{Finding, Outcome, Verdict};
use seaworthy_core::policy::{Coverage, Gate, WaiverProblem, against_baseline};
use seaworthy_core::report::{self, Parts, v1};
use serde_json::Value;

use super::audit::PolicyArguments;
use super::formats::{LARGEST_REPORT, OutputArguments};
use crate::clock::Clock;
use crate::exit::ExitStatus;
use crate::output::read_file;
use crate::printer::Printer;
use crate::settings::Loaded;

/// What a command was asked for, beside its findings.
pub(super) struct Conclusion<'a> {
    pub(super) policy: &'a PolicyArguments,
    pub(super) output: &'a OutputArguments,
    pub(super) loaded: &'a Loaded,
    pub(super) clock: Clock,
    /// Whether all subjects were judged.
    pub(super) coverage: Coverage,
    /// What was looked at.
    pub(super) targets: Vec<v1::Target>,
}

impl Conclusion<'_> {
    /// Marks what is accepted. A waiver that matched nothing is a problem unless
    /// what it names was left out.
    pub(super) fn accept(
        &self,
        findings: &mut [Finding],
        leaves_out: impl Fn(&str) -> bool,
    ) -> Vec<Problem> {
        let mut problems = self.loaded.file.policy().apply(findings, &self.clock.date());
        problems.retain(|problem| problem.expired || !leaves_out(&problem.id));
        let severities = unknown_severities(self.loaded);
        problems.into_iter().map(waiver_problem).chain(severities).collect()
    }

    /// Compares with the baseline, writes the report, and decides the exit code.
    pub(super) fn finish(
        self,
        facts: Facts,
        mut findings: Vec<Finding>,
        accepted: Vec<Problem>,
        views: BTreeMap<String, Value>,
        printer: &Printer,
    ) -> anyhow::Result<ExitStatus> {
        let fixed = match &self.policy.baseline {
            None => Vec::new(),
            Some(path) => {
                let bytes = read_file(path, LARGEST_REPORT)?;
                let baseline = report::read(&bytes).with_context(|| path.display().to_string())?;
                against_baseline(&mut findings, &baseline, self.coverage)
            }
        };
        let file = &self.loaded.file;
        let gate = Gate { fail_on: self.policy.fail_on.or(file.gate.fail_on), ..file.gate() };
        let gate = gate.decide(&findings, self.clock.days());
        let unreadable = as_other_user(&facts, &findings);
        let incomplete =
            findings.iter().any(|finding| finding.verdict.outcome() == Outcome::Unknown);
        let status = if gate.holds { ExitStatus::Holds } else { ExitStatus::Broken };
        let mut problems = facts.problems;
        problems.extend(accepted);
        let parts = Parts {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            created: self.clock.rfc3339(),
            targets: self.targets,
            fixed,
            views,
            problems,
            gate,
        };
        self.output.write(&report::build(findings, parts), printer)?;
        if unreadable > 0 {
            printer.remark(&format!("run as root to decide {unreadable} more"));
        }
        let wants_complete = self.policy.require_complete || self.loaded.file.gate.require_complete;
        Ok(if wants_complete && incomplete { status.or(ExitStatus::Incomplete) } else { status })
    }
}

/// Results that only root's eyes would have decided.
fn as_other_user(facts: &Facts, findings: &[Finding]) -> usize {
    if facts.host.value().is_none_or(|host| host.observer_uid == 0) {
        return 0;
    }
    let denied = seaworthy_core::facts::Reason::Permission.to_string();
    let is_denied = |finding: &&Finding| matches!(&finding.verdict, Verdict::Unknown(reason) if reason.contains(&denied));
    findings.iter().filter(is_denied).count()
}

/// Severities of checks that do not exist. An id in capitals may be an advisory's.
fn unknown_severities(loaded: &Loaded) -> impl Iterator<Item = Problem> {
    let is_check = |id: &&String| !id.contains(|letter: char| letter.is_ascii_uppercase());
    let ids = loaded.file.severity.keys().filter(is_check);
    ids.filter(|id| catalogue::entry(id).is_none()).map(|id| {
        let file = loaded.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        Problem::new(file, format!("[severity] names `{id}`, and there is no such check"))
            .hint("`seaworthy explain` lists the ids")
    })
}

fn waiver_problem(problem: WaiverProblem) -> Problem {
    if problem.expired {
        return Problem::new(
            problem.file,
            format!("the waiver of `{}` ended on {}", problem.id, problem.expires),
        )
        .hint("fix the finding, or decide again and set a new end");
    }
    Problem::new(problem.file, format!("the waiver of `{}` matches nothing", problem.id))
        .hint("delete it: what it accepted is gone, or its name is misspelt")
}
