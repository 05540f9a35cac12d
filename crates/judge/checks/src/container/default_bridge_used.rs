//! Every container without a network of its own meets all the others there.

use seaworthy_core::facts::{ContainerFacts, NamespaceMode};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "default-bridge-used",
    title: "container sits on the default bridge",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.30"],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("default_bridge_used.md"),
    fix: Fix {
        summary: "Put containers that belong together on a network of their own.",
        commands: &["docker network create shop", "docker run --network shop IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let settings = container.settings()?;
    let mode = settings.network_mode.seen_or_default("network mode")?;
    let networks = settings.networks.seen_or_default("networks")?;
    let named_bridge = |mode: &NamespaceMode| *mode == NamespaceMode::Named("bridge".to_owned());
    if networks.iter().any(|name| name == "bridge")
        || named_bridge(&mode)
        || (*mode == NamespaceMode::Default && networks.is_empty())
    {
        return Ok(fail("shares the default bridge with every container that names no network")
            .because(&mode)
            .because(&networks));
    }
    Ok(pass().because(&networks))
}
