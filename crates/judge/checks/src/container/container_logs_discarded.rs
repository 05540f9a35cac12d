//! With the driver `none` nothing is left to look at after an incident.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use super::log_driver::log_driver;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "container-logs-discarded",
    title: "container's output is thrown away",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::EngineInfo],
    explanation: include_str!("container_logs_discarded.md"),
    fix: Fix {
        summary: "Use a log driver that keeps or ships the output, such as local, journald or syslog.",
        commands: &["docker run --log-driver local IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let driver = log_driver(container, context)?;
    if *driver == "none" {
        return Ok(fail("what it prints is thrown away").because(&driver));
    }
    Ok(pass().because(&driver))
}
