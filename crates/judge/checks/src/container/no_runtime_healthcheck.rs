//! The engine cannot tell a program that works from one that merely runs.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-runtime-healthcheck",
    title: "health of running container not checked",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.27"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Images],
    explanation: include_str!("no_runtime_healthcheck.md"),
    fix: Fix {
        summary: "Give the image a HEALTHCHECK or start the container with --health-cmd.",
        commands: &["docker run --health-cmd 'curl -fsS http://localhost/healthz' IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if let Observed::Known { value: health, source } = &container.state.health
        && health != "none"
        && !health.is_empty()
    {
        return Ok(pass().because(Evidence::new("health", health.as_str(), source.as_str())));
    }
    let mut check = container.settings()?.healthcheck.seen_or_default("health check")?;
    if check.test.is_empty() && container.configured.is_none() {
        let image = context.engine()?.image_of(container).ok_or_else(|| {
            Undecided::unknown(format!("health check of image {}: not seen", container.image))
        })?;
        check = image.healthcheck.seen_or_default("health check of the image")?;
    }
    match check.test.first().map(String::as_str) {
        None => Ok(fail("nothing checks whether its program works").because(Evidence::new(
            "health check",
            "none",
            check.source.as_ref(),
        ))),
        Some("NONE") => Ok(fail("its image's health check is switched off").because(&check)),
        Some(_) => Ok(pass().because(&check)),
    }
}
