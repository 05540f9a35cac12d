//! A build argument stays in the history of every image that used it.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use seaworthy_core::secrets;

use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "secret-build-argument",
    title: "build argument meant for a secret",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &[],
    tags: &["secrets"],
    reads: &[FactGroup::Images],
    explanation: include_str!("secret_build_argument.md"),
    fix: Fix {
        summary: "Hand the secret to the build with --secret.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let steps = steps(image)?;
    let name = |step: &Step<'_>| step.text.split('=').next().unwrap_or_default().trim().to_owned();
    let arguments = steps.iter().filter(|step| step.instruction == "ARG");
    let secret: Vec<String> =
        arguments.map(name).filter(|name| secrets::is_secret_name(name)).collect();
    if secret.is_empty() {
        let count = steps.len().to_string();
        return Ok(pass().because(Evidence::new("build steps", count, "/history")));
    }
    Ok(fail(format!("the build takes {} as an argument", secret.join(", ")))
        .because(Evidence::new("ARG", secret.join(", "), "/history")))
}
