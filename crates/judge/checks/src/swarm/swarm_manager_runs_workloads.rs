//! A container that escapes on a manager has the keys of the whole swarm.

use seaworthy_core::facts::{NodeFacts, SwarmFacts};
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-manager-runs-workloads",
    title: "manager also runs services",
    severity: Severity::Low,
    section: Section::Swarm,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_manager_runs_workloads.md"),
    fix: Fix {
        summary: "Drain the managers, so that services run on workers only.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let nodes = swarm.nodes.seen("nodes")?;
    if nodes.iter().all(|node| node.role == "manager") {
        return Err(Undecided::not_applicable("the swarm has no workers to run services instead"));
    }
    let open: Vec<&NodeFacts> = nodes
        .iter()
        .filter(|node| node.role == "manager" && node.availability == "active")
        .collect();
    if open.is_empty() {
        let count = nodes.len().to_string();
        return Ok(pass().because(Evidence::new("nodes", count, nodes.source.as_ref())));
    }
    let names: Vec<&str> = open.iter().map(|node| node.name.as_str()).collect();
    let remedy = names.iter().fold(Remedy::from(CHECK.fix), |remedy, name| {
        remedy.command(format!("docker node update --availability drain {name}"))
    });
    Ok(fail(format!("services may run on {}", names.join(", ")))
        .because(Evidence::new("active managers", names.join(", "), nodes.source.as_ref()))
        .fix(remedy))
}
