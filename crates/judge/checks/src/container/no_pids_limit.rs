//! Without a limit a fork bomb in one container stops the whole host.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use super::docker_command::docker_command;
use super::unenforced_limits::unenforced;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-pids-limit",
    title: "no limit on number of processes",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.29"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo],
    explanation: include_str!("no_pids_limit.md"),
    fix: Fix {
        summary: "Limit the processes with --pids-limit.",
        commands: &["docker update --pids-limit 200 CONTAINER"],
        risk: Risk::Safe,
    },
    judge: Judge::Container(judge),
};

/// More than 64-bit kernels can ever run: no limit under another name.
const KERNEL_MAXIMUM: i64 = 4_194_304;

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if let Some(driver) = unenforced(container, context) {
        return Ok(fail("the engine cannot enforce a limit of processes").because(driver));
    }
    let (limit, evidence) = match container.live().map(|live| &live.limits.pids) {
        Some(Observed::Known { value, source }) => (
            i64::try_from(*value).unwrap_or(i64::MAX),
            Evidence::new("limit of processes", value.to_string(), source.as_str()),
        ),
        Some(Observed::Absent) => (0, Evidence::new("limit of processes", "none", "cgroup")),
        _ => {
            let limit = container.settings()?.pids_limit.seen_or("limit of processes", 0)?;
            (*limit, Evidence::from(&limit))
        }
    };
    if (1..KERNEL_MAXIMUM).contains(&limit) {
        return Ok(pass().because(evidence));
    }
    Ok(fail("may start processes until the host has no more").because(evidence).fix(Remedy {
        commands: vec![docker_command("update --pids-limit 200", container)],
        ..Remedy::from(CHECK.fix)
    }))
}
