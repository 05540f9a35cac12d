//! `seaworthy audit`

mod advice;
mod habits;
mod observe;
mod saved;
pub(super) mod targets;
mod views;

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use seaworthy_checks::{Settings, catalogue, run as judge};
use seaworthy_core::facts::{Facts, HostFacts};
use seaworthy_core::findings::{Finding, Severity, SubjectKind};
use seaworthy_core::policy::{Coverage, Selection, SubjectGlob};
use seaworthy_host::{Depth, FilterDump};

use self::advice::AdviceArguments;
use super::conclude::Conclusion;
use super::formats::OutputArguments;
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
    saved: saved::SavedArguments,
    #[command(flatten)]
    select: SelectArguments,
    #[command(flatten)]
    policy: PolicyArguments,
    #[command(flatten)]
    advice: AdviceArguments,
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
    pub(super) config: Option<PathBuf>,
    /// Exit 1 when a check of this severity or above fails
    #[arg(long, value_name = "SEVERITY", env = "SEAWORTHY_FAIL_ON", value_parser = Severity::from_str, help_heading = "Policy")]
    pub(super) fail_on: Option<Severity>,
    /// Earlier JSON report: shows what is new, gone and unchanged; only new failures break the gate
    #[arg(long, value_name = "FILE", help_heading = "Policy")]
    pub(super) baseline: Option<PathBuf>,
    /// Exit 3 when a fact that a check needs could not be read
    #[arg(long, help_heading = "Policy")]
    pub(super) require_complete: bool,
    /// Users that may control the engine
    #[arg(
        short = 'u',
        long = "trusted-user",
        value_name = "USER",
        value_delimiter = ',',
        help_heading = "Policy"
    )]
    pub(super) trusted_users: Vec<String>,
}

pub(crate) fn run(arguments: &AuditArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let clock = Clock::read();
    let loaded = settings::load(arguments.policy.config.as_deref())?;
    let facts = if arguments.saved.any() {
        let facts = arguments.saved.facts(&arguments.facts.root, clock)?;
        save(&arguments.facts, &facts)?;
        facts
    } else {
        let depth = (Depth::Audit, FilterDump::Never);
        facts(&arguments.engine, &arguments.facts, depth, clock)?
    };
    let mut findings = findings(arguments, &facts, &loaded, clock)?;
    if arguments.fix_plan {
        loaded.file.policy().apply(&mut findings, &clock.date());
        return fix_plan(&facts, &findings, printer);
    }
    if let Some(kind) = arguments.advice.fragment {
        loaded.file.policy().apply(&mut findings, &clock.date());
        return arguments.advice.print(kind, &findings, printer);
    }
    let selection = arguments.select.checks(&facts)?;
    let ending = Conclusion {
        policy: &arguments.policy,
        output: &arguments.output,
        loaded: &loaded,
        clock,
        coverage: arguments.select.coverage(),
        targets: targets::targets(&facts),
    };
    let accepted = ending.accept(&mut findings, |id| arguments.select.leaves_out(&selection, id));
    let mut views = views::views(&facts, &selection)?;
    views.extend(arguments.advice.view(&findings)?);
    ending.finish(facts, findings, accepted, views, printer)
}

/// Facts from a file, or seen now and saved when asked for.
pub(super) fn facts(
    engine: &EngineArguments,
    arguments: &FactsArguments,
    depth: (Depth, FilterDump),
    clock: Clock,
) -> anyhow::Result<Facts> {
    if let Some(path) = &arguments.facts {
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
    let facts = observe::observe(engine, arguments, depth, clock)?;
    save(arguments, &facts)?;
    Ok(facts)
}

/// The facts of this very process, seen from inside, and saved when asked for.
pub(super) fn itself(arguments: &FactsArguments, clock: Clock) -> anyhow::Result<Facts> {
    let facts = observe::itself(clock)?;
    save(arguments, &facts)?;
    Ok(facts)
}

/// Writes the facts file that was asked for.
fn save(arguments: &FactsArguments, facts: &Facts) -> anyhow::Result<()> {
    if let Some(path) = &arguments.save_facts {
        write_file(path, Readers::Owner, |out| {
            serde_json::to_writer(out, facts).map_err(std::io::Error::from)
        })?;
    }
    Ok(())
}

fn findings(
    arguments: &AuditArguments,
    facts: &Facts,
    loaded: &Loaded,
    clock: Clock,
) -> anyhow::Result<Vec<Finding>> {
    let select = &arguments.select;
    let selection = select.checks(facts)?;
    let subjects = select
        .subject
        .iter()
        .map(|glob| SubjectGlob::parse(glob))
        .collect::<Result<Vec<_>, _>>()?;
    let names = habits::Names::parse(&select.include, &select.exclude, &select.label)?;
    let settings = Settings {
        kernel_profile: arguments.advice.kernel_profile,
        ..loaded.settings(&arguments.policy.trusted_users)
    };
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

    /// `--only` and `--skip`, each word known. Of saved files of a kernel only
    /// the kernel is judged unless more is asked for.
    fn checks(&self, facts: &Facts) -> anyhow::Result<Selection> {
        let mut selection =
            Selection { only: habits::words(&self.only), skip: habits::words(&self.skip) };
        habits::check_words(&selection)?;
        if selection.only.is_empty() && facts.host.value().is_some_and(HostFacts::is_saved_kernel) {
            selection.only.push("kernel".to_owned());
        }
        Ok(selection)
    }
}

impl EngineArguments {
    fn patience(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}
