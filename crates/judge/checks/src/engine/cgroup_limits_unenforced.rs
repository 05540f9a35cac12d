//! The engine accepts limits that the kernel cannot keep and says so only in a
//! warning.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "cgroup-limits-unenforced",
    title: "resource limits are not enforced",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("cgroup_limits_unenforced.md"),
    fix: Fix {
        summary: "Give the engine the cgroup controllers that it lacks.",
        commands: &["docker info --format \"{{json .Warnings}}\""],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let info = context.info()?;
    let driver = info.cgroup_driver.seen("cgroup driver")?;
    if *driver == "none" {
        return Ok(
            fail("limits of memory, CPU and processes have no effect at all").because(&driver)
        );
    }
    let warnings = info.warnings.seen_or_default("engine warnings")?;
    let missing: Vec<&str> = warnings
        .iter()
        .filter_map(|line| line.trim_start_matches("WARNING: ").strip_prefix("No "))
        .filter_map(|line| Some(line.split_once(" support")?.0))
        .filter(|what| {
            ["memory limit", "pids limit", "swap limit"].contains(what) || what.starts_with("cpu")
        })
        .collect();
    if missing.is_empty() {
        return Ok(pass().because(&driver));
    }
    let verdict = fail(format!("the kernel cannot enforce: {}", missing.join(", ")))
        .because(&driver)
        .because(Evidence::new("missing support", missing.join(", "), "/info Warnings"));
    Ok(if missing.contains(&"memory limit") || missing.contains(&"pids limit") {
        verdict
    } else {
        verdict.rated(Severity::Low, "memory and processes are still bounded")
    })
}
