//! `--privileged` switches every protection off at once.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "privileged-container",
    title: "container runs privileged",
    severity: Severity::Critical,
    section: Section::Containers,
    cis: &["5.5"],
    tags: &["escape"],
    reads: &[FactGroup::Containers],
    explanation: include_str!("privileged_container.md"),
    fix: Fix {
        summary: "Run it without --privileged and give it only the devices and capabilities that it uses.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let privileged = container.settings()?.privileged.seen_or("privileged", false)?;
    if *privileged {
        return Ok(
            fail("runs with all capabilities, all devices and no confinement").because(&privileged)
        );
    }
    Ok(pass().because(&privileged))
}
