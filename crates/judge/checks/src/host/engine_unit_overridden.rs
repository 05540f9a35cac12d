//! A drop-in can undo what the unit says, and few people look there.

use seaworthy_core::facts::{HostFacts, UnitDirective};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "engine-unit-overridden",
    title: "drop-in changes how the daemon starts",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("engine_unit_overridden.md"),
    fix: Fix {
        summary: "Read the drop-ins and keep settings of the daemon in daemon.json.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

/// Directives that change what runs, as whom, or with what.
const TELLING: [&str; 10] = [
    "ExecStart",
    "ExecStartPre",
    "ExecStartPost",
    "Environment",
    "EnvironmentFile",
    "User",
    "Group",
    "NoNewPrivileges",
    "LimitNOFILE",
    "TasksMax",
];

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let units = host.units.seen_or_default("systemd units")?;
    let Some(unit) = units.iter().find(|unit| unit.name == "docker.service") else {
        return Err(Undecided::not_applicable("there is no docker.service unit"));
    };
    let main = unit.paths.first().map(String::as_str).unwrap_or_default();
    let evidence = |directive: &UnitDirective| {
        let text = format!("{}={}", directive.key, directive.value);
        Evidence::new("directive", text, directive.path.as_str())
    };
    let changes: Vec<Evidence> = unit
        .directives
        .iter()
        .filter(|line| line.path != main && TELLING.contains(&line.key.as_str()))
        .map(evidence)
        .collect();
    if changes.is_empty() {
        return Ok(pass().because(Evidence::new("unit", main, "systemd")));
    }
    let files = unit.paths.get(1..).unwrap_or_default().join(", ");
    let verdict = review(format!("{files} changes how the daemon starts"));
    Ok(changes.into_iter().fold(verdict, Verdict::because))
}
