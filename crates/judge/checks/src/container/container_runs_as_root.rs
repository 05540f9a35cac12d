//! Root inside is root outside unless ids are mapped: the kernel is asked first,
//! the configured user only when it cannot be.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::container_user::{User, user_of};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "container-runs-as-root",
    title: "container runs as root",
    severity: Severity::High,
    section: Section::Containers,
    cis: &["4.1"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo, FactGroup::Images],
    explanation: include_str!("container_runs_as_root.md"),
    fix: Fix {
        summary: "Give the image a USER with a number, or start the container with --user.",
        commands: &["docker run --user 1000:1000 IMAGE"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let user = user_of(container, context)?;
    let (message, evidence) = match user {
        User::Ordinary(evidence) => return Ok(pass().because(evidence)),
        User::Root(message, evidence) => (message, evidence),
    };
    let verdict = fail(message).because(evidence);
    match container.effective(context.info().ok()).remapped() {
        Ok(Observed::Known { value: true, .. }) => {
            Ok(verdict
                .rated(Severity::Low, "ids are mapped: root inside is an ordinary user outside"))
        }
        _ => Ok(verdict),
    }
}
