//! Its tag names another image by now, or the image is old.

use seaworthy_core::facts::{ContainerFacts, unix_seconds};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "stale-image",
    title: "container runs an outdated image",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.28"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Images],
    explanation: include_str!("stale_image.md"),
    fix: Fix {
        summary: "Recreate the container from the image that its tag names now, and rebuild images often.",
        commands: &["docker pull IMAGE", "docker compose up --detach --pull always"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

/// Base images are rebuilt every few weeks; three months miss several rounds of fixes.
const OLD_DAYS: i64 = 90;
/// Before this, a time of building is a constant of a reproducible build.
const FIRST_BELIEVABLE: i64 = 347_155_200;

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let engine = context.engine()?;
    engine.images.seen("images")?;
    let own = engine.image_of(container);
    if container.configured.is_some() {
        let id = container.image_id.seen("image id")?;
        if let Some(now) = engine.image_named(&container.image)
            && own.is_none_or(|own| own.id != now.id)
        {
            return Ok(fail(format!("{} names another image by now", container.image))
                .because(&id)
                .because(Evidence::new("image of that name", now.id.as_str(), "/images/json")));
        }
    }
    let own = own.ok_or_else(|| {
        Undecided::unknown(format!("image {}: no longer in the engine", container.image))
    })?;
    let created = own.created.seen("image built")?;
    let days = unix_seconds(&created)
        .filter(|built| *built > FIRST_BELIEVABLE)
        .map(|built| (context.now - built) / 86_400)
        .ok_or_else(|| Undecided::unknown("image built: it carries no real time"))?;
    if days > OLD_DAYS {
        return Ok(review(format!("its image was built {days} days ago"))
            .because(&created)
            .rated(Severity::Low, "age alone is no flaw: look for fixes since then"));
    }
    Ok(pass().because(&created))
}
