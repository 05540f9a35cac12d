//! `seaworthy audit`

mod habits;
mod observe;
mod targets;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use seaworthy_checks::{catalogue, run as judge};
use seaworthy_core::facts::{Facts, Problem};
use seaworthy_core::findings::{Finding, Outcome, Severity, SubjectKind, Verdict};
use seaworthy_core::policy::{
    Coverage, Gate, Selection, SubjectGlob, WaiverProblem, against_baseline,
};
use seaworthy_core::report::{self, Parts};

use super::formats::{LARGEST_REPORT, OutputArguments};
use crate::clock::Clock;
use crate::exit::ExitStatus;
use crate::output::{Readers, read_file, write_file};
use crate::printer::Printer;
use crate::settings::{self, Loaded};

/// Largest facts file that is read back, in bytes.
const LARGEST_FACTS: u64 = 1 << 30;

/// Arguments of `audit`.
#[derive(Args, Debug)]
pub(crate) struct AuditArguments {
    #[command(flatten)]
    engine: EngineArguments,
    #[command(flatten)]
    facts: FactsArguments,
    #[command(flatten)]
    select: SelectArguments,
    #[command(flatten)]
    policy: PolicyArguments,
    #[command(flatten)]
    output: OutputArguments,
    /// Print what would put things right, as differences and commands; changes nothing
    #[arg(
        long,
        conflicts_with_all = ["output", "baseline", "require_complete"],
        help_heading = "Output"
    )]
    fix_plan: bool,
}

/// Which engine is asked, and how patiently.
#[derive(Args, Debug)]
pub(crate) struct EngineArguments {
    /// Engine to ask: unix:///run/docker.sock, tcp://host:2376
    #[arg(short = 'H', long, value_name = "URL", help_heading = "Engine")]
    host: Option<String>,
    /// Docker context whose engine is asked
    #[arg(long, value_name = "NAME", conflicts_with = "host", help_heading = "Engine")]
    context: Option<String>,
    /// Ask every engine whose socket is found on this machine
    #[arg(long, conflicts_with_all = ["host", "context"], help_heading = "Engine")]
    all_engines: bool,
    /// Longest wait for one answer of an engine, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600), env = "SEAWORTHY_TIMEOUT", help_heading = "Engine")]
    timeout: u64,
    /// Do not connect to the daemon's TCP listeners to see what they let in
    #[arg(long, help_heading = "Engine")]
    no_probe: bool,
}

/// Where facts come from and go to.
#[derive(Args, Debug)]
pub(crate) struct FactsArguments {
    /// Folder where the machine's root file system is found, such as /host in a container
    #[arg(
        long,
        value_name = "DIR",
        default_value = "/",
        env = "SEAWORTHY_ROOT",
        help_heading = "Facts"
    )]
    root: PathBuf,
    /// Judge a saved facts file; nothing on this machine is looked at
    #[arg(long, value_name = "FILE", conflicts_with_all = ["host", "context", "all_engines", "save_facts"], help_heading = "Facts")]
    facts: Option<PathBuf>,
    /// Save what was seen, to judge it again later or elsewhere
    #[arg(long, value_name = "FILE", help_heading = "Facts")]
    save_facts: Option<PathBuf>,
}

/// What is judged. The short options are those of docker-bench-security.
#[derive(Args, Debug)]
pub(crate) struct SelectArguments {
    /// Only these checks: ids, sections, tags, numbers of CIS Docker 1.8.0, check_2_1
    #[arg(
        short = 'c',
        long,
        value_name = "CHECK",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    only: Vec<String>,
    /// All but these checks
    #[arg(
        short = 'e',
        long,
        value_name = "CHECK",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    skip: Vec<String>,
    /// Only these subjects: container:web*, image:*, label:team=shop
    #[arg(long, value_name = "GLOB", help_heading = "Selection")]
    subject: Vec<String>,
    /// Only containers and images with this in their name
    #[arg(short, long, value_name = "PATTERN", value_delimiter = ',', help_heading = "Selection")]
    include: Vec<String>,
    /// No containers and images with this in their name
    #[arg(
        short = 'x',
        long,
        value_name = "PATTERN",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    exclude: Vec<String>,
    /// Only containers with this label, KEY or KEY=VALUE
    #[arg(
        short = 't',
        long,
        value_name = "LABEL",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    label: Vec<String>,
}

/// What the results mean here.
#[derive(Args, Debug)]
pub(crate) struct PolicyArguments {
    /// Policy file; else ~/.config/seaworthy/ or /etc/seaworthy/seaworthy.toml
    #[arg(long, value_name = "FILE", env = "SEAWORTHY_CONFIG", help_heading = "Policy")]
    config: Option<PathBuf>,
    /// Exit 1 when a check of this severity or above fails
    #[arg(long, value_name = "SEVERITY", env = "SEAWORTHY_FAIL_ON", value_parser = Severity::from_str, help_heading = "Policy")]
    fail_on: Option<Severity>,
    /// Earlier JSON report: shows what is new, gone and unchanged; only new failures break the gate
    #[arg(long, value_name = "FILE", help_heading = "Policy")]
    baseline: Option<PathBuf>,
    /// Exit 3 when a fact that a check needs could not be read
    #[arg(long, help_heading = "Policy")]
    require_complete: bool,
    /// Users that may control the engine
    #[arg(
        short = 'u',
        long = "trusted-user",
        value_name = "USER",
        value_delimiter = ',',
        help_heading = "Policy"
    )]
    trusted_users: Vec<String>,
}

pub(crate) fn run(arguments: &AuditArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let clock = Clock::read();
    let loaded = settings::load(arguments.policy.config.as_deref())?;
    let facts = facts(arguments, clock)?;
    let mut findings = findings(arguments, &facts, &loaded, clock)?;
    if arguments.fix_plan {
        loaded.file.policy().apply(&mut findings, &clock.date());
        return fix_plan(&facts, &findings, printer);
    }
    conclude(arguments, facts, findings, &loaded, clock, printer)
}

/// Facts from a file, or seen now and saved when asked for.
fn facts(arguments: &AuditArguments, clock: Clock) -> anyhow::Result<Facts> {
    if let Some(path) = &arguments.facts.facts {
        let bytes = read_file(path, LARGEST_FACTS)?;
        let facts: Facts =
            serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
        anyhow::ensure!(
            facts.format == seaworthy_core::facts::FORMAT,
            "{} has the format `{}`, not {}",
            path.display(),
            facts.format,
            seaworthy_core::facts::FORMAT
        );
        return Ok(facts);
    }
    let facts = observe::observe(&arguments.engine, &arguments.facts, clock)?;
    if let Some(path) = &arguments.facts.save_facts {
        write_file(path, Readers::Owner, |out| {
            serde_json::to_writer(out, &facts).map_err(std::io::Error::from)
        })?;
    }
    Ok(facts)
}

fn findings(
    arguments: &AuditArguments,
    facts: &Facts,
    loaded: &Loaded,
    clock: Clock,
) -> anyhow::Result<Vec<Finding>> {
    let select = &arguments.select;
    let selection = select.checks()?;
    let subjects = select
        .subject
        .iter()
        .map(|glob| SubjectGlob::parse(glob))
        .collect::<Result<Vec<_>, _>>()?;
    let names = habits::Names::parse(&select.include, &select.exclude, &select.label)?;
    let settings = loaded.settings(&arguments.policy.trusted_users);
    let mut findings = judge(facts, &settings, clock.seconds(), |header| selection.admits(header));
    // Like a check's misspelt name, a subject's must not pass a gate.
    for (glob, given) in subjects.iter().zip(&select.subject) {
        anyhow::ensure!(
            findings.iter().any(|finding| glob.matches(&finding.subject)),
            "`{given}` is the subject of no result of the selected checks"
        );
    }
    names.check(findings.iter().map(|finding| &*finding.subject))?;
    findings.retain(|finding| {
        (subjects.is_empty() || subjects.iter().any(|glob| glob.matches(&finding.subject)))
            && names.admit(&finding.subject)
    });
    Ok(findings)
}

/// Applies the policy, writes the report, and decides the exit code.
fn conclude(
    arguments: &AuditArguments,
    facts: Facts,
    mut findings: Vec<Finding>,
    loaded: &Loaded,
    clock: Clock,
    printer: &Printer,
) -> anyhow::Result<ExitStatus> {
    let mut waiver_problems = loaded.file.policy().apply(&mut findings, &clock.date());
    let selection = arguments.select.checks()?;
    waiver_problems
        .retain(|problem| problem.expired || !arguments.select.leaves_out(&selection, &problem.id));
    let fixed = match &arguments.policy.baseline {
        None => Vec::new(),
        Some(path) => {
            let bytes = read_file(path, LARGEST_REPORT)?;
            let baseline = report::read(&bytes).with_context(|| path.display().to_string())?;
            against_baseline(&mut findings, &baseline, arguments.select.coverage())
        }
    };
    let gate = Gate {
        fail_on: arguments.policy.fail_on.or(loaded.file.gate.fail_on),
        ..loaded.file.gate()
    };
    let gate = gate.decide(&findings, clock.days());
    let unreadable = as_other_user(&facts, &findings);
    let incomplete = findings.iter().any(|finding| finding.verdict.outcome() == Outcome::Unknown);
    let status = if gate.holds { ExitStatus::Holds } else { ExitStatus::Broken };
    let targets = targets::targets(&facts);
    let mut problems = facts.problems;
    problems.extend(waiver_problems.into_iter().map(waiver_problem));
    problems.extend(unknown_severities(loaded));
    let parts = Parts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        created: clock.rfc3339(),
        targets,
        fixed,
        views: BTreeMap::new(),
        problems,
        gate,
    };
    arguments.output.write(&report::build(findings, parts), printer)?;
    if unreadable > 0 {
        printer.remark(&format!("run as root to decide {unreadable} more"));
    }
    let wants_complete = arguments.policy.require_complete || loaded.file.gate.require_complete;
    Ok(if wants_complete && incomplete { status.or(ExitStatus::Incomplete) } else { status })
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

/// Shows what would put the failures right; waivers are applied first, so that
/// nothing accepted is planned away.
fn fix_plan(facts: &Facts, findings: &[Finding], printer: &Printer) -> anyhow::Result<ExitStatus> {
    let plan = seaworthy_hardening::plan(facts, findings);
    printer.data(|out| seaworthy_hardening::write_plan(&plan, out))?;
    Ok(ExitStatus::Holds)
}

/// Whether a subject is one that `--include`, `--exclude` and `--label` can name.
fn has_name(kind: SubjectKind) -> bool {
    matches!(kind, SubjectKind::Container | SubjectKind::Image)
}

impl SelectArguments {
    /// Whether all subjects are judged.
    fn coverage(&self) -> Coverage {
        let chosen = [&self.subject, &self.include, &self.exclude, &self.label];
        if chosen.iter().all(|words| words.is_empty()) {
            Coverage::AllSubjects
        } else {
            Coverage::SomeSubjects
        }
    }

    /// Whether a waiver that matches nothing here might match in a whole run: some
    /// subjects or a check that it names were left out.
    fn leaves_out(&self, selection: &Selection, waived: &str) -> bool {
        self.coverage() == Coverage::SomeSubjects
            || catalogue::entries().any(|entry| {
                !selection.admits(&entry.header())
                    && glob::Pattern::new(waived).is_ok_and(|glob| glob.matches(entry.id()))
            })
    }

    /// `--only` and `--skip`, each word known.
    fn checks(&self) -> anyhow::Result<Selection> {
        let selection =
            Selection { only: habits::words(&self.only), skip: habits::words(&self.skip) };
        habits::check_words(&selection)?;
        Ok(selection)
    }
}

impl EngineArguments {
    fn patience(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}
