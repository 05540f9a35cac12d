//! Without a health check the engine takes a hung program for a working one.

use seaworthy_core::facts::{ImageFacts, Observed, Reason};
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-image-healthcheck",
    title: "image has no health check",
    severity: Severity::Low,
    section: Section::Images,
    cis: &["4.6"],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("no_image_healthcheck.md"),
    fix: Fix {
        summary: "Add HEALTHCHECK to the Dockerfile, or a health check where the container is defined.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if image.healthcheck == Observed::Absent {
        let missing = || {
            let evidence = Evidence::new("HEALTHCHECK", "not set", "Config.Healthcheck");
            fail("the image defines no health check").because(evidence)
        };
        // Docker tells the format since API 1.48; before, its store made Docker's own.
        let too_old = image.manifest_type == Observed::Unreadable(Reason::NotInApi);
        if too_old && context.docker_only().is_ok() {
            return Ok(missing().confidence(Confidence::Medium));
        }
        let format = image.manifest_type.seen_or_default("manifest format")?;
        if format.contains("oci") {
            return Err(Undecided::not_applicable(
                "images in OCI format cannot carry a health check; give the container one",
            ));
        }
        return Ok(missing());
    }
    let healthcheck = image.healthcheck.seen("health check")?;
    Ok(match healthcheck.test.first().map(String::as_str) {
        None => fail("the health check tests nothing").because(&healthcheck),
        Some("NONE") => fail("the health check is switched off").because(&healthcheck),
        Some(_) => pass().because(&healthcheck),
    })
}
