//! Then something else is killed, or the host stands still.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "oom-kill-disabled",
    title: "kernel may not kill it when memory runs out",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("oom_kill_disabled.md"),
    fix: Fix {
        summary: "Remove --oom-kill-disable and negative --oom-score-adj; give it a memory limit instead.",
        commands: &["docker run --memory 512m IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let settings = container.settings()?;
    let disabled = settings.oom_kill_disable.seen_or("OOM kill disabled", false)?;
    let score = settings.oom_score_adj.seen_or("OOM score adjustment", 0)?;
    if *disabled || *score == -1000 {
        let memory = settings.memory.seen_or("memory limit", 0)?;
        let verdict = fail("the kernel may not kill it when memory runs out")
            .because(&disabled)
            .because(&score)
            .because(&memory);
        return Ok(if *memory > 0 {
            verdict
        } else {
            verdict.rated(Severity::High, "its memory is not limited either")
        });
    }
    if *score < 0 {
        return Ok(fail("the kernel kills others before it when memory runs out")
            .because(&score)
            .rated(Severity::Low, "it is killed later, not never"));
    }
    Ok(pass().because(&disabled).because(&score))
}
