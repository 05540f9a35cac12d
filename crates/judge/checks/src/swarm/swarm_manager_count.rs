//! Managers decide by majority: how many there are says how many may fail.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-manager-count",
    title: "manager count unsuited to the swarm",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &["7.1"],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_manager_count.md"),
    fix: Fix { summary: "Have three, five or seven managers.", commands: &[], risk: Risk::Review },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let nodes = swarm.nodes.seen("nodes")?;
    let managers: Vec<&str> =
        nodes.iter().filter(|node| node.role == "manager").map(|node| node.name.as_str()).collect();
    let count = managers.len();
    let verdict = match count {
        0 => return Err(Undecided::unknown("the list of nodes names no manager")),
        1 => fail("one manager: when it fails, nothing steers the swarm")
            .rated(Severity::Low, "containers go on running, and one node has no majority to lose"),
        8.. => fail(format!("{count} managers: every decision waits for too many"))
            .rated(Severity::Low, "it costs speed and attack surface, not the majority"),
        even if even % 2 == 0 => {
            fail(format!("{count} managers bear no more failures than {} would", even - 1))
        }
        _ => pass(),
    };
    let spread = format!("{count} of {} nodes: {}", nodes.len(), managers.join(", "));
    Ok(verdict.because(Evidence::new("managers", spread, nodes.source.as_ref())))
}
