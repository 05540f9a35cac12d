//! The limit that is in force, whichever group of control groups sets it; swap
//! without bound is half a limit.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use super::docker_command::docker_command;
use super::unenforced_limits::unenforced;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-memory-limit",
    title: "no memory limit",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.11"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo],
    explanation: include_str!("no_memory_limit.md"),
    fix: Fix {
        summary: "Give it a memory limit above what it uses at peak, and the same for memory with swap.",
        commands: &["docker update --memory 512m --memory-swap 512m CONTAINER"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let remedy = || Remedy {
        commands: vec![docker_command("update --memory 512m --memory-swap 512m", container)],
        ..Remedy::from(CHECK.fix)
    };
    if let Some(driver) = unenforced(container, context) {
        return Ok(fail("the engine cannot enforce a memory limit").because(driver));
    }
    let (limited, evidence) = match container.live().map(|live| &live.limits.memory) {
        Some(Observed::Known { value, source }) => {
            (true, Evidence::new("memory limit", value.to_string(), source.as_str()))
        }
        Some(Observed::Absent) => (false, Evidence::new("memory limit", "none", "cgroup")),
        _ => {
            let memory = container.settings()?.memory.seen_or("memory limit", 0)?;
            (*memory > 0, Evidence::from(&memory))
        }
    };
    if !limited {
        return Ok(fail("may use all memory of the host").because(evidence).fix(remedy()));
    }
    let swap = container.settings().ok().and_then(|settings| settings.memory_swap.value());
    if swap == Some(&-1) {
        return Ok(fail("memory is limited and swap is not")
            .because(evidence)
            .because(Evidence::new("memory with swap", "-1", "HostConfig.MemorySwap"))
            .rated(Severity::Low, "it can fill the host's swap, not its memory")
            .fix(remedy()));
    }
    Ok(pass().because(evidence))
}
