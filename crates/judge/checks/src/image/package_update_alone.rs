//! A refresh in a layer of its own is cached, and later builds install from the old index.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::package_manager::{self, Action};
use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "package-update-alone",
    title: "package index refresh cached as a layer of its own",
    severity: Severity::Low,
    section: Section::Images,
    cis: &["4.7"],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("package_update_alone.md"),
    fix: Fix { summary: "Refresh and install in one RUN.", commands: &[], risk: Risk::Review },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let steps = steps(image)?;
    let alone: Vec<&Step<'_>> = steps.iter().filter(|step| only_refreshes(step)).collect();
    if alone.is_empty() {
        let count = steps.len().to_string();
        return Ok(pass().because(Evidence::new("build steps", count, "/history")));
    }
    let verdict = fail("a build step refreshes the package index and installs nothing");
    Ok(alone.into_iter().map(Step::evidence).fold(verdict, Verdict::because))
}

fn only_refreshes(step: &Step<'_>) -> bool {
    let commands = step.commands();
    let actions: Vec<Action> = commands.iter().filter_map(package_manager::action).collect();
    actions.contains(&Action::Refreshes)
        && !actions.iter().any(|action| matches!(action, Action::Installs(_)))
}
