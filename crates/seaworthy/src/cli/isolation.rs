//! `seaworthy isolation`

use std::collections::BTreeMap;

use anyhow::bail;
use clap::Args;
use seaworthy_checks::run as judge;
use seaworthy_core::facts::Facts;
use seaworthy_core::findings::{Finding, SubjectKind};
use seaworthy_core::policy::Coverage;
use seaworthy_core::report::isolation::VIEW;
use seaworthy_host::{Depth, FilterDump};
use seaworthy_isolation::{From, Question, isolation, strangers};

use super::audit::{EngineArguments, FactsArguments, PolicyArguments, facts, itself, targets};
use super::conclude::Conclusion;
use super::formats::OutputArguments;
use crate::clock::Clock;
use crate::exit::ExitStatus;
use crate::printer::Printer;
use crate::settings;

/// Tag of the checks that find ways out of a container.
const ESCAPE: &str = "escape";

/// Arguments of `isolation`.
#[derive(Args, Debug)]
pub(crate) struct IsolationArguments {
    /// Containers by name or id; all that run when none is named
    #[arg(value_name = "CONTAINER")]
    containers: Vec<String>,
    #[command(flatten)]
    engine: EngineArguments,
    #[command(flatten)]
    facts: FactsArguments,
    /// Look at this very process alone, from inside its container: needs no privilege, has no effect
    #[arg(long = "self", conflicts_with_all = ["containers", "host", "context", "all_engines", "facts", "ptrace"], help_heading = "Facts")]
    itself: bool,
    /// Ask the kernel for the filters: stops one thread of each container for microseconds (root)
    ///
    /// A thread that sleeps goes on by `restart_syscall`. Under a filter that refuses this call, its
    /// sleep ends with an error.
    #[arg(long, conflicts_with = "facts", help_heading = "Facts")]
    ptrace: bool,
    /// Label whose value names the tenant that a container belongs to
    #[arg(
        long,
        value_name = "KEY",
        default_value = "com.docker.compose.project",
        help_heading = "Selection"
    )]
    tenant_label: String,
    #[command(flatten)]
    policy: PolicyArguments,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &IsolationArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let clock = Clock::read();
    let loaded = settings::load(arguments.policy.config.as_deref())?;
    let facts = seen(arguments, clock)?;
    known(&facts, &arguments.containers)?;
    let settings = loaded.settings(&arguments.policy.trusted_users);
    let mut findings = judge(&facts, &settings, clock.seconds(), |header| {
        header.tags.iter().any(|tag| tag == ESCAPE)
    });
    let ending = Conclusion {
        policy: &arguments.policy,
        output: &arguments.output,
        loaded: &loaded,
        clock,
        // Only the checks of ways out ran: what a baseline has beyond them may
        // still be there.
        coverage: Coverage::SomeSubjects,
        targets: targets::targets(&facts),
    };
    let accepted = ending.accept(&mut findings, |_| true);
    let view = isolation(&Question {
        facts: &facts,
        findings: &findings,
        containers: &arguments.containers,
        tenant_label: &arguments.tenant_label,
        from: if arguments.itself { From::Inside } else { From::Outside },
    });
    if arguments.itself {
        // No engine was asked: its checks have nothing to say.
        findings.clear();
    }
    // Tenants were judged by all of them; the report is on those that were named.
    findings.retain(|finding| is_wanted(finding, &arguments.containers));
    let views = BTreeMap::from([(VIEW.to_owned(), serde_json::to_value(view)?)]);
    ending.finish(facts, findings, accepted, views, printer)
}

/// The machine and its engines, or this process alone.
fn seen(arguments: &IsolationArguments, clock: Clock) -> anyhow::Result<Facts> {
    if arguments.itself {
        return itself(&arguments.facts, clock);
    }
    let dump = if arguments.ptrace { FilterDump::Ptrace } else { FilterDump::Never };
    facts(&arguments.engine, &arguments.facts, (Depth::Isolation, dump), clock)
}

/// A misspelt name must not read as "nothing found".
fn known(facts: &Facts, names: &[String]) -> anyhow::Result<()> {
    let Some(name) = strangers(facts, names).into_iter().next() else { return Ok(()) };
    let containers = facts.engines.iter().filter_map(|engine| engine.containers.value()).flatten();
    let mut all: Vec<&str> = containers.map(|container| container.name.as_str()).collect();
    all.sort_unstable();
    if all.is_empty() {
        bail!("there is no container `{name}`: no engine that answered has any");
    }
    let more = all.len().saturating_sub(12);
    all.truncate(12);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    bail!("there is no container `{name}`; there are {}{rest}", all.join(", "))
}

/// Results on the containers that were named; all of them when none was.
fn is_wanted(finding: &Finding, names: &[String]) -> bool {
    let subject = &finding.subject;
    let named = |name: &String| {
        subject.name == *name || (name.len() >= 12 && subject.id.starts_with(name.as_str()))
    };
    names.is_empty() || (subject.kind == SubjectKind::Container && names.iter().any(named))
}
