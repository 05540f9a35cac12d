//! The engine sees things that no check asks for; its warnings must not get
//! lost.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "engine-warning-unexplained",
    title: "engine warns of something else",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("engine_warning_unexplained.md"),
    fix: Fix {
        summary: "Read the warning and act on it, or waive it.",
        commands: &["docker info --format \"{{json .Warnings}}\""],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Warnings that other checks judge.
const JUDGED: [&str; 6] = [
    "API is accessible on",
    "DOCKER_INSECURE_NO_IPTABLES_RAW",
    "bridge-nf-call-ip",
    "cgroup v1",
    "rootless-mode without cgroups",
    "without TLS client verification",
];

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let warnings = context.info()?.warnings.seen_or_default("engine warnings")?;
    let new: Vec<&String> = warnings.iter().filter(|line| !is_judged(line)).collect();
    if new.is_empty() {
        return Ok(pass());
    }
    let verdict = review(match new.len() {
        1 => "the engine warns of something that no other check judges".to_owned(),
        many => format!("the engine gives {many} warnings that no other check judges"),
    });
    Ok(new.into_iter().fold(verdict, |verdict, line| {
        verdict.because(Evidence::new("engine warning", line.trim(), "/info Warnings"))
    }))
}

fn is_judged(line: &str) -> bool {
    let lacks_controller = line.contains("No ") && line.contains(" support");
    line.trim().is_empty() || lacks_controller || JUDGED.iter().any(|known| line.contains(known))
}
