//! Environment variables show in inspect, in child processes and in crash reports.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};
use seaworthy_core::secrets::SecretClass;

pub(crate) const CHECK: Check = Check {
    id: "secret-in-environment",
    title: "secret in container's environment",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &[],
    tags: &["secrets"],
    reads: &[FactGroup::Containers],
    explanation: include_str!("secret_in_environment.md"),
    fix: Fix {
        summary: "Pass the secret as a file (Compose or Swarm secrets, a mounted tmpfs) and name the file in the variable.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let env = container.settings()?.env.seen_or_default("environment")?;
    let secrets: Vec<(&str, SecretClass)> = env
        .iter()
        .filter_map(|variable| Some((variable.name.as_str(), variable.secret?)))
        .collect();
    let Some((first, _)) = secrets.first() else { return Ok(pass()) };
    let by_value = secrets.iter().any(|(_, class)| *class != SecretClass::NamedSecret);
    let list: Vec<String> =
        secrets.iter().map(|(name, class)| format!("{name} ({class})")).collect();
    let verdict = fail(match secrets.len() {
        1 => format!("variable {first} holds a secret"),
        more => format!("{more} variables hold secrets, {first} first"),
    })
    .because(Evidence::new("variables", list.join(", "), env.source.as_ref()));
    Ok(if by_value {
        verdict.rated(Severity::High, "a value has the shape of a real key or token")
    } else {
        verdict.confidence(Confidence::Medium)
    })
}
