//! Swarm keeps secrets encrypted and shows them to the tasks that need them; nothing else does.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};
use seaworthy_core::secrets::is_secret_name;

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-secrets-unused",
    title: "service secrets kept outside swarm secrets",
    severity: Severity::Medium,
    section: Section::Swarm,
    cis: &["7.4"],
    tags: &["secrets"],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_secrets_unused.md"),
    fix: Fix {
        summary: "Create Swarm secrets and give them to services as files.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let secrets = swarm.secrets.seen_or_default("secrets")?;
    let services = swarm.services.seen_or_default("services")?;
    let configs = swarm.configs.seen_or_default("configs")?;
    let by_config: Vec<&str> =
        configs.iter().map(String::as_str).filter(|name| is_secret_name(name)).collect();
    let by_variable: Vec<&str> = services
        .iter()
        .filter(|service| !service.secret_env.is_empty())
        .map(|service| service.name.as_str())
        .collect();
    let verdict = match (by_config.as_slice(), by_variable.as_slice()) {
        ([], []) => pass(),
        ([], services) if *secrets == 0 => fail(format!(
            "no Swarm secret exists, and {} keeps secrets in variables",
            services.join(", ")
        )),
        ([], services) => review(format!(
            "{} keeps in variables what Swarm secrets could hold",
            services.join(", ")
        )),
        (configs, _) => fail(format!("a config is no place for a secret: {}", configs.join(", "))),
    };
    Ok(verdict
        .because(&secrets)
        .because(Evidence::new("services", services.len().to_string(), services.source.as_ref()))
        .because(&configs))
}
