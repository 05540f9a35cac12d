//! An idle cluster still listens on the network and takes orders.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-mode-unneeded",
    title: "Swarm mode is on though unused",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &["5.1"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::Swarm],
    explanation: include_str!("swarm_mode_unneeded.md"),
    fix: Fix {
        summary: "Leave the swarm if nothing uses it.",
        commands: &["docker swarm leave --force"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let info = context.info()?;
    let state = info.swarm_state.seen("swarm state")?;
    match state.as_str() {
        "" | "inactive" => return Ok(pass().because(&state)),
        "active" => {}
        other => {
            return Ok(review(format!(
                "the node is in a swarm but {other}: is it still wanted there"
            ))
            .because(&state));
        }
    }
    if *info.swarm_manager.seen_or("swarm manager", false)? {
        let services = engine.swarm.services.seen("services")?;
        let count = Evidence::new("services", services.len().to_string(), services.source.as_ref());
        return Ok(if services.is_empty() {
            fail("Swarm mode is on and no service uses it").because(&state).because(count)
        } else {
            pass().because(&state).because(count)
        });
    }
    let containers = engine.containers.seen("containers")?;
    let tasks = containers
        .iter()
        .filter(|each| each.labels.contains_key("com.docker.swarm.service.name"))
        .count();
    let count = Evidence::new("containers of services", tasks.to_string(), "/containers/json");
    Ok(if tasks == 0 {
        review("this worker runs no task at the moment: is it needed")
            .because(&state)
            .because(count)
    } else {
        pass().because(&state).because(count)
    })
}
