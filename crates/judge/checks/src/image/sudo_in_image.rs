//! A container has one user by design; sudo in it only raises that user to root.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::package_manager::{self, Action};
use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "sudo-in-image",
    title: "sudo installed in image",
    severity: Severity::Low,
    section: Section::Images,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("sudo_in_image.md"),
    fix: Fix {
        summary: "Do what needs root in build steps before USER, and leave sudo out.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let steps = steps(image)?;
    let mut left: Vec<&Step<'_>> = Vec::new();
    for step in &steps {
        for command in step.commands() {
            let names = |names: &[String]| {
                names.iter().any(|name| matches!(name.as_str(), "sudo" | "doas" | "sudo-rs"))
            };
            match package_manager::action(&command) {
                Some(Action::Installs(packages)) if names(&packages) => left.push(step),
                Some(Action::Removes(packages)) if names(&packages) => left.clear(),
                _ => {}
            }
        }
    }
    if left.is_empty() {
        let count = steps.len().to_string();
        return Ok(pass().because(Evidence::new("build steps", count, "/history")));
    }
    let verdict = fail("a build step installs a program that makes users root");
    Ok(left.into_iter().map(Step::evidence).fold(verdict, Verdict::because))
}
