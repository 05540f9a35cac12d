//! A quota, a weight or a set of CPUs: any of them keeps one container from
//! starving the others.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use super::docker_command::docker_command;
use super::unenforced_limits::unenforced;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-cpu-limit",
    title: "no CPU limit or weight",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.12"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo],
    explanation: include_str!("no_cpu_limit.md"),
    fix: Fix {
        summary: "Limit it with --cpus, or weigh it with --cpu-shares.",
        commands: &["docker update --cpus 1.5 CONTAINER"],
        risk: Risk::Safe,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if let Some(driver) = unenforced(container, context) {
        return Ok(fail("the engine cannot enforce a CPU limit").because(driver));
    }
    if let Some(Observed::Known { value, source }) = container.live().map(|live| &live.limits.cpus)
    {
        return Ok(pass().because(Evidence::new("CPUs", value.to_string(), source.as_str())));
    }
    let settings = container.settings()?;
    let nano = settings.nano_cpus.seen_or("CPU limit", 0)?;
    let quota = settings.cpu_quota.seen_or("CPU quota", 0)?;
    let shares = settings.cpu_shares.seen_or("CPU weight", 0)?;
    let set = settings.cpuset_cpus.seen_or_default("CPUs allowed")?;
    let in_force = [&nano, &quota, &shares].into_iter().find(|limit| ***limit > 0);
    if let Some(limit) = in_force {
        return Ok(pass().because(limit));
    }
    if !set.is_empty() {
        return Ok(pass().because(&set));
    }
    Ok(fail("may use all CPUs of the host").because(&nano).because(&quota).because(&shares).fix(
        Remedy {
            commands: vec![docker_command("update --cpus 1.5", container)],
            ..Remedy::from(CHECK.fix)
        },
    ))
}
