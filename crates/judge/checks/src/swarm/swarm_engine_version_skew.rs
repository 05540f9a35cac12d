//! The oldest engine of a swarm decides how safe its tasks are.

use std::collections::BTreeMap;

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-engine-version-skew",
    title: "nodes of the swarm run different engines",
    severity: Severity::Low,
    section: Section::Swarm,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_engine_version_skew.md"),
    fix: Fix {
        summary: "Bring all nodes to the same release, managers last.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let nodes = swarm.nodes.seen("nodes")?;
    let mut by_version: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for node in nodes.iter() {
        let version = node.engine_version.seen("engine version of a node")?;
        by_version.entry(version.value.into_owned()).or_default().push(node.name.as_str());
    }
    let verdict = match by_version.len() {
        0 => return Err(Undecided::unknown("the list of nodes is empty")),
        1 => pass(),
        count => fail(format!("{count} releases of the engine run in one swarm")),
    };
    Ok(by_version.iter().fold(verdict, |verdict, (version, names)| {
        verdict.because(Evidence::new(version.as_str(), names.join(", "), nodes.source.as_ref()))
    }))
}
