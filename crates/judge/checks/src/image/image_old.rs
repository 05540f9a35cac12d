//! An image gets no security fixes but by being built again.

use seaworthy_core::facts::{ImageFacts, unix_seconds};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "image-old",
    title: "image was built long ago",
    severity: Severity::Low,
    section: Section::Images,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("image_old.md"),
    fix: Fix {
        summary: "Build the image again on a current base.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

const DAY: i64 = 86_400;
const OLD: i64 = 365;
/// Reproducible builds write 0, 1 or the year 1980 instead of the day.
const BEFORE_DOCKER: i64 = 1_356_998_400;

fn judge(image: &ImageFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let created = image.created.seen("build time")?;
    let built =
        unix_seconds(&created).ok_or_else(|| Undecided::unknown("build time: malformed"))?;
    if built < BEFORE_DOCKER {
        return Err(Undecided::not_applicable("a reproducible build, which keeps no time"));
    }
    let days = (context.now - built).div_euclid(DAY);
    Ok(if days > OLD { fail(format!("built {days} days ago")) } else { pass() }.because(&created))
}
