//! `docker exec --privileged` undoes the container's confinement for one command.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use super::exec_history::remembered;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "privileged-exec",
    title: "privileged exec into container",
    severity: Severity::High,
    section: Section::Containers,
    cis: &["5.23"],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("privileged_exec.md"),
    fix: Fix {
        summary: "Run such a command in a container of its own that joins this one's namespaces.",
        commands: &["docker run --rm --pid=container:web --network=container:web IMAGE"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if container.configured.is_none() && container.requested.is_some() {
        return Err(Undecided::not_applicable("the container was not started yet"));
    }
    let execs = container.execs.seen_or_default("commands run in it")?;
    let privileged = execs.iter().filter(|exec| exec.privileged);
    let programs: Vec<&str> = privileged.map(|exec| exec.program.as_str()).collect();
    if !programs.is_empty() {
        let shown = Evidence::new("privileged commands", programs.join(", "), "/exec/{id}/json");
        return Ok(
            fail(format!("{} was run in it with all privileges", programs[0])).because(shown)
        );
    }
    match remembered(container, context) {
        Some(past) => Ok(review("commands were run in it, with which privileges is not recorded")
            .because(past)
            .rated(Severity::Low, "the engine remembers the command, not its privileges")),
        None => Ok(pass()),
    }
}
