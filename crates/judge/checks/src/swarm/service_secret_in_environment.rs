//! A variable of a service is shown by every inspect of the service and of its tasks.

use seaworthy_core::facts::{ServiceFacts, SwarmFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "service-secret-in-environment",
    title: "service keeps a secret in its environment",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &[],
    tags: &["secrets"],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("service_secret_in_environment.md"),
    fix: Fix {
        summary: "Give the secret to the service as a Swarm secret.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let services = swarm.services.seen_or_default("services")?;
    let open: Vec<_> = services.iter().filter(|each| !each.secret_env.is_empty()).collect();
    if services.is_empty() {
        return Err(Undecided::not_applicable("the swarm runs no service"));
    }
    if open.is_empty() {
        let count = services.len().to_string();
        return Ok(pass().because(Evidence::new("services", count, services.source.as_ref())));
    }
    let names: Vec<&str> = open.iter().map(|service| service.name.as_str()).collect();
    let verdict = fail(format!("variables of {} look like secrets", names.join(", ")));
    let evidence = |service: &&ServiceFacts| {
        Evidence::new(service.name.as_str(), service.secret_env.join(", "), "/services")
    };
    Ok(open.iter().map(evidence).fold(verdict, Verdict::because))
}
